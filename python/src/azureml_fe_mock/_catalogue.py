"""The scenarios of the catalogue, for tests that are parametrised over them."""

from __future__ import annotations

import json
import subprocess
from functools import lru_cache
from typing import Any, List, Optional, Tuple

from ._launch import command
from ._seen import Scenario


@lru_cache(maxsize=None)
def client_scenarios() -> Tuple[Scenario, ...]:
    """All scenarios that say something about a client, in the order of the catalogue."""
    listed = subprocess.run(command("scenarios", "list", "--json"), check=True, stdout=subprocess.PIPE).stdout
    found: List[Any] = json.loads(listed)
    return tuple(
        Scenario(**{name: entry[name] for name in Scenario.__dataclass_fields__})
        for entry in found
        if entry["forClients"]
    )


def choose(
    names: Tuple[str, ...], importance: Optional[str], group: Optional[str], expectation: Optional[str]
) -> List[Scenario]:
    """The scenarios that fit. Raises ValueError where none does, because a test without cases proves nothing."""
    known = client_scenarios()
    unknown = [name for name in names if name not in {scenario.name for scenario in known}]
    if unknown:
        raise ValueError(f"{unknown[0]!r} is no scenario for clients; `azureml-fe-mock scenarios list` shows them.")
    wanted = {"importance": importance, "group": group, "expectation": expectation}
    fitting = [
        scenario
        for scenario in known
        if (not names or scenario.name in names)
        and all(value is None or getattr(scenario, field) == value for field, value in wanted.items())
    ]
    if not fitting:
        chosen = ", ".join(f"{field}={value!r}" for field, value in wanted.items() if value is not None)
        raise ValueError(f"No scenario for clients has {chosen}.")
    return fitting
