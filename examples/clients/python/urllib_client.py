"""Scores once with Python's standard library.

Where and with which key comes from SCORING_URI and SCORING_KEY, what is trusted by SSL_CERT_FILE or the system.
Exit status 0 and the result on stdout when it scored, 1 and one line on stderr otherwise.
"""

import http.client
import json
import os
import sys
import time
import urllib.error
import urllib.request

TIME_OUT = 3  # seconds
BODY = json.dumps({"data": [[1, 2, 3]]}).encode()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Left to itself urllib repeats the request, key included, wherever a redirect points: plain HTTP, another host."""

    def redirect_request(self, *_):
        return None


def score(uri, key):
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    request = urllib.request.Request(uri, BODY, headers)
    opener = urllib.request.build_opener(NoRedirect)
    with opener.open(request, timeout=TIME_OUT) as response:
        if response.status != 200:
            raise ValueError(f"answered with {response.status}")
        answer = json.loads(read_in_time(response))
    if not isinstance(answer, dict) or "result" not in answer:
        raise ValueError("no result in the answer")
    return answer["result"]


def read_in_time(response):
    """The time-out of urllib is for each read: an answer that drips in for ever would never reach it."""
    deadline = time.monotonic() + TIME_OUT
    body = b""
    while part := response.read1():
        if time.monotonic() > deadline:
            raise TimeoutError("the answer does not end")
        body += part
    return body


def score_with_one_retry(uri, key):
    try:
        return score(uri, key)
    except urllib.error.HTTPError as error:
        if error.code != 503:
            raise
        time.sleep(0.2)
        return score(uri, key)


try:
    print(json.dumps(score_with_one_retry(os.environ["SCORING_URI"], os.environ["SCORING_KEY"])))
except KeyError as error:
    sys.exit(f"{error} is not set")
except (OSError, http.client.HTTPException, ValueError) as error:
    sys.exit(f"did not score: {error!r}")
