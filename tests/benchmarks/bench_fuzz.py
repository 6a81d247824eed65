"""Hostile messages and requests: `python tests/benchmarks/bench_fuzz.py`, `FUZZ=20000` for more or fewer.

Counted are answers with status 500, tracebacks in the server's log, and answers later than 10 s. All three are
meant to be 0. A visitor's drag goes on beside them.
"""

import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from contextlib import suppress
from pathlib import Path

import httpx
import numpy as np
import websockets
from bench_attack import Served, drag

COUNT = int(os.environ.get("FUZZ", "20000"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
LATE = 10.0
FEW = "didn't receive enough input values"
TEXTS = (
    "", " ", "\x00", "'", '"', "<script>alert(1)</script>", "../../etc/passwd", "${7*7}", "{{7*7}}", "%00",
    "NaN", "-0", "1e400", "−1", "１２", "𝛼" * 50, "\ud800", "a" * 5000, "(" * 2000, "normal(" * 200,
    "0.5*" * 300 + "normal()", "mvn([0,0],[[1,2],[2,1]])", "samples(/etc/passwd)", "normal(0,1)\n",
    "categorical(" + "0.001," * 900 + "0.1)", "1_000", "0x10", "[[[]]]", "digit-3", "own", "drawing", "None",
    "true", "null", "1,2", "1;2", "1,2,3", "∞", "-inf",
)  # fmt: skip
NUMBERS = (0, -1, 1, 0.5, -0.0, 1e-320, 1e308, -1e308, 2**31, 2**63, 2**64, 10**40, 999_999, 1001, 3.7)
NAMES = ("@specs", "@code", "@keep", "@nothing", "__class__", "table", "curves", "", "x" * 300)


def value(rng: random.Random, depth: int = 0):
    """Anything that JSON can hold."""
    kind = rng.randrange(8 if depth < 3 else 5)
    if kind < 2:
        return rng.choice(TEXTS)
    if kind < 4:
        return rng.choice(NUMBERS)
    if kind == 4:
        return rng.choice((None, True, False))
    if kind == 5:
        return [value(rng, depth + 1) for _ in range(rng.randrange(5))]
    if kind == 6:
        return {str(value(rng, 3))[:40]: value(rng, depth + 1) for _ in range(rng.randrange(4))}
    return {"kept": value(rng, depth + 1)}


class Known:
    """The figures of the app, with what each of them can be asked."""

    def __init__(self, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}"
        parts = json.load(urllib.request.urlopen(f"{self.base}/config"))["components"]
        hosts = [part for part in parts if part["props"].get("props", {}).get("section")]
        self.numbers = {part["props"]["elem_id"]: part["id"] for part in hosts}
        self.figures = {}
        for part in hosts:
            if part["props"]["elem_id"] not in self.figures:
                self.figures |= self.ask(part["id"], "@specs", {})

    def ask(self, component: int, name: str, values: dict) -> dict:
        """A source's answer, by a request."""
        body = {"data": [name, values], "component_id": component, "fn_name": "ask", "session_hash": "fuzz"}
        answer = httpx.post(f"{self.base}/gradio_api/component_server", json=body, timeout=60)
        return answer.json()

    def question(self, rng: random.Random) -> tuple[int, str, str, dict]:
        """A figure's question in which one value, or several, are what no page would send."""
        name = rng.choice(list(self.figures))
        spec = self.figures[name]
        values = {one["key"]: one["value"] for one in [*spec["controls"], *spec["scrubbers"]]}
        streams = [stream["name"] for stream in spec["streams"]]
        kind = "stream" if streams and rng.random() < 0.1 else "ask"
        asked = rng.choice(
            streams if kind == "stream" else [one["name"] for one in spec["sources"]] or ["@specs"]
        )
        for key in list(values):
            if rng.random() < 0.25:
                values[key] = value(rng)
        if rng.random() < 0.1:
            asked = rng.choice(NAMES)
        return self.numbers[name], kind, asked, values


def broken(rng: random.Random, text: str) -> str:
    """The text cut, doubled, or with a piece of another in it."""
    at = rng.randrange(len(text) + 1)
    return rng.choice(
        (text[:at], text + text, text[:at] + rng.choice(TEXTS) + text[at:], "[" * rng.randrange(900))
    )


class Tally:
    """What came of the messages and requests."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.late: list[str] = []
        self.faults: list[str] = []
        self.longest = 0.0

    def note(self, outcome: str, begun: float, what: str) -> None:
        took = time.monotonic() - begun
        self.outcomes[outcome] += 1
        self.longest = max(self.longest, took)
        if took > LATE:
            self.late.append(f"{took:.1f} s: {what[:300]}")


async def messages(served: Served, known: Known, tally: Tally, count: int, rng: random.Random) -> None:
    """Through sockets, each used until it is closed."""
    left = count
    while left > 0:
        with suppress(websockets.ConnectionClosed, OSError):
            async with served.channel() as page:
                while left > 0:
                    left -= 1
                    component, kind, name, values = known.question(rng)
                    text = json.dumps([left + 1, component, kind, [name, values]], ensure_ascii=True)
                    if rng.random() < 0.15:
                        text = broken(rng, text)
                    begun = time.monotonic()
                    await page.send(text.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))
                    outcome = "closed"
                    try:
                        async with asyncio.timeout(2 * LATE):
                            await page.recv()
                        outcome = "answered"
                        if kind == "stream":
                            await page.send(f"[{left + 1}]")
                    except TimeoutError:
                        outcome = "silent"
                    finally:
                        tally.note(outcome, begun, text)


async def requests(known: Known, tally: Tally, count: int, rng: random.Random) -> None:
    """Requests to the routes that are open, and to some that are not."""
    paths = (
        "component_server",
        "queue/join",
        "call/divergence",
        "call/sample",
        "call/decode",
        "upload",
        "reset",
        "info",
    )
    async with httpx.AsyncClient(base_url=known.base, timeout=2 * LATE) as client:
        for _ in range(count):
            component, kind, name, values = known.question(rng)
            body = {"data": [name, values], "component_id": component, "fn_name": kind, "session_hash": "fuzz"}
            path = f"/gradio_api/{rng.choice(paths if rng.random() < 0.3 else paths[:1])}"
            if rng.random() < 0.2:
                body[rng.choice(list(body))] = value(rng)
            text = json.dumps(body)
            if rng.random() < 0.15:
                text = broken(rng, text)
            content = text.encode("utf-8", "surrogatepass")
            method = rng.choice(("POST", "POST", "POST", "GET", "PUT"))
            begun = time.monotonic()
            try:
                async with client.stream(
                    method, path, content=content, headers={"content-type": "application/json"}
                ) as answer:
                    async for piece in answer.aiter_raw():
                        if answer.status_code >= 500:
                            tally.faults.append(f"{method} {path} {text[:200]}: {piece[:200]!r}")
                        if kind == "stream":
                            break
                tally.note(str(answer.status_code), begun, f"{method} {path} {text}")
            except httpx.TimeoutException:
                tally.note("silent", begun, f"{method} {path} {text}")
            except httpx.HTTPError as problem:
                tally.note(type(problem).__name__, begun, f"{method} {path} {text}")


async def attack(served: Served) -> tuple[Tally, list[float]]:
    known, tally = Known(served.port), Tally()
    rngs = [random.Random(SEED + k) for k in range(8)]
    share = COUNT // 8
    work = [messages(served, known, tally, share, rng) for rng in rngs[:5]]
    work += [requests(known, tally, share, rng) for rng in rngs[5:]]
    dragged: list[float] = []

    async def visitor() -> None:
        while True:
            dragged.extend(await drag(served))

    beside = asyncio.create_task(visitor())
    await asyncio.gather(*work)
    beside.cancel()
    await asyncio.gather(beside, return_exceptions=True)
    return tally, dragged


if __name__ == "__main__":
    log = Path(tempfile.gettempdir()) / "fuzz.log"
    with open(log, "w") as output, Served(stderr=output, stdout=subprocess.DEVNULL) as served:
        tally, dragged = asyncio.run(attack(served))
        memory = served.memory()
    # Gradio prints one for a program's call with too few arguments, and answers it
    told = [part for part in log.read_text().split("Traceback (most recent call last)")[1:] if FEW not in part]
    tracebacks = len(told)
    print(f"{sum(tally.outcomes.values())} messages and requests: {dict(sorted(tally.outcomes.items()))}")
    fault, late = tally.outcomes["500"], len(tally.late)
    print(f"status 500: {fault}; tracebacks: {tracebacks}; later than {LATE:.0f} s: {late}")
    print(f"longest {tally.longest:.1f} s; server {memory:.0f} MB", *tally.late[:5], *tally.faults[:5], sep="\n")
    if dragged:
        print(f"a drag beside them: p50 {np.median(dragged):.0f} ms, p95 {np.percentile(dragged, 95):.0f} ms")
    sys.exit(bool(fault or tracebacks or late))
