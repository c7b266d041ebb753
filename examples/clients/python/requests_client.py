"""Scores once with requests.

Where and with which key comes from SCORING_URI and SCORING_KEY, what is trusted by REQUESTS_CA_BUNDLE or certifi.
Exit status 0 and the result on stdout when it scored, 1 and one line on stderr otherwise.
"""

import json
import os
import sys
import time

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

TIME_OUT = 3  # seconds
# A refused certificate is never worth a second try, so only the status is retried.
ONE_RETRY = Retry(
    total=None,
    connect=0,
    read=0,
    other=0,
    status=1,
    status_forcelist=[503],
    allowed_methods=["POST"],
    raise_on_status=False,
    respect_retry_after_header=False,
)


def score(uri, key):
    with requests.Session() as session:
        session.mount("https://", HTTPAdapter(max_retries=ONE_RETRY))
        with session.post(
            uri,
            json={"data": [[1, 2, 3]]},
            headers={"Authorization": f"Bearer {key}"},
            timeout=TIME_OUT,
            # On a redirect requests drops the key where the host changes, but sends the data all the same.
            allow_redirects=False,
            stream=True,
        ) as response:
            if response.status_code != 200:
                raise ValueError(f"answered with {response.status_code}")
            answer = json.loads(read_in_time(response))
    if not isinstance(answer, dict) or "result" not in answer:
        raise ValueError("no result in the answer")
    return answer["result"]


def read_in_time(response):
    """The time-out of requests is for each read: an answer that drips in for ever would never reach it."""
    deadline = time.monotonic() + TIME_OUT
    body = b""
    for part in response.iter_content(chunk_size=None):
        if time.monotonic() > deadline:
            raise TimeoutError("the answer does not end")
        body += part
    return body


try:
    print(json.dumps(score(os.environ["SCORING_URI"], os.environ["SCORING_KEY"])))
except KeyError as error:
    sys.exit(f"{error} is not set")
except (OSError, ValueError) as error:  # the errors of requests are OSErrors
    sys.exit(f"did not score: {error!r}")
