"""Divergences where p or q is known only by a sample, each with the spread of the estimate.

- A kernel density estimate, then quadrature. The standard error comes from the gap between the
  estimates of two random halves; the bias of the smoothing is not part of it.
- k nearest neighbours for KL, without smoothing (Wang, Kulkarni & Verdú, 2009).
- Sorted numbers for W₁, which is exact for the two empirical distributions.
"""

from collections.abc import Iterator
from math import log, sqrt

import numpy as np

from explainer.divergence.distributions.base import Array
from explainer.divergence.distributions.from_samples import Samples
from explainer.divergence.distributions.line import Continuous
from explainer.divergence.quantities import integrals

NEIGHBOURS = 5
SPLITS = 6


def results(p: Continuous, q: Continuous, kl_pq: bool, kl_qp: bool) -> Iterator[tuple[str, str, float, float]]:
    """(name, method, value, standard error) by the kernel estimate; W₁ of two samples by sorting."""
    estimates = _by_kernels(p, q, kl_pq, kl_qp)
    count = max(len(d.values) for d in (p, q) if isinstance(d, Samples))
    gaps: list[dict[str, float]] = []
    for seed in range(SPLITS if count <= 100_000 else 1):
        halves = [d.halves(seed) if isinstance(d, Samples) else (d, d) for d in (p, q)]
        first, second = (_by_kernels(a, b, kl_pq, kl_qp) for a, b in zip(*halves, strict=True))
        gaps.append({name: first[name][0] - second[name][0] for name in first})
    bandwidth = max(d.bandwidth for d in (p, q) if isinstance(d, Samples))
    for name, (value, error) in estimates.items():
        # A half has twice the variance, a gap of two halves four times.
        spread = sqrt(sum(gap[name] ** 2 for gap in gaps) / len(gaps)) / 2
        if name == "wasserstein" and isinstance(p, Samples) and isinstance(q, Samples):
            yield name, "sorted samples", value, spread
        else:
            yield name, f"kernel estimate (h = {bandwidth:.3g})", value, error + spread


def _by_kernels(p: Continuous, q: Continuous, kl_pq: bool, kl_qp: bool) -> dict[str, integrals.Estimate]:
    estimates = integrals.integrals(p, q, kl_pq, kl_qp)
    if isinstance(p, Samples) and isinstance(q, Samples):
        estimates["wasserstein"] = empirical_wasserstein(p.values, q.values), 0.0
    else:
        estimates["wasserstein"] = integrals.wasserstein(p, q)
    return estimates


def knn_kl(p: Continuous, q: Continuous, k: int = NEIGHBOURS) -> tuple[float, float] | None:
    """D(p‖q) from two samples by k nearest neighbours, in nats, and its standard error.

    D̂ = mean ln(ν_k(xᵢ)/ρ_k(xᵢ)) + ln(m/(n − 1)) (Wang, Kulkarni & Verdú, 2009, eq. 5). None unless
    both are samples, and where they are too small or repeat a number so often that a distance is 0.
    """
    if not (isinstance(p, Samples) and isinstance(q, Samples)):
        return None
    x, y = p.values, q.values
    if min(len(x) - 1, len(y)) < k:
        return None
    if len(x) > 200_000:
        x = x[:: len(x) // 200_000 + 1]
    own, other = _distance(x, x, k + 1), _distance(x, y, k)
    if not (own > 0).all() or not (other > 0).all():
        return None
    terms = np.log(other / own)
    value = terms.mean() + log(len(y) / (len(x) - 1))
    return float(value), float(terms.std(ddof=1) / sqrt(len(x)))


def _distance(x: Array, y: Array, k: int) -> Array:
    """From each x to its k-th nearest of the sorted y: the least half-width that holds k of them, (n,)."""
    at = np.searchsorted(y, x)
    best = np.full(len(x), np.inf)
    for left in range(k + 1):
        lo, hi = at - left, at - left + k - 1
        fits = (lo >= 0) & (hi < len(y))
        width = np.maximum(np.abs(x - y[np.clip(lo, 0, len(y) - 1)]), np.abs(x - y[np.clip(hi, 0, len(y) - 1)]))
        best = np.where(fits, np.minimum(best, width), best)
    return best


def empirical_wasserstein(x: Array, y: Array) -> float:
    """W₁ of two samples, exactly: ∫|F̂ − Ĝ| dx over the merged, sorted numbers."""
    every = np.sort(np.concatenate([x, y]))
    f = np.searchsorted(np.sort(x), every[:-1], "right") / len(x)
    g = np.searchsorted(np.sort(y), every[:-1], "right") / len(y)
    return float(np.abs(f - g) @ np.diff(every))
