"""Does our client fail closed? The router runs in a container, and the client is urllib's."""

import json
import os
import socket
import ssl
import urllib.error
import urllib.request

import pytest
from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import HttpWaitStrategy

IMAGE = os.environ.get("AZUREML_FE_MOCK_IMAGE", "azureml-fe-mock:local")
NAME = "www.contoso.com"
KEY = "the-key-of-the-test"
HTTPS, CONTROL = 8443, 8055


class Router:
    """A started container, and its control API."""

    def __init__(self, container: DockerContainer) -> None:
        self.host = container.get_container_host_ip()
        self._control = f"http://{self.host}:{container.get_exposed_port(CONTROL)}"
        self.scoring_uri = f"https://{NAME}:{container.get_exposed_port(HTTPS)}/api/v1/endpoint/demo/score"
        self.key = KEY

    @property
    def ca(self) -> str:
        """What to trust, PEM; another one where the scenario has a root of its own."""
        return self._call("GET", "/ca.pem").decode()

    def use(self, scenario: str) -> None:
        """Switches to a scenario of the catalogue and forgets what was seen."""
        self._call("PUT", "/scenario", {"name": scenario})
        self._call("DELETE", "/observations")

    def requests(self) -> list[dict]:
        """The requests that the router has seen."""
        return json.loads(self._call("GET", "/observations"))["requests"]

    def _call(self, method: str, path: str, body: dict | None = None) -> bytes:
        request = urllib.request.Request(self._control + path, method=method)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.read()


@pytest.fixture(scope="module")
def router():
    container = (
        DockerContainer(IMAGE)
        .with_command(
            "start --host 0.0.0.0 --control-host 0.0.0.0 --state /tmp/azureml-fe-mock"
            f" --key {KEY}"
        )
        .with_exposed_ports(HTTPS, CONTROL)
        .waiting_for(HttpWaitStrategy(CONTROL, "/health").for_status_code(200))
    )
    with container:
        yield Router(container)


@pytest.fixture(autouse=True)
def name_in_dns(router: Router, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the endpoint's name lead to the container, as the customer's DNS would."""
    resolve = socket.getaddrinfo

    def resolve_here(host, *rest, **more):
        return resolve(router.host if host == NAME else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolve_here)


def score(uri: str, key: str, ca: str) -> dict:
    """The client under test."""
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    request = urllib.request.Request(uri, b'{"data":[[1,2,3]]}', headers)
    with urllib.request.urlopen(request, timeout=5, context=ssl.create_default_context(cadata=ca)) as answer:
        return json.load(answer)


def test_scores_where_nothing_is_wrong(router: Router) -> None:
    router.use("valid")
    assert score(router.scoring_uri, router.key, router.ca) == {"result": [6]}
    assert [request["authorization"] for request in router.requests()] == ["valid"]


@pytest.mark.parametrize(
    ("scenario", "reason"),
    [("expired", "has expired"), ("fqdn-mismatch", "Hostname mismatch"), ("untrusted-root", "self-signed")],
)
def test_sends_nothing_where_the_certificate_is_wrong(router: Router, scenario: str, reason: str) -> None:
    router.use(scenario)
    with pytest.raises(urllib.error.URLError, match=reason):
        score(router.scoring_uri, router.key, router.ca)
    assert router.requests() == []
