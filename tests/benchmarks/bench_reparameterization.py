"""The reparameterization page's promises, in one run: `python tests/benchmarks/bench_reparameterization.py`.

From hand to paint for ε and for the histograms, a streamed training's first frame, its frames and
its cost against the bare loop, and the scrub afterwards. Times are of this machine.
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

from explainer.vae.reparameterization.estimates import answers, theory
from explainer.vae.reparameterization.estimators import NAMES
from explainer.vae.reparameterization.integrands import FUNCTIONS
from explainer.vae.reparameterization.training import opening_run, runs

STEPS = 1500
PAINTED = """() => {
  const root = document.querySelector("#reparameterization-training [data-ready]");
  window.times_ = []; window.begun_ = performance.now();
  window.watch_ = new MutationObserver(() => requestAnimationFrame((now) => window.times_.push(now)));
  window.watch_.observe(root, { attributes: true, attributeFilter: ["data-t"] });
  document.querySelector("#reparameterization-training-train").click();
}"""


def opened(browser, url: str, figure: str, query: str = ""):
    page = fresh(browser)
    page.goto(f"{url}?at=reparameterization{query}")
    page.locator(f"#{figure}").scroll_into_view_if_needed()
    page.wait_for_selector(f'#{figure} [data-ready="true"][aria-busy="false"]')
    page.wait_for_timeout(2000)
    return page


def hands(browser, url: str) -> None:
    """ε on the graph, μ under the histograms."""
    for what, slider, figure, key, low, high in (
        ("ε moved → both graphs painted", "graph-epsilon", "graph", "z", -2, 2),
        ("μ moved → 1,000 estimates painted", "mu", "figure", "exact", -1.9, 1.9),
    ):
        figure = f"reparameterization-{figure}"
        page = opened(browser, url, figure)
        values = [low + (high - low) * (i + 0.5) / 120 for i in range(120)]
        times = moved(page, f"#reparameterization-{slider}", figure, key, values)
        row(what, f"p95 {p95(times):.1f} ms", "≤ 33 ms", p95(times) <= 33)
        page.close()


def streamed(browser, url: str) -> None:
    """Train, then scrub."""
    settings = runs.Settings(steps=STEPS)
    begun = time.perf_counter()
    for _ in runs.train(settings):
        pass
    bare = time.perf_counter() - begun
    page = opened(browser, url, "reparameterization-training", f"&steps={STEPS}")
    page.evaluate(PAINTED)
    page.locator("#reparameterization-training .dl-progress").filter(has_text=f"step {STEPS}: −ELBO").wait_for()
    times = np.unique(page.evaluate("window.times_"))
    first = times[0] - page.evaluate("window.begun_")
    took = (times[-1] - times[0]) / 1000
    row("Train → first frame", f"{first:.0f} ms", "≤ 200 ms", first <= 200)
    rate = (len(times) - 1) / took
    row("training: painted frames", f"{rate:.0f} a second", "≥ 30 a second", rate >= 30)
    row("training against the bare loop", f"{took / bare:.2f} times as long", "≤ 1.2 times", took <= 1.2 * bare)
    page.asked.clear()
    frames = dragged(page, "#reparameterization-training-t")
    row(
        "scrub of both runs",
        f"frame p95 {p95(frames):.1f} ms, {len(page.asked)} questions",
        "≤ 17 ms, 0 questions",
        p95(frames) <= 17 and not page.asked,
    )
    page.close()


def worst_z() -> None:
    """How far the measured variances lie from the exact ones, over all f and several q."""
    worst, where = 0.0, ""
    for name, f in FUNCTIONS.items():
        for mu in (-1.5, 0.3, 1.5):
            for sigma in (0.2, 0.8, 1.5):
                known = theory.variances(theory.exact(f, mu, sigma), 10, 4)
                found = theory.estimates(f, mu, sigma, 10, 4, 20_000, np.random.default_rng(0))
                for kind in NAMES:
                    one = theory.spread(found[kind][:, 0])
                    off = abs(one.variance - known[kind][0]) / max(one.variance_error, 1e-9)
                    if off > worst:
                        worst, where = off, f"{kind}, {name}, q = N({mu}, {sigma}²)"
    row("measured variance against the exact one, 81 cases", f"{worst:.1f} errors at {where}", "≤ 5", worst <= 5)


def sizes() -> None:
    """What the section ships."""
    size = (opening_run.FOLDER / f"{opening_run.NAME}.npz").stat().st_size
    row("shipped run", f"{size / 1000:.0f} kB", "≤ 200 kB", size <= 200_000)
    begun = time.perf_counter()
    answers.measured("quadratic", -0.5, 0.8, 256, 64, "mu", "all", 0)
    ms = 1000 * (time.perf_counter() - begun)
    row("1,000 estimates, 256 draws, 64 dimensions", f"{ms:.0f} ms", "≤ 1500 ms", ms <= 1500)


if __name__ == "__main__":
    worst_z()
    sizes()
    with app() as (browser, url, _):
        for measure in (hands, streamed):
            measure(browser, url)
    table()
