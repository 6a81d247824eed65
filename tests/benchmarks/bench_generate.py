"""Visitors who generate at once: `python tests/benchmarks/bench_generate.py`, ten or BENCH_VISITORS of them.

One after the other first, then all at once, 0.2 s apart. All at once are meant to have 90 % of the pace of the
same runs in turn; each visitor is told a place in the line that only falls, and is served in that order.
"""

import asyncio
import json
import os
import sys
import time

from bench_attack import Served
from bench_fuzz import Known

VISITORS = int(os.environ.get("BENCH_VISITORS", "10"))
STEPS = int(os.environ.get("BENCH_STEPS", "10"))
FIGURE, STREAM, APART = "reverse-figure", "generate", 0.2


async def run(served: Served, known: Known, k: int) -> tuple[list[int], float, float]:
    """One visitor's run, from an address of its own: the places that it was told, its first frame, its end."""
    values = {"class": "7", "sampler": "ddim", "steps": STEPS, "guidance": 1, "seed": k, "eta": 0}
    places, first = [], None
    async with served.channel(local_addr=(f"127.0.1.{k + 1}", 0)) as page:
        await page.send(json.dumps([1, known.numbers[FIGURE], "stream", [STREAM, values]]))
        while len(step := json.loads(await page.recv())) > 1:
            told = step[1]
            if "error" in told:
                raise RuntimeError(told["error"]["message"])
            if told.get("state") == "waiting":
                places.append(told["before"])
            elif "tracks" in told and first is None:
                first = time.monotonic()
        return places, first, time.monotonic()


async def late(served: Served, known: Known, k: int) -> tuple[list[int], float, float]:
    await asyncio.sleep(APART * k)
    return await run(served, known, k)


async def measured(served: Served) -> tuple[float, float, list]:
    known = Known(served.port)
    await run(served, known, VISITORS)  # the network is loaded
    begun = time.monotonic()
    for k in range(VISITORS):
        await run(served, known, k)
    alone, begun = time.monotonic() - begun, time.monotonic()
    found = await asyncio.gather(*(late(served, known, k) for k in range(VISITORS)))
    return alone, time.monotonic() - begun, found


def main() -> int:
    with Served() as served:
        alone, together, found = asyncio.run(measured(served))
    falls = all(places == sorted(places, reverse=True) for places, *_ in found)
    order = sorted(range(VISITORS), key=lambda k: found[k][1])
    apart = max(abs(k - order.index(k)) for k in range(VISITORS))
    waited = sum(bool(places) for places, *_ in found)
    print(f"| {VISITORS} visitors, {STEPS} steps each | measured | meant |\n|---|---|---|")
    print(f"| one after the other | {alone:.1f} s | |")
    print(f"| all at once | {together:.1f} s, {alone / together:.0%} of the pace | ≥ 90 % |")
    print(f"| were told a place | {waited} | all but those who ran at once |")
    print(f"| places only fall | {falls} | True |")
    print(f"| served in the order in which they came | {order} | off by 1 at most: two run at once |")
    return int(alone / together < 0.9 or not falls or apart > 1)


if __name__ == "__main__":
    sys.exit(main())
