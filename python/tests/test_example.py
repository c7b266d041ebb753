"""The example of docs/python.md."""

from __future__ import annotations

import ssl

import pytest
from scoring import score

from azureml_fe_mock import AzureMLFrontEnd, Scenario, azureml_fe_scenarios


def test_scores(azureml_fe: AzureMLFrontEnd) -> None:
    assert score(azureml_fe.scoring_uri, azureml_fe.key, cafile=azureml_fe.ca_file) == {"result": [6]}


@pytest.mark.azureml_fe("expired")
def test_refuses_expired(azureml_fe: AzureMLFrontEnd) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        score(azureml_fe.scoring_uri, azureml_fe.key, cafile=azureml_fe.ca_file)
    azureml_fe.assert_nothing_leaked()


@azureml_fe_scenarios(importance="critical")
def test_fails_closed(azureml_fe: AzureMLFrontEnd, scenario: Scenario) -> None:
    try:
        score(azureml_fe.scoring_uri, azureml_fe.key, cafile=azureml_fe.ca_file)
        succeeded = True
    except (OSError, ValueError):
        succeeded = False
    assert azureml_fe.judge(succeeded).verdict != "fail", azureml_fe.judge(succeeded).reason
