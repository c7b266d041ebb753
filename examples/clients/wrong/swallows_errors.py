"""WRONG: prints an error and goes on as if there had been none.

The samples of Azure ML Studio print that the request failed and leave it at that. Whatever starts the program, a
pipeline or cron, takes exit status 0 for a score. Found wherever something is to be refused: as `exit-0-after-refusal`
where the connection was, as `accepted` where the answer should have been. Right: python/urllib_client.py.
"""

import http.client
import json
import os
import signal
import urllib.request

# For the whole of it: the time-out of urllib is for each read.
signal.alarm(5)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


headers = {"Authorization": f"Bearer {os.environ['SCORING_KEY']}", "Content-Type": "application/json"}
request = urllib.request.Request(os.environ["SCORING_URI"], b'{"data": [[1, 2, 3]]}', headers)
try:
    with urllib.request.build_opener(NoRedirect).open(request, timeout=3) as response:
        print(json.load(response)["result"])
except (OSError, http.client.HTTPException, LookupError, ValueError) as error:
    # The mistake: the exit status stays 0.
    print(f"The request failed: {error!r}")
