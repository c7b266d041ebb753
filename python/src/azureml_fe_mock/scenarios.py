"""`azureml_fe_scenarios`: a test for each scenario of the catalogue."""

from __future__ import annotations

from typing import Literal, Optional

import pytest

from ._catalogue import choose
from ._seen import Expectation


def azureml_fe_scenarios(
    *names: str,
    importance: Optional[Literal["critical", "high", "medium", "low"]] = None,
    group: Optional[str] = None,
    expectation: Optional[Expectation] = None,
) -> pytest.MarkDecorator:
    """Parametrises a test over the catalogue: its argument `scenario` is each one that fits, and `azureml_fe` is in it.

    The ids are the scenarios' names. Raises ValueError where no scenario fits.
    """
    return pytest.mark.parametrize(
        "scenario",
        [
            pytest.param(scenario, marks=pytest.mark.azureml_fe(scenario.name), id=scenario.name)
            for scenario in choose(names, importance, group, expectation)
        ],
    )
