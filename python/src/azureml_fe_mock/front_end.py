"""A running azureml-fe for the tests of its clients."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Dict, Optional, Tuple, cast

from ._control import ControlApi
from ._process import HarnessProcess
from ._resolve import resolve_through
from ._seen import Observations, Verdict

SCENARIO_ZONE = "badfe.test"
LEAKS = ("leaked-key", "leaked-data")
NOT_TRIED = ("never-connected", "never-asked")


class AzureMLFrontEnd:
    """The router with its DNS server, its model and its certificate authority, in a process of its own.

    It listens on free ports of 127.0.0.1 and ends with this process. `with AzureMLFrontEnd() as fe:` closes it earlier.
    """

    def __init__(self, *options: str) -> None:
        """Starts it. `options` are further ones of `azureml-fe-mock start`.

        Raises HarnessNotStarted with the reason where they are wrong.
        """
        self._process = HarnessProcess(options)
        self._ready = self._process.ready
        self._control = ControlApi(self._ready["controlUrl"])
        self._client: Dict[str, Any] = {}
        self._domains: Tuple[str, ...] = ()
        self._read_world()

    # --- what a client is given ---------------------------------------------------------------------------------

    @property
    def scoring_uri(self) -> str:
        """Where to score, by the custom name."""
        return self._client["scoringUri"]

    @property
    def key(self) -> str:
        """The bearer key that a client is to send; a wrong one in the scenario `wrong-key`."""
        return self._client["key"]

    @property
    def ca_file(self) -> str:
        """A PEM file with what a client is to trust. The path stays, its content may be another one after `use`."""
        return self._ready["caFile"]

    @property
    def ca(self) -> str:
        """The content of `ca_file`."""
        return Path(self.ca_file).read_text(encoding="ascii")

    # --- the world ------------------------------------------------------------------------------------------------

    @property
    def pid(self) -> int:
        """The id of the harness's process."""
        return self._process.pid

    @property
    def control_url(self) -> str:
        """The base URL of the control API, for all that has no method here."""
        return self._control.url

    @property
    def dns(self) -> Tuple[str, int]:
        """Address and port of the DNS server, UDP and TCP."""
        server = self._ready["dns"]
        return server["address"], server["port"]

    def use(self, scenario: str) -> None:
        """Switches to a scenario of the catalogue, by name or alias, and forgets what was seen.

        Raises ControlError SCENARIO_UNKNOWN.
        """
        self._control.json("PUT", "/scenario", {"name": scenario})
        self._begin()

    def reset(self) -> None:
        """Back to the world that it was started with, where nothing is wrong. Forgets what was seen."""
        self._control.json("DELETE", "/scenario")
        self._begin()

    def _begin(self) -> None:
        self._control.json("DELETE", "/observations")
        self._read_world()

    def _read_world(self) -> None:
        self._client = self._control.json("GET", "/client")
        records = self._control.json("GET", "/dns/records")["records"]
        names = [self._ready["fqdn"], *(cast(str, record["name"]) for record in records)]
        self._domains = (SCENARIO_ZONE, *sorted({domain_of(name) for name in names}))

    # --- how the name resolves ------------------------------------------------------------------------------------

    def resolve(self) -> AbstractContextManager[None]:
        """While it is open, `socket.getaddrinfo` of this process asks the DNS server of this world for its names.

        Other names are resolved as before.
        """
        return resolve_through(self.dns, self._knows)

    def _knows(self, name: str) -> bool:
        return any(name == domain or name.endswith(f".{domain}") for domain in self._domains)

    def env(self) -> Dict[str, str]:
        """Variables for a child process in any language: SCORING_*, what to trust, and a proxy that knows the name."""
        ca, proxy = self.ca_file, self._ready["proxyUrl"]
        trust = ("SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")
        proxies = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")
        return {
            "SCORING_URI": self.scoring_uri,
            "SCORING_KEY": self.key,
            "SCORING_CA_FILE": ca,
            **{name: ca for name in trust},
            **{name: proxy for name in proxies},
            "NO_PROXY": "",
            "no_proxy": "",
            "NODE_USE_ENV_PROXY": "1",
        }

    # --- what was seen --------------------------------------------------------------------------------------------

    @property
    def observations(self) -> Observations:
        """The queries, connections and requests that were seen since the last `use`."""
        return self._control.json("GET", "/observations")

    @property
    def verdict(self) -> Verdict:
        """`judge()`: the client is taken to have reported a success if an answer was one."""
        return self.judge()

    def judge(self, succeeded: Optional[bool] = None) -> Verdict:
        """Judges the client in the scenario in force. `succeeded`: what the client itself reported.

        Raises ControlError VERDICT_NOT_POSSIBLE in a scenario that says nothing about a client.
        """
        outcome = {} if succeeded is None else {"succeeded": succeeded}
        answer = self._control.json("POST", "/verdict", outcome)
        return Verdict(**{name: answer[name] for name in Verdict.__dataclass_fields__})

    def timeline(self) -> str:
        """What was seen, a line for each event in its order, for a person to read."""
        return self._control.text("GET", "/timeline")

    def assert_nothing_leaked(self) -> None:
        """Fails where a byte of the request arrived that should not have, and where no client came at all."""
        __tracebackhide__ = True
        verdict = self.judge()
        if verdict.finding in LEAKS:
            evidence = "\n".join(verdict.evidence)
            raise AssertionError(f"{verdict.scenario}: the client {verdict.reason}\n\n{evidence}")
        if verdict.finding in NOT_TRIED:
            raise AssertionError(f"{verdict.scenario}: nothing was tried: the client {verdict.reason}")

    # --- its end --------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Ends all connections and the process."""
        self._process.close()

    def __enter__(self) -> AzureMLFrontEnd:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<AzureMLFrontEnd {self.scoring_uri}>"


def domain_of(name: str) -> str:
    """The domain a name belongs to: all labels but the first, or the name itself where that leaves only one."""
    labels = name.lstrip("*.").rstrip(".").lower().split(".")
    return ".".join(labels[1:] if len(labels) > 2 else labels)

