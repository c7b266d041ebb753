"""The pytest plugin: the fixture `azureml_fe`, its marker, and the timeline beside the failure it explains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generator, Iterator, Optional, cast

import pytest

if TYPE_CHECKING:
    from . import AzureMLFrontEnd

MARKER = "azureml_fe"
HOLDER: pytest.StashKey[AzureMLFrontEnd] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini(
        "azureml_fe_options", "further options of `azureml-fe-mock start` for the fixture azureml_fe", "args", []
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "azureml_fe(scenario): the scenario of azureml-fe-mock that the fixture azureml_fe switches to"
    )


@pytest.fixture(scope="session")
def azureml_fe_session(pytestconfig: pytest.Config) -> Iterator[AzureMLFrontEnd]:
    """The one harness of this session, or of this worker of pytest-xdist. Tests use `azureml_fe`."""
    # PERF: imported here, because every pytest run of an environment loads this plugin.
    from . import AzureMLFrontEnd

    with AzureMLFrontEnd(*pytestconfig.getini("azureml_fe_options")) as front_end:
        yield front_end


@pytest.fixture
def azureml_fe(azureml_fe_session: AzureMLFrontEnd, request: pytest.FixtureRequest) -> Iterator[AzureMLFrontEnd]:
    """A running azureml-fe in a clean world, or in the scenario that `@pytest.mark.azureml_fe("expired")` names.

    Its names resolve in this process while the test runs.
    """
    # pytest leaves the type of the node open; for a fixture of a function it is the test.
    item: pytest.Item = cast(Any, request).node
    scenario = scenario_of(item)
    if scenario is None:
        azureml_fe_session.reset()
    else:
        azureml_fe_session.use(scenario)
    item.stash[HOLDER] = azureml_fe_session
    with azureml_fe_session.resolve():
        yield azureml_fe_session


def scenario_of(item: pytest.Item) -> Optional[str]:
    """The scenario that the closest marker names. Raises UsageError for a marker that names none."""
    marker = item.get_closest_marker(MARKER)
    if marker is None:
        return None
    if len(marker.args) != 1 or marker.kwargs or not isinstance(marker.args[0], str):
        raise pytest.UsageError(f'{item.nodeid}: the marker takes one scenario: @pytest.mark.azureml_fe("expired")')
    return marker.args[0]


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, None]:
    """Adds what the router saw to the report of a test that failed, before the next test makes the world anew."""
    outcome = yield
    report: pytest.TestReport = outcome.get_result()
    front_end = item.stash.get(HOLDER, None)
    if report.when == "call" and report.failed and front_end is not None:
        report.sections.append(("what azureml-fe saw", describe(front_end)))


def describe(front_end: AzureMLFrontEnd) -> str:
    """The timeline under the judge's reason. Never raises: it must not hide the failure that it explains."""
    from . import ControlError

    try:
        timeline = front_end.timeline()
    except (ControlError, OSError) as error:
        return f"not known: {error}"
    try:
        verdict = front_end.verdict
    except (ControlError, OSError):
        return timeline
    return f"{verdict.scenario} ({verdict.expectation}): {verdict.verdict}: the client {verdict.reason}\n\n{timeline}"
