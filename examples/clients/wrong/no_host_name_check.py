"""WRONG: verifies the chain, and not whose certificate it is.

Found where a certificate was made for another name than the one in use. Anybody with a certificate of the same
authority gets the key: every scenario of the group identity that is to be refused finds `leaked-key`, fqdn-mismatch
first; those of validity and trust find nothing. Right: python/urllib_client.py.
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

context = ssl.create_default_context()
# The mistake.
context.check_hostname = False


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


headers = {"Authorization": f"Bearer {os.environ['SCORING_KEY']}", "Content-Type": "application/json"}
request = urllib.request.Request(os.environ["SCORING_URI"], b'{"data": [[1, 2, 3]]}', headers)
opener = urllib.request.build_opener(NoRedirect, urllib.request.HTTPSHandler(context=context))
try:
    with opener.open(request, timeout=3) as response:
        print(json.load(response)["result"])
except (OSError, http.client.HTTPException, LookupError, ValueError) as error:
    sys.exit(f"did not score: {error!r}")
