"""Scores once with Python's ssl, by way of urllib: python_ssl.py default|strict

"default" is the context as the running version of Python makes it; "strict" adds what Python 3.13 made the default:
VERIFY_X509_STRICT, which holds certificates against RFC 5280, and VERIFY_X509_PARTIAL_CHAIN.

Address and key come from SCORING_URI and SCORING_KEY, what is trusted by SCORING_CA_FILE. Exit status 0 when
it scored, 1 and one line on stderr otherwise.
"""

import http.client
import json
import os
import ssl
import sys
import urllib.request

TIME_OUT = 3  # seconds


def context(kind):
    made = ssl.create_default_context(cafile=os.environ["SCORING_CA_FILE"])
    if kind == "strict":
        made.verify_flags |= ssl.VERIFY_X509_STRICT
        made.verify_flags |= getattr(ssl, "VERIFY_X509_PARTIAL_CHAIN", 0x80000)  # the name is of Python 3.10
    return made


def score(kind):
    headers = {"Authorization": f"Bearer {os.environ['SCORING_KEY']}", "Content-Type": "application/json"}
    request = urllib.request.Request(os.environ["SCORING_URI"], b'{"data": [[1, 2, 3]]}', headers)
    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context(kind)))
    with opener.open(request, timeout=TIME_OUT) as response:
        return json.loads(response.read())["result"]


try:
    print(score(sys.argv[1]))
except (OSError, http.client.HTTPException, ValueError) as error:
    sys.exit(f"did not score: {error!r}")
