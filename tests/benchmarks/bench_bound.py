"""The promises of the section on the bound: `python tests/benchmarks/bench_bound.py`.

Real mouse drags in Chromium over its scrubbers, the derivation's numbers after a hand, Measure in Python
with the network warm, and the weight of what ships. Times are of this machine.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

from conftest import ROOT
from hand import dragged, fresh, moved
from promises import app, p95, row, table

from explainer.diffusion.bound.measured import answers

DRAGS = (
    ("the derivation's step", "derivation", "#bound-step"),
    ("the posterior's step", "bayes", "#bound-bayes-bayes_t"),
    ("the weight over t", "weight", "#bound-t"),
    ("every term over t", "figure", "#bound-t"),
    ("maps of bits over t", "where", "#bound-t"),
    ("rate and distortion over t", "rate", "#bound-t"),
)
OPENED = {
    "network": "unet-mnist-bound", "picture": "digit-3", "sigma": "learned", "chain": "1000", "told": False,
    "draw_seed": 0, "drawing": None, "upload": None,
}  # fmt: skip


def opened(browser, url: str, figure: str):
    """A fresh page at a figure of the section, ready and at rest."""
    page = fresh(browser)
    page.goto(f"{url}?at=bound&figure={figure}")
    page.wait_for_selector(f'#bound-{figure} [data-ready="true"]')
    page.wait_for_timeout(2500)
    return page


def dragging(browser, url: str) -> None:
    """Frames and requests of a real drag."""
    for what, figure, slider in DRAGS:
        page = opened(browser, url, figure)
        page.asked.clear()
        frames = dragged(page, slider)
        measured = f"frame p95 {p95(frames):.1f} ms, {len(page.asked)} questions"
        row(f"drag: {what}", measured, "≤ 17 ms, 0 questions", p95(frames) <= 17 and not page.asked)
        page.close()


def derivation(browser, url: str) -> None:
    """The hand on the chain until both sides show their new numbers."""
    page = opened(browser, url, "derivation")
    values = [round(-0.9 + 0.05 * i, 2) for i in range(36)]
    times = moved(page, "#bound-shift", "bound-derivation", "right", values)[4:]
    row("derivation: hand to numbers", f"p95 {p95(times):.0f} ms", "≤ 33 ms", p95(times) <= 33)
    page.close()


def measuring() -> None:
    """Measure with the network warm: the first ten terms, and a total whose error is at most 0.05 bits."""
    list(answers.measure(**OPENED | {"chain": "25"}))
    begun, steps = time.perf_counter(), answers.measure(**OPENED)
    next(steps)
    first = time.perf_counter() - begun
    row("Measure: the first ten terms", f"{1000 * first:.0f} ms", "≤ 500 ms", first <= 0.5)
    found = next(step["answer"] for step in steps if (step["answer"]["standard_error"] or 1) <= 0.05)
    seconds = time.perf_counter() - begun
    said = f"{found['total']:.3f} ± {found['standard_error']:.3f} bits after {seconds:.1f} s"
    row("Measure: total with error ≤ 0.05 bits", said, "≤ 15 s", seconds <= 15)
    for last in steps:
        found = last["answer"]
    seconds = time.perf_counter() - begun
    said = f"{found['total']:.4f} ± {found['standard_error']:.4f} bits after {seconds:.1f} s"
    row("Measure: all rounds", said, "", True)


def weight() -> None:
    """What ships for the section."""
    size = sum(path.stat().st_size for path in (ROOT / "assets" / "bound").iterdir()) / 1e6
    row("shipped data", f"{size:.2f} MB", "≤ 3 MB", size <= 3)


if __name__ == "__main__":
    weight()
    measuring()
    with app() as (browser, url, _):
        dragging(browser, url)
        derivation(browser, url)
    table()
