"""What the harness answers, typed. The keys of the dictionaries are those of the control API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Literal, Optional, TypedDict

Expectation = Literal["accept", "reject", "advise"]


class Query(TypedDict):
    """A question to the DNS server."""

    transport: Literal["udp", "tcp"]
    name: str
    type: str
    rcode: Optional[str]


class Connection(TypedDict):
    """A connection to the router."""

    connection: int
    listener: str
    sni: Optional[str]
    offered: Optional[Dict[str, Any]]
    handshake: Optional[Dict[str, Any]]
    alert: Optional[Dict[str, Any]]
    closed: Optional[str]
    bytesReceived: int
    applicationBytes: int


class Request(TypedDict):
    """A request whose head reached the router."""

    method: str
    path: str
    authorization: str
    answer: Optional[Dict[str, Any]]


class Observations(TypedDict):
    """What was seen since the scenario was switched to."""

    queries: List[Query]
    connections: List[Connection]
    requests: List[Request]


@dataclass(frozen=True)
class Verdict:
    """The judgement about what the client did in the scenario."""

    scenario: str
    expectation: Expectation
    verdict: Literal["pass", "fail", "advisory", "inconclusive"]
    #: A stable word such as `leaked-key`; None where the client did what was expected of it.
    finding: Optional[str]
    #: What the client did, as the predicate of a sentence.
    reason: str
    evidence: List[str]


@dataclass(frozen=True)
class Scenario:
    """A scenario of the catalogue that says something about a client."""

    name: str
    title: str
    group: str
    importance: Literal["critical", "high", "medium", "low"]
    expectation: Expectation
    lesson: str

    def __str__(self) -> str:
        return self.name
