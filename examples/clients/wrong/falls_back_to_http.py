"""WRONG: tries http:// where https:// fails.

Meant to bridge the hour in which a certificate is renewed; an attacker who makes https fail, by dropping packets, gets the
key in clear. Found by http-fallback as `leaked-key`. Right: python/urllib_client.py.
"""

import http.client
import json
import os
import signal
import sys
import urllib.error
import urllib.request

# For the whole of it: the time-out of urllib is for each read.
signal.alarm(5)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def score(uri):
    headers = {"Authorization": f"Bearer {os.environ['SCORING_KEY']}", "Content-Type": "application/json"}
    request = urllib.request.Request(uri, b'{"data": [[1, 2, 3]]}', headers)
    with urllib.request.build_opener(NoRedirect).open(request, timeout=3) as response:
        return json.load(response)["result"]


uri = os.environ["SCORING_URI"]
try:
    try:
        print(score(uri))
    except urllib.error.HTTPError:
        raise
    except urllib.error.URLError:
        # The mistake.
        print(score(uri.replace("https://", "http://")))
except (OSError, http.client.HTTPException, LookupError, ValueError) as error:
    sys.exit(f"did not score: {error!r}")
