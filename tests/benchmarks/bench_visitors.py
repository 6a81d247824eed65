"""Visitors who drag at once, and copies that serve them: `python tests/benchmarks/bench_visitors.py`.

A visitor moves a slider of one of several sections for a while, ten questions a second, rests as long, and goes
on; one question is in flight, as in the page. Through nginx with the configuration that ships (`BENCH_COPIES="1 2
4"`), or of one copy without it (`BENCH_COPIES=0`). Times hold what the visitors themselves take from the cores.
p95 is meant to be at most 300 ms for 200 visitors of one copy on two cores.
"""

import asyncio
import contextlib
import json
import os
import random
import sys
import time
from pathlib import Path

import numpy as np
import websockets

sys.path[:0] = [str(Path(__file__).parents[1])]
import proxy  # noqa: E402
from bench_attack import Served  # noqa: E402
from bench_fuzz import Known  # noqa: E402

SECONDS = float(os.environ.get("BENCH_SECONDS", "12"))
COPIES = [int(count) for count in os.environ.get("BENCH_COPIES", "0 1 2 4").split()]
VISITORS = [int(count) for count in os.environ.get("BENCH_VISITORS", "50 100 200 400").split()]
PACE, BURST = 0.1, 1.5  # seconds
# figure, source, the value that a hand moves, from where to where
DRAGS = (
    ("divergence-figure", "table", "p", 0.2, 3.0),
    ("divergence-coin", "coin", "coin_q", 0.05, 0.95),
    ("divergence-asymmetry", "asymmetry_at", "asym_shift", 0.0, 3.0),
    ("variational-figure", "q", "q_mean", -3.0, 5.0),
    ("elbo-figure", "steps", "q_std", 0.1, 4.0),
    ("reparameterization-graph", "draw", "epsilon", -2.5, 2.5),
    ("dirac-figure", "field", "flow_r1", 0.0, 2.0),
    ("forward-schedules", "curves", "steps", 100, 1000),
    ("reverse-step", "step", "t", 1, 1000),
)


def questions(known: Known) -> list[tuple[int, str, dict, str, float, float]]:
    """Component, source, first settings, and what is moved, for each of DRAGS."""
    values: dict[str, dict] = {}
    for figure in known.figures.values():
        own = values.setdefault(figure["section"], {})
        own |= {one["key"]: one["value"] for one in [*figure["controls"], *figure["scrubbers"]]}
    return [
        (known.numbers[figure], source, values[known.figures[figure]["section"]], key, low, high)
        for figure, source, key, low, high in DRAGS
    ]


async def visit(address: str, question, rng: random.Random, until: float, times: list[float]) -> None:
    """One visitor; the milliseconds of each answer."""
    component, source, values, key, low, high = question
    await asyncio.sleep(2 * BURST * rng.random())
    async with websockets.connect(address, max_size=None) as page:
        number = 0
        while time.monotonic() < until:
            end = time.monotonic() + BURST
            while time.monotonic() < min(end, until):
                number += 1
                at = low + (high - low) * rng.random()
                moved = round(at) if isinstance(low, int) else round(at, 3)
                asked = {**values, key: f"normal({moved}, 1)" if key == "p" else moved}
                begun = time.perf_counter()
                await page.send(json.dumps([number, component, "ask", [source, asked]]))
                await page.recv()
                took = time.perf_counter() - begun
                times.append(1000 * took)
                await asyncio.sleep(max(0.0, PACE - took))
            await asyncio.sleep(BURST)


async def crowd(url: str, asked: list, count: int) -> list[float]:
    """So many visitors at once, for SECONDS."""
    times: list[float] = []
    rngs = [random.Random(k) for k in range(count)]
    address, until = url.replace("http", "ws") + "channel", time.monotonic() + SECONDS
    visitors = (visit(address, asked[k % len(asked)], rng, until, times) for k, rng in enumerate(rngs))
    await asyncio.gather(*visitors)
    return times


def main() -> None:
    print("| copies | visitors | answers | p50 ms | p95 ms | longest ms | MB a copy |")
    print("|---|---|---|---|---|---|---|")
    for copies in COPIES:
        with contextlib.ExitStack() as stack:
            served = [stack.enter_context(Served()) for _ in range(max(copies, 1))]
            url = f"http://127.0.0.1:{served[0].port}/"
            asked = questions(Known(served[0].port))
            if copies:
                url = stack.enter_context(proxy.before([f"http://127.0.0.1:{one.port}" for one in served]))
            asyncio.run(crowd(url, asked, 9))  # warm
            for count in VISITORS:
                times = asyncio.run(crowd(url, asked, count))
                middle, high = np.percentile(times, [50, 95])
                memory = sum(one.memory() for one in served) / len(served)
                row = f"{count} | {len(times)} | {middle:.1f} | {high:.1f} | {max(times):.0f} | {memory:.0f}"
                print(f"| {copies or '1, no nginx'} | {row} |", flush=True)


if __name__ == "__main__":
    main()
