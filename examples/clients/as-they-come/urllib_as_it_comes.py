"""urllib with nothing set, to see what it does by itself. Not an example to follow: python/urllib_client.py is."""

import json
import os
import urllib.request

headers = {"Authorization": f"Bearer {os.environ['SCORING_KEY']}", "Content-Type": "application/json"}
request = urllib.request.Request(os.environ["SCORING_URI"], b'{"data": [[1, 2, 3]]}', headers)
with urllib.request.urlopen(request) as response:
    print(json.load(response)["result"])
