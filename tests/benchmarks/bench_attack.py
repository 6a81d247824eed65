"""What a visitor who drags notices of others who attack: `python tests/benchmarks/bench_attack.py`.

A visitor moves a mean of the divergence ten times a second through a socket of its own, beside each attack in
turn. The table is for a machine that does nothing else; p95 is meant to stay below 300 ms.
"""

import asyncio
import base64
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import numpy as np
import websockets

ROOT = Path(__file__).parents[2]
SECONDS = float(os.environ.get("BENCH_SECONDS", "6"))
CUBIC = f"0.5*normal(0.{'1' * 1100},1)+0.5*normal(0,1)"
WIDE = "+".join(f"{1 / 64}*beta({2 + i / 8},{9 - i / 8})" for i in range(64))
FIGURE = "divergence-figure"


class Served:
    """The app on a port of its own; `options` are those of its process."""

    def __init__(self, **options) -> None:
        self.options = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL} | options

    def __enter__(self) -> "Served":
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        environment = os.environ | {"GRADIO_SERVER_PORT": str(self.port)}
        self.process = subprocess.Popen([sys.executable, str(ROOT / "app.py")], env=environment, **self.options)
        config = None
        while config is None and self.process.poll() is None:  # the server is starting
            with suppress(OSError):
                config = json.load(urllib.request.urlopen(f"http://127.0.0.1:{self.port}/config"))
            time.sleep(0.25)  # between two looks at whether it answers
        self.ids = {c["props"].get("elem_id"): c["id"] for c in config["components"]}
        return self

    def __exit__(self, *_) -> None:
        self.process.terminate()  # a shell's background jobs ignore SIGINT
        self.process.wait(20)

    def channel(self, **options):
        return websockets.connect(f"ws://127.0.0.1:{self.port}/channel", max_size=None, **options)

    def asked(self, number: int, source: str, **values) -> str:
        return json.dumps([number, self.ids[FIGURE], "ask", [source, {"unit": "nats", **values}]])

    def memory(self) -> float:
        """The server's resident memory in MB."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) / 1000 for line in status if line.startswith("VmRSS"))


async def drag(served: Served) -> list[float]:
    """Milliseconds of each answer to a hand that moves a mean, from an address of its own."""
    times = []
    async with served.channel(local_addr=("127.0.0.2", 0)) as page:
        end = time.monotonic() + SECONDS
        number = 0
        while time.monotonic() < end:
            number += 1
            begun = time.perf_counter()
            text = f"normal({number % 97 / 31:.4f}, 1)"
            await page.send(served.asked(number, "table", p=text, q="normal(0, 2)"))
            await page.recv()
            times.append(1000 * (time.perf_counter() - begun))
            await asyncio.sleep(max(0.0, 0.1 - times[-1] / 1000))
    return times


async def nothing(served: Served) -> None:
    await asyncio.sleep(SECONDS)


async def unread(served: Served) -> None:
    """Questions whose answers are not read."""
    async with served.channel(max_queue=1) as page:
        for number in range(5_000):
            await page.send(served.asked(number, "curves", p=f"normal({number / 7}, 1)", q="normal(0, 2)"))
        await asyncio.sleep(SECONDS)


def flood(**values):
    async def attack(served: Served) -> None:
        async with served.channel() as page:
            for number in range(200):
                own = {key: f"{value}{' ' * number}" for key, value in values.items()}
                await page.send(served.asked(number, "table", **own))
            await asyncio.sleep(SECONDS)

    return attack


async def keeps(served: Served) -> None:
    """Thousands of small uploads, then large ones."""
    async with served.channel() as page:
        for number in range(8_000):
            await page.send(served.asked(number, "@keep", value=f"{number} {'x' * 20}"))
            await page.recv()
        await asyncio.sleep(SECONDS)


async def open_files(served: Served) -> None:
    """A file of blank lines."""
    text = "\n" * 400_000
    async with served.channel() as page:
        upload = base64.b64encode(text.encode()).decode()
        await page.send(served.asked(1, "table", p="samples(a)", q="normal()", upload_p=upload))
        await asyncio.sleep(SECONDS)


async def garbage(served: Served) -> None:
    """Messages that are none, each on a socket of its own."""
    for number in range(400):
        with suppress(websockets.ConnectionClosed):
            async with served.channel() as page:
                await page.send(("[", "5", "[1]" * 9, '[1,2,"ask",5]', '[[1],[2],"x"]')[number % 5])
                await page.recv()


ATTACKS = {
    "nobody": nothing,
    "answers that nobody reads": unread,
    "a weight of 1,100 digits": flood(p=CUBIC, q="normal()"),
    "200 mixtures of 64 parts": flood(p=WIDE, q=WIDE),
    "8,000 uploads": keeps,
    "a file of blank lines": open_files,
    "messages that are none": garbage,
}


async def beside(served: Served, attack) -> list[float]:
    attacker = asyncio.create_task(attack(served))
    await asyncio.sleep(0.3)
    try:
        return await drag(served)
    finally:
        attacker.cancel()
        await asyncio.gather(attacker, return_exceptions=True)


if __name__ == "__main__":
    with Served() as served:
        asyncio.run(drag(served))  # warm
        print("| beside | answers | p50 ms | p95 ms | longest ms | server MB |")
        print("|---|---|---|---|---|---|")
        for name, attack in ATTACKS.items():
            times = asyncio.run(beside(served, attack))
            middle, high = np.percentile(times, [50, 95])
            row = f"{len(times)} | {middle:.1f} | {high:.1f} | {max(times):.0f} | {served.memory():.0f}"
            print(f"| {name} | {row} |", flush=True)
