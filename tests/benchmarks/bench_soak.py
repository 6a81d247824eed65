"""A server under mixed use for a long time: `python tests/benchmarks/bench_soak.py --minutes 15`.

Visitors drag, generate, upload, open pages and leave in the middle of runs. Memory, threads and descriptors of
the server are meant to be flat: in the last third no more than 10 % above the second third. No answer may fail.
"""

import argparse
import asyncio
import base64
import json
import random
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import httpx
import numpy as np
import websockets
from bench_attack import Served
from bench_fuzz import Known
from bench_visitors import DRAGS, questions

STREAMS = (
    ("reverse-figure", "generate"),
    ("variational-figure", "fit"),
    ("reparameterization-training", "train"),
    ("latent-evidence", "estimate"),
)


class Soak:
    """What the visitors of one server met, and what the server took meanwhile."""

    def __init__(self, served: Served, known: Known, until: float) -> None:
        self.served, self.known, self.until = served, known, until
        self.met: Counter[str] = Counter()
        self.failed: list[str] = []
        self.times: list[float] = []
        self.taken: list[tuple[float, float, int, int]] = []

    def going(self) -> bool:
        return time.monotonic() < self.until

    def judge(self, kind: str, answer: dict) -> None:
        self.met[kind] += 1
        if "error" in answer:
            self.failed.append(f"{kind}: {answer['error']['message']}")

    async def drags(self, question, rng: random.Random) -> None:
        component, source, values, key, low, high = question
        async with self.served.channel() as page:
            while self.going():
                at = low + (high - low) * rng.random()
                moved = round(at) if isinstance(low, int) else round(at, 3)
                asked = {**values, key: f"normal({moved}, 1)" if key == "p" else moved}
                begun = time.perf_counter()
                await page.send(json.dumps([1, component, "ask", [source, asked]]))
                answer = await page.recv()
                self.times.append(1000 * (time.perf_counter() - begun))
                if isinstance(answer, str):
                    self.judge("drags", json.loads(answer)[1])
                await asyncio.sleep(0.2)

    async def runs(self, figure: str, stream: str, rng: random.Random) -> None:
        """Runs one after the other; every other one is left before its end, with or without a word."""
        spec = self.known.figures[figure]
        values = {}
        for other in self.known.figures.values():
            if other["section"] == spec["section"]:
                values |= {one["key"]: one["value"] for one in [*other["controls"], *other["scrubbers"]]}
        while self.going():
            async with self.served.channel() as page:
                await page.send(json.dumps([1, self.known.numbers[figure], "stream", [stream, values]]))
                leaves = time.monotonic() + (rng.uniform(1, 8) if rng.random() < 0.5 else 60)
                while self.going() and time.monotonic() < leaves:
                    step = json.loads(await page.recv())
                    if len(step) == 1:
                        break
                    self.judge("steps", step[1])
                self.met["runs"] += 1
                if rng.random() < 0.5:
                    await page.send("[1]")

    async def uploads(self, rng: random.Random) -> None:
        while self.going():
            numbers = "\n".join(f"{rng.gauss(0, 1):.4f}" for _ in range(2000))
            upload = base64.b64encode(numbers.encode()).decode()
            async with self.served.channel() as page:
                await page.send(self.served.asked(1, "table", p="samples(upload)", q="normal()", upload_p=upload))
                answer = await page.recv()
                if isinstance(answer, str):
                    self.judge("uploads", json.loads(answer)[1])
            await asyncio.sleep(2)

    async def opens(self) -> None:
        async with httpx.AsyncClient(base_url=self.known.base, timeout=60) as client:
            while self.going():
                answer = await client.get("/?at=forward&t=400")
                self.met["pages"] += 1
                if answer.status_code != 200:
                    self.failed.append(f"page: {answer.status_code}")
                await asyncio.sleep(1)

    async def watches(self) -> None:
        """What the server takes, every ten seconds: minutes, MB, threads, descriptors."""
        begun, process = time.monotonic(), Path(f"/proc/{self.served.process.pid}")
        while self.going():
            threads, files = (len(list((process / name).iterdir())) for name in ("task", "fd"))
            self.taken.append(((time.monotonic() - begun) / 60, self.served.memory(), threads, files))
            await asyncio.sleep(10)


async def guarded(soak: Soak, work) -> None:
    with suppress(websockets.ConnectionClosed):
        return await work
    soak.failed.append("a connection was closed")


async def soaked(served: Served, minutes: float) -> Soak:
    known = Known(served.port)
    soak = Soak(served, known, time.monotonic() + 60 * minutes)
    asked = questions(known)
    work = [soak.drags(asked[k], random.Random(k)) for k in range(len(DRAGS))]
    work += [soak.runs(*stream, random.Random(50 + k)) for k, stream in enumerate(STREAMS)]
    work += [soak.uploads(random.Random(99)), soak.opens(), soak.watches()]
    await asyncio.gather(*(guarded(soak, one) for one in work))
    return soak


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=15.0)
    minutes = parser.parse_args().minutes
    with Served() as served:
        soak = asyncio.run(soaked(served, minutes))
    print(f"{minutes:g} minutes: {dict(soak.met)}; failed: {len(soak.failed)}", *soak.failed[:5], sep="\n")
    print(f"a drag beside the rest: p50 {np.median(soak.times):.0f}, p95 {np.percentile(soak.times, 95):.0f} ms")
    print("| | first third | second | last | last / second |\n|---|---|---|---|---|")
    grew = False
    for name, values in zip(("MB", "threads", "descriptors"), np.array(soak.taken).T[1:], strict=True):
        first, second, last = (part.max() for part in np.array_split(values, 3))
        grew |= last > 1.1 * second
        print(f"| {name}, at most | {first:.0f} | {second:.0f} | {last:.0f} | {last / second:.2f} |")
    return int(bool(soak.failed) or grew)


if __name__ == "__main__":
    sys.exit(main())
