"""azure-ai-ml as a person would write it: an endpoint with two deployments, keys, traffic, logs, and their end.

Prints one JSON object with what was seen. Which cloud it talks to is in the environment alone.
"""

import json
import pathlib
import sys
import tempfile

from azure.ai.ml import MLClient
from azure.ai.ml.entities import (
    CodeConfiguration,
    Environment,
    KubernetesOnlineDeployment,
    KubernetesOnlineEndpoint,
    Model,
    OnlineRequestSettings,
)
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.identity import ManagedIdentityCredential

subscription, group, workspace = sys.argv[1:4]
client = MLClient(ManagedIdentityCredential(), subscription, group, workspace)
endpoints, deployments = client.online_endpoints, client.online_deployments
seen = {}


def refusal(call):
    try:
        call()
    except HttpResponseError as error:
        return {"type": type(error).__name__, "code": error.error.code, "message": error.error.message}
    return None


with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    (folder / "request.json").write_text('{"data": [[1, 2, 3]]}')
    (folder / "code").mkdir()
    (folder / "code" / "score.py").write_text("def init(): pass\ndef run(data): return data\n")
    (folder / "model").mkdir()
    (folder / "model" / "weights.bin").write_bytes(bytes(range(256)))

    seen["before"] = [endpoint.name for endpoint in endpoints.list()]
    made = endpoints.begin_create_or_update(
        KubernetesOnlineEndpoint(name="sdk-made", compute="k8s-compute", auth_mode="key", tags={"made": "by-sdk"})
    ).result()
    seen["made"] = [type(made).__name__, made.provisioning_state, made.scoring_uri, made.tags]

    blue = deployments.begin_create_or_update(
        KubernetesOnlineDeployment(
            name="blue",
            endpoint_name="sdk-made",
            model=Model(path=str(folder / "model")),
            environment=Environment(image="mcr.microsoft.com/azureml/minimal:latest"),
            code_configuration=CodeConfiguration(code=str(folder / "code"), scoring_script="score.py"),
            instance_count=2,
            request_settings=OnlineRequestSettings(request_timeout_ms=3000),
        )
    ).result()
    seen["blue"] = [
        blue.provisioning_state,
        blue.instance_count,
        blue.request_settings.request_timeout_ms,
        blue.liveness_probe.period,
        blue.code_configuration.scoring_script,
    ]
    deployments.begin_create_or_update(
        KubernetesOnlineDeployment(
            name="green", endpoint_name="sdk-made", model="azureml:m:1", environment="azureml:e:1", instance_count=1
        )
    ).result()
    seen["deployments"] = [deployment.name for deployment in deployments.list("sdk-made")]

    made = endpoints.get("sdk-made")
    made.traffic = {"blue": 90, "green": 10}
    endpoints.begin_create_or_update(made).result()
    seen["traffic"] = endpoints.get("sdk-made").traffic

    request = str(folder / "request.json")
    seen["invoked"] = endpoints.invoke("sdk-made", request_file=request)
    seen["invokedGreen"] = endpoints.invoke("sdk-made", request_file=request, deployment_name="green")

    old = endpoints.get_keys("sdk-made")
    endpoints.begin_regenerate_keys("sdk-made", key_type="primary").result()
    new = endpoints.get_keys("sdk-made")
    seen["regenerated"] = [old.primary_key != new.primary_key, old.secondary_key == new.secondary_key]
    seen["invokedAfter"] = endpoints.invoke("sdk-made", request_file=request)

    seen["log"] = deployments.get_logs("blue", "sdk-made", lines=1)
    seen["trafficLeft"] = refusal(lambda: deployments.begin_delete("blue", "sdk-made").result())
    made.traffic = {"green": 100}
    endpoints.begin_create_or_update(made).result()
    deployments.begin_delete("blue", "sdk-made").result()
    seen["left"] = [deployment.name for deployment in deployments.list("sdk-made")]

    endpoints.begin_create_or_update(
        KubernetesOnlineEndpoint(name="sdk-token", compute="k8s-compute", auth_mode="aml_token")
    ).result()
    seen["token"] = sorted(vars(endpoints.get_keys("sdk-token")))
    seen["aadToken"] = refusal(
        lambda: endpoints.begin_create_or_update(
            KubernetesOnlineEndpoint(name="sdk-aad", compute="k8s-compute", auth_mode="aad_token")
        ).result()
    )
    for name in ("sdk-made", "sdk-token"):
        endpoints.begin_delete(name).result()
    try:
        endpoints.get("sdk-made")
    except ResourceNotFoundError as error:
        seen["gone"] = error.error.code

# The SDK prints dots while it waits, without a line end.
print("\n" + json.dumps(seen, default=str))
