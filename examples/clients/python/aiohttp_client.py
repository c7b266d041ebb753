"""Scores once with aiohttp, whose time-out is for the whole of the answer.

Where and with which key comes from SCORING_URI and SCORING_KEY, what is trusted by SSL_CERT_FILE or the system.
Exit status 0 and the result on stdout when it scored, 1 and one line on stderr otherwise.
"""

import asyncio
import json
import os
import sys

import aiohttp

TIME_OUT = aiohttp.ClientTimeout(total=3)  # seconds


async def score(session, uri, key):
    headers = {"Authorization": f"Bearer {key}"}
    # aiohttp follows redirects by default, from https to http as well.
    async with session.post(
        uri, json={"data": [[1, 2, 3]]}, headers=headers, allow_redirects=False, raise_for_status=True
    ) as response:
        if response.status != 200:
            raise ValueError(f"answered with {response.status}")
        answer = json.loads(await response.read())
    if not isinstance(answer, dict) or "result" not in answer:
        raise ValueError("no result in the answer")
    return answer["result"]


async def score_with_one_retry(uri, key):
    async with aiohttp.ClientSession(timeout=TIME_OUT, trust_env=True) as session:
        try:
            return await score(session, uri, key)
        except aiohttp.ClientResponseError as error:
            if error.status != 503:
                raise
            await asyncio.sleep(0.2)
            return await score(session, uri, key)


try:
    uri, key = os.environ["SCORING_URI"], os.environ["SCORING_KEY"]
    print(json.dumps(asyncio.run(score_with_one_retry(uri, key))))
except KeyError as error:
    sys.exit(f"{error} is not set")
except (aiohttp.ClientError, OSError, ValueError) as error:  # asyncio.TimeoutError is an OSError
    sys.exit(f"did not score: {error!r}")
