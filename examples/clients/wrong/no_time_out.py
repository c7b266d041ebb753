"""WRONG: has no time-out, which is the default of urllib and of requests.

An answer that never comes holds the caller for ever, and with it its thread, its queue, its pipeline. Found as `hung`
by the scenarios of silence: no-answer, endless-body, stall-after-client-hello, stall-after-server-hello.
Right: python/urllib_client.py.
"""

import http.client
import json
import os
import sys
import urllib.request


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


headers = {"Authorization": f"Bearer {os.environ['SCORING_KEY']}", "Content-Type": "application/json"}
request = urllib.request.Request(os.environ["SCORING_URI"], b'{"data": [[1, 2, 3]]}', headers)
try:
    # The mistake: no `timeout=`.
    with urllib.request.build_opener(NoRedirect).open(request) as response:
        print(json.load(response)["result"])
except (OSError, http.client.HTTPException, LookupError, ValueError) as error:
    sys.exit(f"did not score: {error!r}")
