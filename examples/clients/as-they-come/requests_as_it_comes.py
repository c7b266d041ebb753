"""requests with nothing set, to see what it does by itself. Not an example to follow: python/requests_client.py is."""

import os

import requests

headers = {"Authorization": f"Bearer {os.environ['SCORING_KEY']}"}
response = requests.post(os.environ["SCORING_URI"], json={"data": [[1, 2, 3]]}, headers=headers)
response.raise_for_status()
print(response.json()["result"])
