"""`MLClient` of azure-ai-ml: its own `invoke` scores over the router."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any, Generator

import pytest
from arm import CLOUD, resource_manager
from scoring import BODY

from azureml_fe_mock import AzureMLFrontEnd

pytestmark = pytest.mark.filterwarnings("ignore")


class AnyToken:
    """A credential for a server that does not look at it."""

    def get_token(self, *_: str, **__: Any) -> Any:
        from azure.core.credentials import AccessToken

        return AccessToken("any", int(time.time()) + 3600)


@pytest.fixture
def invoke(
    azureml_fe: AzureMLFrontEnd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Generator[Any, None, None]:
    ml: Any = pytest.importorskip("azure.ai.ml")
    request = tmp_path / "request.json"
    request.write_text(json.dumps(BODY))
    with resource_manager(azureml_fe, tmp_path) as url:
        monkeypatch.setenv("ARM_CLOUD_METADATA_URL", f"{url}metadata/endpoints?api-version=2019-05-01")
        monkeypatch.setenv("AZUREML_CURRENT_CLOUD", CLOUD)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", azureml_fe.ca_file)
        client = ml.MLClient(AnyToken(), "00000000-0000-0000-0000-000000000000", "group", "workspace")
        yield lambda: client.online_endpoints.invoke("demo", request_file=str(request))


def test_scores(azureml_fe: AzureMLFrontEnd, invoke: Any) -> None:
    assert json.loads(invoke()) == {"result": [6]}
    assert azureml_fe.verdict.verdict == "pass"


@pytest.mark.azureml_fe("expired")
def test_refuses_an_expired_certificate(azureml_fe: AzureMLFrontEnd, invoke: Any) -> None:
    with pytest.raises(Exception, match="certificate has expired"):
        invoke()
    azureml_fe.assert_nothing_leaked()
