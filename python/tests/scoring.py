"""A client under test: the standard library's."""

from __future__ import annotations

import http.client
import json
import ssl
from typing import Any
from urllib.parse import urlsplit

BODY = {"data": [[1, 2, 3]]}


def score(uri: str, key: str, cafile: str) -> Any:
    """Scores once. Raises ssl.SSLError, OSError, or ValueError for an answer other than 200."""
    return send(uri, key, ssl.create_default_context(cafile=cafile))


def score_carelessly(uri: str, key: str, cafile: str) -> Any:
    """The line that makes the error go away."""
    return send(uri, key, ssl._create_unverified_context())  # pyright: ignore[reportPrivateUsage]


def send(uri: str, key: str, context: ssl.SSLContext) -> Any:
    url = urlsplit(uri)
    connection = http.client.HTTPSConnection(url.netloc, timeout=5, context=context)
    try:
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        connection.request("POST", url.path, json.dumps(BODY), headers)
        answer = connection.getresponse()
        if answer.status != 200:
            raise ValueError(f"answered with {answer.status}")
        return json.loads(answer.read())
    finally:
        connection.close()
