"""How the names of a world resolve in this process, and in a child."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from typing import Iterator

import pytest

from azureml_fe_mock import AzureMLFrontEnd
from azureml_fe_mock._control import ControlApi
from azureml_fe_mock._dns import A, NoAnswer, decode_answer, encode_question, query
from azureml_fe_mock.front_end import domain_of

NAME = "www.contoso.com"


def look_up(name: str) -> set[str]:
    return {str(entry[4][0]) for entry in socket.getaddrinfo(name, 443)}


def test_the_name_leads_to_the_router_only_while_the_fixture_or_resolve_is_there(
    azureml_fe_session: AzureMLFrontEnd,
) -> None:
    azureml_fe_session.reset()
    before = socket.getaddrinfo
    with azureml_fe_session.resolve():
        assert look_up(NAME) == {"127.0.0.1"}
        assert look_up("WWW.Contoso.com.") == {"127.0.0.1"}
        assert look_up("expired.badfe.test") == {"127.0.0.1"}
        with azureml_fe_session.resolve():
            assert look_up(NAME) == {"127.0.0.1"}
        assert look_up(NAME) == {"127.0.0.1"}
    assert socket.getaddrinfo is before


def test_all_other_names_resolve_as_before(azureml_fe: AzureMLFrontEnd) -> None:
    assert look_up("localhost") & {"127.0.0.1", "::1"}
    assert look_up("127.0.0.9") == {"127.0.0.9"}
    assert socket.getaddrinfo(None, 80)
    assert azureml_fe.observations["queries"] == []


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"fault": "nxdomain"}, socket.EAI_NONAME),
        ({"fault": "nodata"}, socket.EAI_NONAME),
        ({"fault": "servfail"}, socket.EAI_AGAIN),
        ({"fault": "refused"}, socket.EAI_AGAIN),
    ],
    ids=["nxdomain", "nodata", "servfail", "refused"],
)
def test_a_fault_of_dns_is_the_error_that_the_c_library_has(
    azureml_fe: AzureMLFrontEnd, fault: dict[str, str], code: int
) -> None:
    ControlApi(azureml_fe.control_url).json("PUT", f"/dns/faults/{NAME}", fault)
    with pytest.raises(socket.gaierror) as raised:
        socket.getaddrinfo(NAME, 443)
    assert raised.value.args[0] == code


def test_a_truncated_answer_is_asked_for_again_over_tcp(azureml_fe: AzureMLFrontEnd) -> None:
    ControlApi(azureml_fe.control_url).json("PUT", f"/dns/faults/{NAME}", {"fault": "truncate"})
    assert look_up(NAME) == {"127.0.0.1"}
    assert "tcp" in [query["transport"] for query in azureml_fe.observations["queries"]]


def test_a_cname_is_followed(azureml_fe: AzureMLFrontEnd) -> None:
    record = {"type": "CNAME", "value": NAME, "ttl": 5}
    ControlApi(azureml_fe.control_url).json("PUT", "/dns/records/alias.contoso.com", record)
    assert look_up("alias.contoso.com") == {"127.0.0.1"}


@pytest.fixture
def silent_server() -> Iterator[tuple[str, int]]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        yield udp.getsockname()


def test_a_server_that_is_silent_or_talks_nonsense_gives_no_answer(silent_server: tuple[str, int]) -> None:
    with pytest.raises(NoAnswer):
        query(NAME, A, silent_server, timeout=0.05)
    question = encode_question(NAME, A)
    for cut in range(len(question)):
        with pytest.raises(Exception) as raised:
            decode_answer(question[:2] + b"\x81\x80\x00\x01\x00\x01" + question[8 : cut + 8], A)
        assert type(raised.value).__name__ in {"error", "IndexError"}


@pytest.mark.parametrize(
    ("name", "domain"),
    [(NAME, "contoso.com"), ("contoso.com", "contoso.com"), ("arc-ml", "arc-ml"), ("*.a.b.c.", "b.c")],
)
def test_the_domain_of_a_name(name: str, domain: str) -> None:
    assert domain_of(name) == domain


CHILD = """
import json, os, urllib.request
request = urllib.request.Request(os.environ["SCORING_URI"], b'{"data":[[1,2,3]]}', {
    "Authorization": "Bearer " + os.environ["SCORING_KEY"], "Content-Type": "application/json"})
print(json.dumps(json.load(urllib.request.urlopen(request, timeout=5))))
"""


def test_a_child_process_is_led_to_the_router_by_its_environment(azureml_fe: AzureMLFrontEnd) -> None:
    words = [sys.executable, "-c", CHILD]
    environment = {**os.environ, **azureml_fe.env()}
    scored = subprocess.run(words, env=environment, stdout=subprocess.PIPE, check=True)
    assert json.loads(scored.stdout) == {"result": [6]}
    assert azureml_fe.verdict.verdict == "pass"

    azureml_fe.use("expired")
    refused = subprocess.run(words, env=environment, stderr=subprocess.PIPE)
    assert b"certificate has expired" in refused.stderr
    azureml_fe.assert_nothing_leaked()


def test_threads_share_the_resolver(azureml_fe: AzureMLFrontEnd) -> None:
    found: list[set[str]] = []
    threads = [threading.Thread(target=lambda: found.append(look_up(NAME))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [{"127.0.0.1"}] * 4
