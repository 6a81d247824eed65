"""How often stated intervals hold the truth: `python tests/benchmarks/bench_coverage.py`.

For 200 pairs of known laws and each number of draws: the share of intervals that hold the value by quadrature or
by a closed form, of Monte Carlo those of ±1.96 errors, of samples the stated ones of 95 %. It is meant to be at
least 90 %. Where KL's own terms have no variance, as for tails that the other law lacks, no interval of this kind
holds; such pairs are not among the laws. "–" has no interval, and the page says so.
"""

import os
import sys
from collections import Counter
from math import isfinite
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))
from explainer.divergence.distributions.from_samples import Samples  # noqa: E402
from explainer.divergence.distributions.from_text import distribution  # noqa: E402
from explainer.divergence.quantities.table import NAMES as EVERY  # noqa: E402
from explainer.divergence.quantities.table import by_chance, calculate  # noqa: E402

PAIRS = int(os.environ.get("BENCH_PAIRS", "200"))
DRAWS = (50, 200, 1_000, 5_000, 20_000)
NAMES = ("kl_pq", "kl_qp", "js", "js_distance", "tv", "hellinger", "wasserstein", "cross_entropy_pq", "entropy_p")
ON_THE_LINE = (0, 1, 2, 3, 4, 6)  # kinds of laws of which a column of numbers can be a sample


def law(rng: np.random.Generator, kind: int) -> str:
    """A law of one of several kinds, at random."""
    a, b, c = rng.uniform(0.5, 2.5, 3).round(3)
    shift = round(float(rng.normal()), 3)
    return (
        f"normal({shift}, {a})",
        f"laplace({shift}, {a})",
        f"logistic({shift}, {a})",
        f"gamma({2 * a}, {b})",
        f"beta({1 + a}, {1 + b})",
        f"poisson({4 * a})",
        f"0.4*normal({shift - 2}, {a}) + 0.6*normal({shift + 1}, {c})",
        f"mvn([{shift}, 0], [[{a}, 0.2], [0.2, {b}]])",
    )[kind]


Counts = Counter[tuple[str, int]]


def by_draws(rng: np.random.Generator) -> tuple[Counts, Counts]:
    """Of Monte Carlo: how many intervals held, and of how many."""
    held, asked = Counter(), Counter()
    for pair in range(PAIRS):
        p, q = (distribution(law(rng, pair % 8)) for _ in range(2))
        truth = calculate(p, q).results
        for n in DRAWS:
            for name, drawn in by_chance(p, q, "nats", n, pair).items():
                best = truth[name][0]
                if name not in NAMES or not isfinite(best.value) or best.method == "Monte Carlo":
                    continue
                asked[name, n] += 1
                held[name, n] += abs(drawn.value - best.value) <= 1.96 * drawn.error + best.error
    return held, asked


def by_samples(rng: np.random.Generator, both: bool) -> tuple[Counts, Counts]:
    """Of a sample beside a known law, or of two samples."""
    held, asked = Counter(), Counter()
    for pair in range(PAIRS):
        p, q = (distribution(law(rng, ON_THE_LINE[pair % len(ON_THE_LINE)])) for _ in range(2))
        truth = calculate(p, q).results
        for n in DRAWS:
            first, second = Samples(p.sample(rng, n)), Samples(q.sample(rng, n)) if both else q
            for name, (best, *_) in calculate(first, second).results.items():
                right = truth[name][0]
                if best.sampled and isfinite(best.error) and isfinite(right.value):
                    asked[name, n] += 1
                    held[name, n] += abs(best.value - right.value) <= best.error + right.error
    return held, asked


def table(title: str, names: tuple[str, ...], held: Counts, asked: Counts) -> None:
    print(f"| {title} | " + " | ".join(f"n = {n:,}" for n in DRAWS) + " |")
    print("|---" * (len(DRAWS) + 1) + "|")
    for name in names:
        cells = [f"{held[name, n] / asked[name, n]:.1%}" if asked[name, n] else "–" for n in DRAWS]
        print(f"| {name} | " + " | ".join(cells) + " |")
    print(flush=True)


def main() -> None:
    rng = np.random.default_rng(1)
    table("of 95 % intervals by random draws, held", NAMES, *by_draws(rng))
    table("a sample as p, q known", EVERY, *by_samples(rng, False))
    table("two samples", EVERY, *by_samples(rng, True))


if __name__ == "__main__":
    main()
