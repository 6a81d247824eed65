"""Times of the divergence calculator: `python -m tests.benchmarks.bench_divergence`.

Prints one line a task: p50 and p95 in ms beside the bound. Run with nothing else on the machine.
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from time import perf_counter

import numpy as np

from explainer.divergence.calculator import theory
from explainer.divergence.lessons import theory as lessons
from explainer.divergence.quantities.best_normal import fit

SMOOTH = [
    ("normal(0, 1)", "normal(1, 2)"),
    ("normal(0, 1)", "laplace(1, 2)"),
    ("normal(0, 1)", "cauchy(1, 2)"),
    ("gamma(2.5, 1)", "lognormal(0.5, 0.8)"),
    ("beta(0.5, 2)", "beta(3, 0.7)"),
    ("student_t(3, 0, 1)", "logistic(0.5, 1)"),
    ("0.3*normal(-2, 1) + 0.7*normal(2, 0.5)", "normal(0, 2)"),
    ("normal(0, 0.001)", "normal(0, 1000)"),
]


def mixture(seed: int, family: str = "normal", parts: int = 20) -> str:
    """A mixture of equal weights with random places and widths."""
    rng = np.random.default_rng(seed)
    places, widths = rng.normal(0, 10, parts), np.exp(rng.normal(0, 0.7, parts))
    terms = zip(places.tolist(), widths.tolist(), strict=True)
    return " + ".join(f"{1 / parts!r}*{family}({a!r}, {b!r})" for a, b in terms)


def asked(p: str, q: str) -> str:
    """What one move of the hand asks for: the table and the curves, as JSON."""
    curves = theory.curves(p, q, 400)
    arrays = {k: v.tolist() for k, v in vars(curves).items() if isinstance(v, np.ndarray)}
    table = {name: [asdict(way) for way in ways] for name, ways in theory.table(p, q).results.items()}
    return json.dumps([table, arrays])


def measure(name: str, bound: float, task: Callable[[], object], repeats: int = 60) -> None:
    """Run the task and print its median and 95th percentile."""
    for _ in range(3):
        task()
    times = []
    for _ in range(repeats):
        start = perf_counter()
        task()
        times.append(1e3 * (perf_counter() - start))
    p50, p95 = np.percentile(times, [50, 95])
    verdict = "ok" if p95 <= bound else "LATE"
    print(f"{name:58s} p50 {p50:7.2f}  p95 {p95:7.2f}  bound {bound:5.0f} ms  {verdict}", flush=True)


def main() -> None:
    """All tasks of the benchmark table."""
    for p, q in SMOOTH:
        measure(f"table  {p} | {q}"[:58], 30, lambda p=p, q=q: theory.table(p, q))
    for p, q in SMOOTH:
        measure(f"asked  {p} | {q}"[:58], 33, lambda p=p, q=q: asked(p, q))
    for family in ("normal", "laplace", "cauchy", "logistic"):
        p, q = mixture(0, family), mixture(1, family)
        measure(f"table  two mixtures of 20 {family}", 150, lambda p=p, q=q: theory.table(p, q), 20)
    measure("fit    landscapes, two modes", 300, lambda: fit([0.5, 0.5], [-2, 2], [0.7, 0.7]), 20)
    weights, means, stds = [0.2] * 5, [-10, -3, 0, 1, 8], [0.5, 1, 1, 1, 2]
    measure("fit    landscapes, five parts", 300, lambda: fit(weights, means, stds), 20)
    measure("plane  two normals", 33, lambda: lessons.gaussian_2d([0, 0], [[2, 1], [1, 1]], [1, 0], np.eye(2)))
    measure("apart  100 distances", 33, lambda: lessons.apart(np.linspace(0, 10, 100)))
    measure("coin   and its curve", 33, lambda: (lessons.coin(0.6, 0.7), lessons.coin_curve(0.6)))
    measure("path   10,000 draws", 33, lambda: theory.monte_carlo_path("normal()", "laplace()"))


if __name__ == "__main__":
    main()
