"""The plugin from the outside: what pytest prints, and that no process stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Callable

import pytest

TESTS = Path(__file__).parent
HEAD = f"import sys; sys.path.insert(0, {str(TESTS)!r})\nimport pytest\nfrom scoring import score, score_carelessly\n"


def run(pytester: pytest.Pytester, source: str, *args: str) -> pytest.RunResult:
    (pytester.path / "test_it.py").write_text(HEAD + source)
    return pytester.runpytest_subprocess("-p", "no:cacheprovider", *args)


def test_a_careless_client_fails_and_the_report_says_what_the_router_saw(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
@pytest.mark.azureml_fe("expired")
def test_refuses(azureml_fe):
    score_carelessly(azureml_fe.scoring_uri, azureml_fe.key, azureml_fe.ca_file)
    assert azureml_fe.observations["requests"] == []
""",
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*what azureml-fe saw*",
            "expired (reject): fail: the client *",
            "* client * ClientHello: SNI www.contoso.com*",
            "* client * POST /api/v1/endpoint/demo/score*key valid",
            "* router * 200*",
        ]
    )


def test_a_passing_test_prints_no_timeline(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
def test_scores(azureml_fe):
    score(azureml_fe.scoring_uri, azureml_fe.key, azureml_fe.ca_file)
    assert "POST" in azureml_fe.timeline()
""",
    )
    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line("*what azureml-fe saw*")


def test_every_test_begins_in_a_clean_world(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
def test_one(azureml_fe):
    azureml_fe.use("self-signed")
    with pytest.raises(OSError):
        score(azureml_fe.scoring_uri, azureml_fe.key, azureml_fe.ca_file)
    assert len(azureml_fe.observations["connections"]) == 1

@pytest.mark.azureml_fe("dns-missing-record")
def test_two(azureml_fe):
    assert azureml_fe.observations["connections"] == []

def test_three(azureml_fe):
    score(azureml_fe.scoring_uri, azureml_fe.key, azureml_fe.ca_file)
""",
    )
    result.assert_outcomes(passed=3)


def test_a_client_that_never_came_has_not_been_tried(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
@pytest.mark.azureml_fe("expired")
def test_tries_nothing(azureml_fe):
    azureml_fe.assert_nothing_leaked()
""",
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E * expired: nothing was tried: *"])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('@pytest.mark.azureml_fe("expird")', "*There is no scenario*expired*"),
        ("@pytest.mark.azureml_fe()", "*the marker takes one scenario*"),
        ('@pytest.mark.azureml_fe(scenario="expired")', "*the marker takes one scenario*"),
    ],
)
def test_a_marker_that_is_wrong_is_an_error_that_says_so(pytester: pytest.Pytester, line: str, words: str) -> None:
    result = run(pytester, f"{line}\ndef test_it(azureml_fe): pass\n")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([words])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ('azureml_fe_scenarios("expird")', "*'expird' is no scenario for clients*"),
        ('azureml_fe_scenarios(group="nothing")', "*No scenario for clients has group='nothing'*"),
    ],
)
def test_scenarios_that_do_not_exist_are_an_error(pytester: pytest.Pytester, call: str, words: str) -> None:
    source = "from azureml_fe_mock import azureml_fe_scenarios\n"
    result = run(pytester, f"{source}@{call}\ndef test_it(azureml_fe, scenario): pass\n")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([words])


def test_options_of_start_are_taken_from_the_configuration(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\nazureml_fe_options = --key the-key-of-the-test\n")
    result = run(pytester, 'def test_it(azureml_fe): assert azureml_fe.key == "the-key-of-the-test"\n')
    result.assert_outcomes(passed=1)


def test_a_wrong_option_is_reported_in_the_words_of_start(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\nazureml_fe_options = --no-such-option\n")
    result = run(pytester, "def test_it(azureml_fe): pass\n")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*HarnessNotStarted*unknown option '--no-such-option'*"])


def test_each_worker_of_xdist_has_a_harness_of_its_own(pytester: pytest.Pytester) -> None:
    pytest.importorskip("xdist")
    result = run(
        pytester,
        """
import os, time
@pytest.mark.parametrize("number", range(4))
def test_it(azureml_fe, number, worker_id):
    score(azureml_fe.scoring_uri, azureml_fe.key, azureml_fe.ca_file)
    assert len(azureml_fe.observations["requests"]) == 1
    with open(os.path.join(os.environ["SEEN"], f"{worker_id}-{azureml_fe.pid}"), "w"):
        pass
""",
        *("-n", "2", "--dist", "each"),
    )
    result.assert_outcomes(passed=8)
    pids = [int(name.split("-")[1]) for name in os.listdir(os.environ["SEEN"])]
    assert len(pids) == 2
    for pid in pids:
        assert has_ended(pid)


@pytest.fixture(autouse=True)
def seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    folder = tmp_path / "seen"
    folder.mkdir()
    monkeypatch.setenv("SEEN", str(folder))
    return folder


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_the_harness_ends_when_pytest_is_killed(pytester: pytest.Pytester, seen: Path) -> None:
    (pytester.path / "test_it.py").write_text(
        """
import os, time
def test_waits(azureml_fe):
    with open(os.path.join(os.environ["SEEN"], "pid"), "w") as file:
        file.write(str(azureml_fe.pid))
    time.sleep(60)
"""
    )
    words = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(pytester.path)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as child:
        pid_file = seen / "pid"
        until(lambda: pid_file.exists() and pid_file.read_text() != "")
        pid = int(pid_file.read_text())
        assert not has_ended(pid)
        child.send_signal(signal.SIGKILL)
    until(lambda: has_ended(pid))


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def has_ended(pid: int) -> bool:
    """Whether the process is gone, or is only waited for by whichever process adopted it."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z"
