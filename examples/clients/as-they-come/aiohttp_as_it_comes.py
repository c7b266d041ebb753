"""aiohttp with nothing set, to see what it does by itself. Not an example to follow: python/aiohttp_client.py is."""

import asyncio
import os

import aiohttp


async def score():
    headers = {"Authorization": f"Bearer {os.environ['SCORING_KEY']}"}
    async with aiohttp.ClientSession(raise_for_status=True) as session:
        async with session.post(os.environ["SCORING_URI"], json={"data": [[1, 2, 3]]}, headers=headers) as response:
            print((await response.json())["result"])


asyncio.run(score())
