"""The control API of a running harness, over plain sockets: no proxy variable and no patched resolver gets in between."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

TIMEOUT = 30  # seconds


class ControlError(Exception):
    """The harness refused a request. `reason` is stable and listed in docs/errors.md."""

    def __init__(self, reason: str, message: str, remedy: str) -> None:
        super().__init__(f"{message}\n  hint: {remedy}")
        self.reason = reason


class ControlApi:
    """Calls the routes of the control API. Every call has a connection of its own."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._address = urlsplit(url).netloc

    def json(self, method: str, path: str, body: object = None) -> Any:
        """The answer, parsed; None for an empty one. Raises ControlError where the harness refuses, OSError without one."""
        text = self.text(method, path, body)
        return json.loads(text) if text else None

    def text(self, method: str, path: str, body: object = None) -> str:
        """The answer as text. Raises as `json` does."""
        headers = {} if body is None else {"Content-Type": "application/json"}
        connection = http.client.HTTPConnection(self._address, timeout=TIMEOUT)
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        if answer.status >= 400:
            problem = json.loads(text)
            raise ControlError(problem["reason"], problem["detail"], problem["remedy"])
        return text
