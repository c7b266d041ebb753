"""The management SDKs: the extension's life with its failures, record sets, the kubeconfig, and ways to sign in.

Prints one JSON object with what was seen.
"""

import base64
import json
import os
import pathlib
import sys

from azure.core.exceptions import HttpResponseError
from azure.identity import (
    ClientSecretCredential,
    DefaultAzureCredential,
    ManagedIdentityCredential,
    WorkloadIdentityCredential,
)
from azure.mgmt.containerservice import ContainerServiceClient
from azure.mgmt.dns import DnsManagementClient
from azure.mgmt.kubernetesconfiguration import SourceControlConfigurationClient

url, subscription, tenant, client_id, folder = sys.argv[1:6]
scopes = [f"{url}/.default"]
options = {"base_url": url, "credential_scopes": scopes}
seen = {}


def refusal(call):
    try:
        call()
    except HttpResponseError as error:
        return [error.error.code, error.error.message]
    return None


assertion = pathlib.Path(folder) / "token"
assertion.write_text("an assertion")
workload = WorkloadIdentityCredential(
    tenant_id=tenant, client_id=client_id, token_file_path=str(assertion), authority=url, disable_instance_discovery=True
)
secret = ClientSecretCredential(tenant, client_id, "any", authority=url, disable_instance_discovery=True)
seen["tokens"] = {
    type(credential).__name__: len(credential.get_token(*scopes).token.split("."))
    for credential in (ManagedIdentityCredential(), DefaultAzureCredential(), workload, secret)
}
del os.environ["IDENTITY_ENDPOINT"], os.environ["IDENTITY_HEADER"]
seen["imds"] = len(ManagedIdentityCredential().get_token(*scopes).token.split("."))

extensions = SourceControlConfigurationClient(secret, subscription, **options).extensions
cluster = ("rg", "Microsoft.ContainerService", "managedClusters", "aks1")
settings = {"enableInference": "True", "inferenceRouterServiceType": "LoadBalancer", "sslCname": "www.contoso.com"}


def encoded(name):
    return base64.b64encode((pathlib.Path(folder) / name).read_bytes()).decode()


def create(secret_name):
    body = {
        "properties": {
            "extensionType": "Microsoft.AzureML.Kubernetes",
            "configurationSettings": {**settings, "sslSecret": secret_name, "scoringFe.sslSecret": secret_name},
        }
    }
    return extensions.begin_create(*cluster, "azureml", body).result()


def update(plain, protected=None):
    body = {"properties": {"configurationSettings": plain, "configurationProtectedSettings": protected or {}}}
    return extensions.begin_update(*cluster, "azureml", body).result()


seen["failedCreate"] = refusal(lambda: create("not-there"))
seen["failedState"] = extensions.get(*cluster, "azureml").provisioning_state
seen["created"] = create("fe-tls").provisioning_state
updated = update({}, {"scoringFe.sslCert": encoded("cert.pem"), "scoringFe.sslKey": encoded("key.pem")})
seen["updated"] = [updated.configuration_settings["sslSecret"], updated.configuration_protected_settings]
seen["failedUpdate"] = refusal(lambda: update({"sslSecret": "not-there", "scoringFe.sslSecret": "not-there"}))
seen["kept"] = extensions.get(*cluster, "azureml").configuration_settings["sslSecret"]
seen["listed"] = [extension.name for extension in extensions.list(*cluster)]
extensions.begin_delete(*cluster, "azureml").result()
seen["deleted"] = refusal(lambda: extensions.get(*cluster, "azureml"))

sets = DnsManagementClient(secret, subscription, **options).record_sets
record = {"TTL": 60, "ARecords": [{"ipv4Address": "127.0.0.3"}]}
seen["fqdn"] = sets.create_or_update("rg", "contoso.com", "api", "A", record).fqdn
seen["onlyNew"] = refusal(
    lambda: sets.create_or_update("rg", "contoso.com", "api", "A", record, if_none_match="*")
)[0]
seen["sets"] = [each.name for each in sets.list_by_dns_zone("rg", "contoso.com")]
sets.delete("rg", "contoso.com", "api", "A")
seen["setsLeft"] = [each.name for each in sets.list_by_dns_zone("rg", "contoso.com")]

clusters = ContainerServiceClient(secret, subscription, **options).managed_clusters
seen["nodes"] = clusters.get("rg", "aks1").agent_pool_profiles[0].count
kubeconfig = clusters.list_cluster_user_credentials("rg", "aks1").kubeconfigs[0].value
seen["kubeconfig"] = bytes(kubeconfig).decode()

print(json.dumps(seen))
