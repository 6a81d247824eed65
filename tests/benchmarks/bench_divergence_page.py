"""The divergence page's promises: `python tests/benchmarks/bench_divergence_page.py`.

A dot on the plot is dragged by a real mouse in Chromium, frames are counted by requestAnimationFrame;
hand to numbers is the time from a value set until the figure has painted it; 50 visitors drag at once.
"""

import asyncio
import json
import math
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from conftest import run_async
from hand import fresh, moved, swept
from promises import app, p95, row, table
from websockets.asyncio.client import connect

HERO = "divergence-figure"
PAIRS = {
    "normal | normal": "",
    "Laplace | mixture of two": "&p=laplace(0,1)&q=0.4*normal(-2,0.7)%2B0.6*normal(2,1)",
}
ASKING = """async (texts) => {
  const field = document.querySelector("#divergence-p"), times = [];
  const root = document.querySelector("#divergence-figure [data-ready]");
  for (const text of texts) {
    const before = root.dataset.klPq, begun = performance.now();
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    const waits = () => root.dataset.klPq === before && performance.now() - begun < 10000;
    while (waits()) await new Promise((done) => setTimeout(done, 4));
    times.push(performance.now() - begun);
  }
  return times;
}"""


def ready(browser, url: str, query: str):
    page = fresh(browser)
    page.goto(f"{url}?at=divergence{query}")
    page.wait_for_selector(f'#{HERO} [data-ready="true"]')
    page.wait_for_timeout(1500)
    return page


def dragging(browser, url: str) -> None:
    for name, query in PAIRS.items():
        page = ready(browser, url, query)
        box = page.locator(f'#{HERO} .dl-knob[aria-label="place of p"]:visible').first.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        frames = swept(page, lambda gone, x=x, y=y: (x + 30 * math.sin(math.pi * gone), y))
        page.mouse.up()
        row(f"drag of a dot, {name}", f"frame p95 {p95(frames):.1f} ms", "≤ 33 ms", p95(frames) <= 33)
        page.close()


def answering(browser, url: str) -> None:
    families = {
        "normal": "normal({:.3f}, 1)",
        "Laplace": "laplace({:.3f}, 1)",
        "Student": "student_t(3, {:.3f}, 1)",
    }
    page = ready(browser, url, "")
    for name, text in families.items():
        texts = [text.format(0.01 * i) for i in range(1, 61)]
        times = moved(page, "#divergence-p", HERO, "klPq", texts)
        told = f"p50 {statistics.median(times):.0f}, p95 {p95(times):.0f} ms"
        row(f"hand → numbers and curves painted, {name}", told, "p95 ≤ 33 ms", p95(times) <= 33)
    page.close()


def beside_a_file(browser, url: str) -> None:
    """What a move of q sends while p is a file of a megabyte: the file has gone once."""
    page = ready(browser, url, "")
    page.locator(f"#{HERO} .dl-more summary").click()
    body = "\n".join(f"{i % 997 / 100:.6f}" for i in range(110_000)).encode()
    file = {"name": "mine.csv", "mimeType": "text/csv", "buffer": body}
    page.locator("#divergence-upload_p").set_input_files(file)
    page.wait_for_selector(f'#{HERO} [data-p="samples(upload)"]')
    page.wait_for_timeout(5000)
    page.asked.clear()
    texts = [f"normal({0.1 * i:.1f}, 2)" for i in range(1, 11)]
    times = page.evaluate(ASKING.replace("#divergence-p", "#divergence-q"), texts)
    sent = [len(call) for call in page.asked]
    told = f"{max(sent)} bytes a move, p95 {p95(times):.0f} ms"
    row(f"q moves beside a file of {len(body) / 1e6:.1f} MB", told, "≤ 1,000 bytes", max(sent) <= 1000)
    page.close()


def crowd(browser, url: str, clients: int = 50, moves: int = 12) -> None:
    """As many visitors who move p as fast as they are answered: what a page sends, without its painting."""
    page = ready(browser, url, "")
    page.asked.clear()
    page.fill("#divergence-p", "normal(0.5, 1)")
    page.wait_for_timeout(1000)
    questions = [json.loads(text) for text in page.asked]
    page.close()
    address = url.replace("http", "ws") + "channel"

    async def visitor(k: int) -> tuple[list[float], list[str]]:
        times, answers = [], []
        async with connect(address, max_size=None) as line:
            for i in range(moves):
                begun = time.perf_counter()
                for number, (_, figure, kind, (name, values)) in enumerate(questions):
                    here = values | {"p": f"normal({0.003 * (1 + k * moves + i):.4f}, 1)"}
                    await line.send(json.dumps([number, figure, kind, [name, here]]))
                answers += [await line.recv() for _ in questions]
                times.append(1000 * (time.perf_counter() - begun))
        return times, answers  # read when all are done: visitors have machines of their own for it

    async def all_at_once() -> list[tuple]:
        return await asyncio.gather(*(visitor(k) for k in range(clients)))

    times = []
    for taken, answers in run_async(all_at_once()):
        times += taken
        for _, answer in map(json.loads, answers):
            assert "error" not in answer and "lost" not in answer
    found = f"p50 {statistics.median(times):.0f}, p95 {p95(times):.0f} ms"
    told = f"{found} for {len(questions)} answers a move, no error"
    row(f"{clients} visitors drag at once", told, "p95 ≤ 300 ms", p95(times) <= 300)


def main() -> None:
    with app() as (browser, url, _):
        dragging(browser, url)
        answering(browser, url)
        beside_a_file(browser, url)
        crowd(browser, url)
    table()


if __name__ == "__main__":
    main()
