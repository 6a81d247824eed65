"""What a hand feels of the variational chapter's Python: p50 and p95 in ms, and the worst mismatch.

Run alone: `python tests/benchmarks/bench_variational.py [--json] [--trials N]`.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np

from explainer.variational.elbo.theory import derivation
from explainer.variational.evidence.cost import cost
from explainer.variational.evidence.theory import bayes
from explainer.variational.families.one_number import Gaussian
from explainer.variational.families.two_numbers import FAMILIES, families_for
from explainer.variational.gap.theory import compare
from explainer.variational.posteriors.grids import view
from explainer.variational.posteriors.theory import posterior, terms
from explainer.variational.posteriors.two_numbers import MODELS
from explainer.variational.search.amortised import cases, train
from explainer.variational.search.best import best, landscape
from explainer.variational.search.fit import fit
from explainer.variational.search.tighter import bounds

MEANS, STDS = np.linspace(-5, 5, 64), np.geomspace(0.05, 5, 64)


def timed(call: Callable[[int], object], repeats: int) -> dict[str, float]:
    """p50 and p95 of call(i), ms, after one call to warm up."""
    call(0)
    took = []
    for i in range(1, repeats + 1):
        begin = time.perf_counter()
        call(i)
        took.append(1e3 * (time.perf_counter() - begin))
    return {"p50": statistics.median(took), "p95": float(np.quantile(took, 0.95))}


def moved(model, i: int):
    """The example with its first outcome dragged, different for every i: nothing is remembered."""
    data = np.array(model.EXAMPLE, dtype=float)
    column = data[:, 0] if model.PAIRS else data
    column[0] += 0.0 if model.BINARY and not model.PAIRS else 1e-3 * i
    return np.concatenate([data, data[: i % 7]]) if model.NAME == "coin" else data


def drawn(post):
    """Bayes' rule on the interval that shows the posterior."""
    return bayes(post, np.linspace(*view(post)[0], 400))


def rows() -> dict[str, dict[str, float]]:
    """Every measured action by its name."""
    found = {}
    for name, model in MODELS.items():
        post = posterior(model, model.EXAMPLE)
        for family in families_for(model.dim):
            kind = FAMILIES[family]
            theta = kind().theta
            found[f"drag q: {name}, {family}"] = timed(
                lambda i, p=post, k=kind, t=theta: terms(p, k.from_theta(t + 1e-3 * i)), 200
            )
        kind = FAMILIES[families_for(model.dim)[0]]
        found[f"drag data: {name}"] = timed(lambda i, m=model, k=kind: terms(posterior(m, moved(m, i)), k()), 100)
        found[f"derivation: {name}"] = timed(lambda i, p=post, k=kind: derivation(p, k()), 50)
        found[f"best: {name}"] = timed(lambda i, p=post, k=kind: best(p, k), 10)
        found[f"all families: {name}"] = timed(lambda i, p=post: compare(p), 3)
        if model.dim == 1:
            found[f"bayes: {name}"] = timed(lambda i, m=model: drawn(posterior(m, moved(m, i))), 100)
            for family in ("gaussian", "laplace", "student"):
                found[f"landscape 64x64: {name}, {family}"] = timed(
                    lambda i, p=post, f=family: landscape(p, FAMILIES[f], MEANS, STDS), 5
                )
            found[f"bound over K, 200 repeats: {name}"] = timed(
                lambda i, p=post: bounds(p, Gaussian(), seed=i), 3
            )
    return found


def steps_a_second() -> dict[str, float]:
    """Bare steps a second of the streamed fits and trainings."""
    found = {}
    post = posterior(MODELS["logistic"], MODELS["logistic"].EXAMPLE)
    for kind in ("exact", "pathwise", "score"):
        begin = time.perf_counter()
        count = sum(1 for _ in fit(post, Gaussian(-2, 0.5), kind, steps=500))
        found[f"fit: logistic, {kind}"] = count / (time.perf_counter() - begin)
    for name in ("gaussian", "coin", "logistic", "clusters"):
        run = train(cases(name), steps=200)
        next(run)
        begin = time.perf_counter()
        found[f"amortised: {name}"] = sum(1 for _ in run) / (time.perf_counter() - begin)
    return found


def worst_mismatch(trials: int, seed: int = 0) -> tuple[float, str]:
    """The largest |ELBO + KL − ln p(x)| over random data and q's of every model and family."""
    rng = np.random.default_rng(seed)
    worst, where = 0.0, ""
    for _ in range(trials):
        model = MODELS[str(rng.choice(list(MODELS)))]
        n, spread = int(rng.integers(1, 60)), float(rng.choice([0.5, 3.0, 10.0]))
        x = np.clip(rng.normal(0, spread, n), -20, 20)
        outcome = (
            (rng.random(n) < 0.5).astype(float) if model.BINARY else np.clip(x + rng.normal(0, 1, n), -20, 20)
        )
        post = posterior(model, np.stack([x, outcome], 1) if model.PAIRS else outcome)
        kind = FAMILIES[str(rng.choice(families_for(model.dim)))]
        theta = kind().theta + rng.normal(0, 1, len(kind.THETA)) * rng.choice([0.3, 1.5])
        try:
            q = kind.from_theta(theta)
        except ValueError:  # beyond what a hand may set
            continue
        mismatch = abs(terms(post, q).mismatch)
        if mismatch > worst:
            worst, where = mismatch, f"{model.NAME} with {n} points, {q}, ln p(x) = {post.log_evidence:.6g}"
    return worst, where


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    parser.add_argument("--trials", type=int, default=20_000, help="random (data, q) for the mismatch")
    arguments = parser.parse_args()
    timings, speeds = rows(), steps_a_second()
    worst, where = worst_mismatch(arguments.trials)
    costs = [(c.dim, c.evaluations, c.words, c.measured) for c in cost()]
    if arguments.json:
        report = {"ms": timings, "steps_per_second": speeds, "worst_mismatch": worst, "where": where}
        print(json.dumps(report | {"cost": costs}, indent=1))
        return
    for name, row in timings.items():
        print(f"{name:48} p50 {row['p50']:8.2f} ms   p95 {row['p95']:8.2f} ms")
    for name, rate in speeds.items():
        print(f"{name:48} {rate:8.0f} steps/s")
    print(f"largest |ELBO + KL - ln p(x)| of {arguments.trials}: {worst:.3g} nats ({where})")
    for dim, evaluations, words, measured in costs:
        how = "measured" if measured else "drawn on"
        print(f"{dim:3} latent numbers: {evaluations:9.3g} evaluations, {words} ({how})")


if __name__ == "__main__":
    main()
