"""The client libraries of the field, each in a world where nothing is wrong and in one where the certificate expired."""

from __future__ import annotations

import asyncio
import json
import ssl
from typing import Any, Callable

import pytest
from scoring import BODY

from azureml_fe_mock import AzureMLFrontEnd


def with_requests(fe: AzureMLFrontEnd, verify: bool) -> Any:
    requests = pytest.importorskip("requests")
    answer = requests.post(
        fe.scoring_uri,
        json=BODY,
        headers=bearer(fe),
        verify=fe.ca_file if verify else False,
        timeout=5,
    )
    answer.raise_for_status()
    return answer.json()


def with_httpx(fe: AzureMLFrontEnd, verify: bool) -> Any:
    httpx = pytest.importorskip("httpx")
    with httpx.Client(verify=context(fe, verify), timeout=5, trust_env=False) as client:
        return client.post(fe.scoring_uri, json=BODY, headers=bearer(fe)).raise_for_status().json()


def with_async_httpx(fe: AzureMLFrontEnd, verify: bool) -> Any:
    httpx = pytest.importorskip("httpx")

    async def score() -> Any:
        async with httpx.AsyncClient(verify=context(fe, verify), timeout=5, trust_env=False) as client:
            return (await client.post(fe.scoring_uri, json=BODY, headers=bearer(fe))).raise_for_status().json()

    return asyncio.run(score())


def with_aiohttp(fe: AzureMLFrontEnd, verify: bool) -> Any:
    aiohttp = pytest.importorskip("aiohttp")

    async def score() -> Any:
        async with aiohttp.ClientSession(raise_for_status=True) as session:
            options = {"json": BODY, "headers": bearer(fe), "ssl": context(fe, verify)}
            async with session.post(fe.scoring_uri, **options) as answer:
                return json.loads(await answer.read())

    return asyncio.run(score())


def with_urllib3(fe: AzureMLFrontEnd, verify: bool) -> Any:
    urllib3 = pytest.importorskip("urllib3")
    with urllib3.PoolManager(ssl_context=context(fe, verify), retries=False, timeout=5) as pool:
        headers = {**bearer(fe), "Content-Type": "application/json"}
        return json.loads(pool.request("POST", fe.scoring_uri, body=json.dumps(BODY), headers=headers).data)


def with_azure_core(fe: AzureMLFrontEnd, verify: bool) -> Any:
    core: Any = pytest.importorskip("azure.core")
    rest: Any = pytest.importorskip("azure.core.rest")
    pytest.importorskip("requests")
    with core.PipelineClient(
        fe.scoring_uri, policies=[], connection_verify=fe.ca_file if verify else False
    ) as client:
        request = rest.HttpRequest("POST", fe.scoring_uri, json=BODY, headers=bearer(fe))
        answer = client.send_request(request)
        answer.raise_for_status()
        return answer.json()


def bearer(fe: AzureMLFrontEnd) -> dict[str, str]:
    return {"Authorization": f"Bearer {fe.key}"}


def context(fe: AzureMLFrontEnd, verify: bool) -> ssl.SSLContext:
    made = ssl.create_default_context(cafile=fe.ca_file)
    if not verify:
        made.check_hostname = False
        made.verify_mode = ssl.CERT_NONE
    return made


Client = Callable[[AzureMLFrontEnd, bool], Any]
every_client = pytest.mark.parametrize(
    "client",
    [with_requests, with_httpx, with_async_httpx, with_aiohttp, with_urllib3, with_azure_core],
)


@every_client
def test_scores(azureml_fe: AzureMLFrontEnd, client: Client) -> None:
    assert client(azureml_fe, True) == {"result": [6]}
    assert azureml_fe.verdict.verdict == "pass"


@every_client
@pytest.mark.azureml_fe("expired")
def test_refuses_an_expired_certificate(azureml_fe: AzureMLFrontEnd, client: Client) -> None:
    with pytest.raises(Exception, match="certificate has expired"):
        client(azureml_fe, True)
    azureml_fe.assert_nothing_leaked()


@every_client
@pytest.mark.azureml_fe("expired")
@pytest.mark.filterwarnings("ignore:Unverified HTTPS request")
def test_is_detected_when_it_does_not_verify(azureml_fe: AzureMLFrontEnd, client: Client) -> None:
    client(azureml_fe, False)
    assert azureml_fe.verdict.finding == "leaked-key"
    with pytest.raises(AssertionError, match="key valid"):
        azureml_fe.assert_nothing_leaked()


@every_client
@pytest.mark.azureml_fe("dns-missing-record")
def test_asks_the_dns_server_of_the_world(azureml_fe: AzureMLFrontEnd, client: Client) -> None:
    with pytest.raises(Exception):
        client(azureml_fe, True)
    assert [query["rcode"] for query in azureml_fe.observations["queries"]]
    assert azureml_fe.verdict.verdict == "pass"


@pytest.mark.asyncio
async def test_works_in_a_coroutine(azureml_fe: AzureMLFrontEnd) -> None:
    httpx = pytest.importorskip("httpx")
    async with httpx.AsyncClient(verify=context(azureml_fe, True), trust_env=False) as client:
        answer = await client.post(azureml_fe.scoring_uri, json=BODY, headers=bearer(azureml_fe))
    assert answer.json() == {"result": [6]}
    assert azureml_fe.verdict.verdict == "pass"
