"""The variational page's promises, in one run: `python tests/benchmarks/bench_variational_page.py`.

Real mouse drags in Chromium, frame times from requestAnimationFrame, and the largest
|ELBO + KL − ln p(x)| that a sweep of q over all models finds. Times are of this machine.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
from hand import dragged, fresh, moved
from promises import app, p95, row, table

from explainer.variational.hand import answers
from explainer.variational.settings import DATA, ON_A_LINE

# the moment of each frame in which a fit's path grew, and how long it was then
PAINTED = """() => {
  const root = document.querySelector("#variational-figure [data-ready]");
  window.times_ = []; window.steps_ = [];
  window.watch_ = new MutationObserver(() => requestAnimationFrame((now) => {
    window.times_.push(now);
    window.steps_.push(Number(root.dataset.t));
  }));
  window.watch_.observe(root, { attributes: true, attributeFilter: ["data-t"] });
}"""


def worst_sum() -> None:
    """The bars' largest miss over models, shapes, means and widths."""
    typed = {control.key: control.value for control in DATA}
    worst, where = 0.0, ""
    for model in ON_A_LINE:
        for family in ("gaussian", "laplace", "student"):
            for mean in np.linspace(-6, 6, 13):
                for std in np.geomspace(0.05, 6, 9):
                    answer = answers.q(family, float(mean), float(std), **(typed | {"model": model}))
                    miss = abs(answer["elbo"] + answer["kl"] - answer["log_evidence"])
                    if miss > worst:
                        worst, where = miss, f"{model}, {family}({mean:g}, {std:.3g})"
    row("largest |ELBO + KL − ln p(x)|, 1,404 q", f"{worst:.1e} nats at {where}", "≤ 1e-7", worst <= 1e-7)


def opened(browser, url: str, query: str, figure: str):
    page = fresh(browser)
    page.goto(url + query)
    page.wait_for_selector(f'#{figure} [data-ready="true"]')
    page.wait_for_timeout(2500)
    return page


def hand(browser, url: str) -> None:
    """Drag of q's handle: from hand to painted bars; frames meanwhile."""
    page = opened(browser, url, "?at=variational", "variational-figure")
    means = [round(-3 + 0.05 * i, 2) for i in range(120)]
    times = moved(page, "#variational-q-mean", "variational-figure", "elbo", means)
    row("q moved → bars and curves painted", f"p95 {p95(times):.1f} ms", "≤ 33 ms", p95(times) <= 33)
    page.asked.clear()
    frames = dragged(page, "#variational-t")
    row(
        "scrub of the path",
        f"frame p95 {p95(frames):.1f} ms, {len(page.asked)} questions",
        "≤ 17 ms, 0 questions",
        p95(frames) <= 17 and not page.asked,
    )
    page.close()


def fitting(browser, url: str) -> None:
    """Painted steps a second of a streamed fit."""
    page = opened(browser, url, "?at=variational", "variational-figure")
    page.evaluate(PAINTED)
    page.click("#variational-fit")
    page.locator("#variational-figure .dl-progress").filter(has_text="gap is").wait_for()
    times, steps = (np.array(page.evaluate(f"window.{name}_")) for name in ("times", "steps"))
    seconds = (times[-1] - times[0]) / 1000
    rate, frames = (steps[-1] - steps[0]) / seconds, (len(np.unique(times)) - 1) / seconds
    told = f"{rate:.0f} a second in {frames:.0f} frames"
    row("fit: painted steps", told, "≥ 60 a second", rate >= 60)
    page.close()


def stepping(browser, url: str) -> None:
    """A key → the derivation's next line on the screen."""
    page = opened(browser, url, "?at=elbo", "elbo-figure")
    times = moved(page, "#elbo-step", "elbo-figure", "step", [1 + (i + 1) % 9 for i in range(60)])
    row("derivation: key → next line painted", f"p95 {p95(times):.1f} ms", "≤ 33 ms", p95(times) <= 33)
    page.close()


def landscape() -> None:
    """64 × 64 values of the ELBO, as the page asks for them."""
    typed = {control.key: control.value for control in DATA}
    for model in ON_A_LINE:
        answers.landscape("gaussian", **(typed | {"model": model}))
        begun = time.perf_counter()
        answers.landscape("gaussian", **(typed | {"model": model}))
        ms = 1000 * (time.perf_counter() - begun)
        row(f"landscape 64 × 64, {model}", f"{ms:.0f} ms", "≤ 150 ms", ms <= 150)


if __name__ == "__main__":
    worst_sum()
    landscape()
    with app() as (browser, url, _):
        for measure in (hand, fitting, stepping):
            measure(browser, url)
    table()
