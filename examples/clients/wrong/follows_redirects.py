"""WRONG: leaves redirects to urllib, which is its default.

On 301, 302 and 303 urllib turns the POST into a GET and sends it, with the key, wherever the answer points: to plain
HTTP and to other hosts. Found by redirect-301-to-http, redirect-301-to-ip and redirect-301-to-other-host as
`leaked-key`. Right: python/urllib_client.py.
"""

import http.client
import json
import os
import signal
import sys
import urllib.request

# For the whole of it: the time-out of urllib is for each read.
signal.alarm(5)

headers = {"Authorization": f"Bearer {os.environ['SCORING_KEY']}", "Content-Type": "application/json"}
request = urllib.request.Request(os.environ["SCORING_URI"], b'{"data": [[1, 2, 3]]}', headers)
try:
    # The mistake.
    with urllib.request.urlopen(request, timeout=3) as response:
        print(json.load(response)["result"])
except (OSError, http.client.HTTPException, LookupError, ValueError) as error:
    sys.exit(f"did not score: {error!r}")
