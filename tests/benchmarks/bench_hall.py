"""Two hundred phones follow a talk: how late does each see the hand? `python tests/benchmarks/bench_hall.py`

A state is sent twenty times a second for ten seconds, as the page sends it; each carries the time at which it
was sent. Phones and server share this machine's cores. With a Redis in DIFFUSION_LIVE_REDIS there are two copies
of the app, and half of the phones are at the other one.
"""

import asyncio
import json
import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
import websockets
from conftest import serving

from explainer.kit import hall, relay

FOLLOWERS, SECONDS, PER_SECOND = 200, 10, 20


async def follow(address: str, code: str, late: list[float]) -> None:
    async with websockets.connect(address) as socket:
        await socket.send(json.dumps({"follow": code}))
        async for text in socket:
            if state := json.loads(text).get("state"):
                late.append(time.monotonic() - state["raw"]["sent"])


async def lead(addresses: list[str]) -> tuple[list[float], int]:
    late: list[float] = []
    async with websockets.connect(addresses[0]) as socket:
        await socket.send(json.dumps({"host": {"address": "http://here/"}}))
        code = json.loads(await socket.recv())["hall"]
        spread = [addresses[i % len(addresses)] for i in range(FOLLOWERS)]
        phones = [asyncio.create_task(follow(address, code, late)) for address in spread]
        while json.loads(await socket.recv()).get("followers", 0) < FOLLOWERS:
            pass
        for i in range(SECONDS * PER_SECOND):
            state = {"at": "forward", "figure": "figure", "raw": {"t": i, "sent": time.monotonic()}, "stop": 1}
            await socket.send(json.dumps({"state": state}))
            await asyncio.sleep(1 / PER_SECOND)
        await socket.send(json.dumps({"end": True}))
        await asyncio.gather(*phones)
    return late, FOLLOWERS * SECONDS * PER_SECOND


def main() -> None:
    copies = 2 if os.environ.get(relay.ADDRESS) else 1
    with ExitStack() as stack:
        urls = [stack.enter_context(serving(["app.py"], **{hall.COPIES: str(copies)})) for _ in range(copies)]
        late, sent = asyncio.run(lead([url.replace("http", "ws") + "hall" for url in urls]))
    p50, p95 = np.percentile(late, [50, 95]) * 1000
    print(f"{FOLLOWERS} followers, copies of the app: {copies}")
    print(f"{len(late)} of {sent} states seen (a slow phone sees the newest alone)")
    print(f"lateness: median {p50:.0f} ms, p95 {p95:.0f} ms (promised: at most 300 ms)")


if __name__ == "__main__":
    main()
