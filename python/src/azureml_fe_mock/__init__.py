"""azureml-fe, the router of Azure Machine Learning's Kubernetes online endpoints, for the tests of its clients.

`AzureMLFrontEnd` starts it; the pytest plugin of this package has it as the fixture `azureml_fe`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._control import ControlError
    from ._process import HarnessNotStarted
    from ._seen import Connection, Observations, Query, Request, Scenario, Verdict
    from .front_end import AzureMLFrontEnd
    from .scenarios import azureml_fe_scenarios

__all__ = [
    "AzureMLFrontEnd",
    "Connection",
    "ControlError",
    "HarnessNotStarted",
    "Observations",
    "Query",
    "Request",
    "Scenario",
    "Verdict",
    "azureml_fe_scenarios",
]

_PLACES = {
    "AzureMLFrontEnd": "front_end",
    "ControlError": "_control",
    "HarnessNotStarted": "_process",
    "azureml_fe_scenarios": "scenarios",
}


def __getattr__(name: str) -> Any:
    # PERF: the command imports this package before it becomes Node; 40 ms of imports would come before every start.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_PLACES.get(name, '_seen')}", __name__), name)
