"""WRONG: switches the verification of certificates off for the whole process.

The Python sample that Azure ML Studio hands out does so, "for self-signed certificates", and it has been copied into
many programs. Any server that answers gets the key: every scenario of a certificate that is to be refused finds `leaked-key`
(self-signed, untrusted-root, expired, fqdn-mismatch and their like). Right: python/urllib_client.py.
"""

import http.client
import json
import os
import signal
import ssl
import sys
import urllib.request

# For the whole of it: the time-out of urllib is for each read.
signal.alarm(5)

# The mistake. It is also that of `verify=False` in requests and httpx, and of `ssl=False` in aiohttp.
ssl._create_default_https_context = ssl._create_unverified_context


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


headers = {"Authorization": f"Bearer {os.environ['SCORING_KEY']}", "Content-Type": "application/json"}
request = urllib.request.Request(os.environ["SCORING_URI"], b'{"data": [[1, 2, 3]]}', headers)
try:
    with urllib.request.build_opener(NoRedirect).open(request, timeout=3) as response:
        print(json.load(response)["result"])
except (OSError, http.client.HTTPException, LookupError, ValueError) as error:
    sys.exit(f"did not score: {error!r}")
