"""Scores once and catches nothing, so that the last line on stderr is what Python prints: printed.py LIBRARY

LIBRARY is urllib, requests, httpx or aiohttp. Address and key come from SCORING_URI and SCORING_KEY, what is trusted
by SSL_CERT_FILE or REQUESTS_CA_BUNDLE.
"""

import asyncio
import os
import sys
import urllib.request

TIME_OUT = 3  # seconds
URI = os.environ["SCORING_URI"]
HEADERS = {"Authorization": f"Bearer {os.environ['SCORING_KEY']}", "Content-Type": "application/json"}
BODY = b'{"data": [[1, 2, 3]]}'


def with_urllib():
    request = urllib.request.Request(URI, BODY, HEADERS)
    with urllib.request.urlopen(request, timeout=TIME_OUT) as response:
        return response.read()


def with_requests():
    import requests

    response = requests.post(URI, data=BODY, headers=HEADERS, timeout=TIME_OUT, allow_redirects=False)
    response.raise_for_status()
    return response.content


def with_httpx():
    import httpx

    response = httpx.post(URI, content=BODY, headers=HEADERS, timeout=TIME_OUT)
    response.raise_for_status()
    return response.content


def with_aiohttp():
    import aiohttp

    async def post():
        time_out = aiohttp.ClientTimeout(total=TIME_OUT)
        async with aiohttp.ClientSession(timeout=time_out, raise_for_status=True) as session:
            async with session.post(URI, data=BODY, headers=HEADERS, allow_redirects=False) as response:
                return await response.read()

    return asyncio.run(post())


print({"urllib": with_urllib, "requests": with_requests, "httpx": with_httpx, "aiohttp": with_aiohttp}[sys.argv[1]]())
