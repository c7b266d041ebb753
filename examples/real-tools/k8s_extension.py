"""`az k8s-extension create|update|show|delete` where the real one is not installed.

Its wheel is on no package registry. This does what its client does before and after the call of Azure Resource Manager,
with the management SDK: `pip install azure-identity azure-mgmt-kubernetesconfiguration`.
"""

import argparse
import base64
import json
import os
import pathlib
import sys

from azure.core.exceptions import HttpResponseError
from azure.identity import DefaultAzureCredential
from azure.mgmt.kubernetesconfiguration import SourceControlConfigurationClient

SUBSCRIPTION = os.environ.get("AZURE_SUBSCRIPTION_ID", "22222222-2222-2222-2222-222222222222")
PROVIDERS = {"managedClusters": "Microsoft.ContainerService", "connectedClusters": "Microsoft.Kubernetes"}


def parse():
    parser = argparse.ArgumentParser(prog="k8s-extension")
    parser.add_argument("command", choices=["create", "update", "show", "delete"])
    for option in ("--name", "--cluster-type", "--cluster-name", "--resource-group"):
        parser.add_argument(option, required=True)
    parser.add_argument("--extension-type", default="Microsoft.AzureML.Kubernetes")
    parser.add_argument("--scope", default="cluster")
    parser.add_argument("--config", nargs="+", default=[])
    parser.add_argument("--config-protected", nargs="+", default=[])
    parser.add_argument("--yes", action="store_true")
    return parser.parse_args()


def pairs(words):
    return dict(word.split("=", 1) for word in words)


def encoded(file):
    return base64.b64encode(pathlib.Path(file).read_bytes()).decode()


def settings(arguments):
    """What the CLI's client makes of the words: the chart reads `scoringFe.…`, never a path."""
    plain, protected = pairs(arguments.config), pairs(arguments.config_protected)
    if "sslSecret" in plain:
        plain["scoringFe.sslSecret"] = plain["sslSecret"]
    if "sslCertPemFile" in protected and "sslKeyPemFile" in protected:
        protected["scoringFe.sslCert"] = encoded(protected["sslCertPemFile"])
        protected["scoringFe.sslKey"] = encoded(protected["sslKeyPemFile"])
    return {"configurationSettings": plain, "configurationProtectedSettings": protected}


def run(arguments):
    arm = "https://" + os.environ["ARM_METADATA_HOSTNAME"]
    client = SourceControlConfigurationClient(
        DefaultAzureCredential(), SUBSCRIPTION, base_url=arm, credential_scopes=[f"{arm}/.default"]
    )
    kind = arguments.cluster_type
    cluster = (arguments.resource_group, PROVIDERS[kind], kind, arguments.cluster_name, arguments.name)
    if arguments.command == "delete":
        client.extensions.begin_delete(*cluster).result()
        return None
    if arguments.command == "show":
        return client.extensions.get(*cluster)
    if arguments.command == "create":
        body = {"extensionType": arguments.extension_type, "scope": {"cluster": {}}, **settings(arguments)}
        return client.extensions.begin_create(*cluster, {"properties": body}).result()
    return client.extensions.begin_update(*cluster, {"properties": settings(arguments)}).result()


try:
    result = run(parse())
except HttpResponseError as refused:
    sys.exit(f"({refused.error.code}) {refused.error.message}" if refused.error else str(refused))
if result is not None:
    print(json.dumps(result.as_dict(), indent=2))
