"""azure-ai-ml against operations that take their time: it waits for each until it is over."""

import json
import sys

from azure.ai.ml import MLClient
from azure.ai.ml.entities import KubernetesOnlineDeployment, KubernetesOnlineEndpoint
from azure.identity import ManagedIdentityCredential

subscription, group, workspace = sys.argv[1:4]
client = MLClient(ManagedIdentityCredential(), subscription, group, workspace)
endpoints, deployments = client.online_endpoints, client.online_deployments
endpoints.begin_create_or_update(
    KubernetesOnlineEndpoint(name="slow", compute="k8s-compute", auth_mode="key")
).result()
made = deployments.begin_create_or_update(
    KubernetesOnlineDeployment(
        name="blue", endpoint_name="slow", model="azureml:m:1", environment="azureml:e:1", instance_count=1
    )
).result()
endpoints.begin_delete("slow").result()
left = [endpoint.name for endpoint in endpoints.list()]
# The SDK prints dots while it waits, without a line end.
print("\n" + json.dumps({"state": made.provisioning_state.lower(), "left": left}))
