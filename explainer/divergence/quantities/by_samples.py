"""What can be told where p or q is known by a sample alone, with 95 % intervals where one holds.

- H(p) by k nearest neighbours (Kozachenko & Leonenko, 1987); the gap to more neighbours shows its bias.
- H(p, q) is a mean over the sample where q is known, and D(p‖q) is what both differ by.
- W₁ by sorted numbers; how far a sample lies from its law is told by the bootstrap.
- All else by a kernel density estimate and quadrature, KL of two samples by neighbours, too (Wang, Kulkarni &
  Verdú, 2009): how the smoothing and the tails bend these is not known, so they have no interval.
"""

from collections.abc import Iterator
from math import log, nan, sqrt

import numpy as np
from scipy.special import digamma

from explainer.divergence.distributions.base import Array
from explainer.divergence.distributions.from_samples import REPEATED, Samples, rests_on_numbers
from explainer.divergence.distributions.line import Continuous, Points
from explainer.divergence.quantities import integrals

Estimate = tuple[str, str, float, float]  # name, method, value, half of its interval or nan
NEIGHBOURS, NEAR, MORE = 5, 3, 8  # of a divergence; of an entropy, and of that which checks it
FEWEST = 30  # numbers for an interval
WHOLE = 0.7  # share of the squares that a single number may have
Z = 1.96  # standard errors in half of a 95 % interval
REPEATS, CELLS = 400, 512  # of the bootstrap


def known(p: Continuous, q: Continuous, kl_pq: bool, kl_qp: bool) -> Iterator[Estimate]:
    """What has an interval; `kl_…` is False where that divergence is known to be infinite."""
    own = {}
    for name, d in (("p", p), ("q", q)):
        if isinstance(d, Samples) and (terms := entropy_terms(d.values)):
            own[name] = terms
            half = float(_half(terms[0]) + abs(terms[0].mean() - terms[1].mean()))
            yield f"entropy_{name}", f"k-NN (k = {NEAR})", float(terms[0].mean()), half
    for name, a, b, finite in (("p", p, q, kl_pq), ("q", q, p, kl_qp)):
        if not finite or not isinstance(a, Samples) or isinstance(b, Samples):
            continue
        surprise = -b.logpdf(Points(_some(a.values)))
        if not np.isfinite(surprise).all():  # a number on a pole
            continue
        mean, half = float(surprise.mean()), _mean_half(surprise)
        if name == "p":
            yield "cross_entropy_pq", "mean over the sample", mean, half
        if name in own:
            near, more = own[name]
            half = float(_mean_half(surprise - near) + abs(near.mean() - more.mean()))
            value = max(mean - float(near.mean()), 0.0)
            yield ("kl_pq" if name == "p" else "kl_qp"), "mean over the sample − k-NN", value, half
    yield "wasserstein", "sorted numbers", _distance_of(p, q), _far(p, q)


def smoothed(p: Continuous, q: Continuous, kl_pq: bool, kl_qp: bool) -> Iterator[Estimate]:
    """All but W₁ by the kernel estimate, without an interval; `kl_…` is False where its own KL is infinite."""
    widths = [d.bandwidth for d in (p, q) if isinstance(d, Samples)]
    kernels = f"kernel estimate (h = {max(widths):.3g})" if widths else "kernel estimate"
    for name, (value, error) in integrals.integrals(p, q, kl_pq, kl_qp).items():
        sure = name.startswith("entropy") and not rests_on_numbers(p if name[-1] == "p" else q)
        yield name, "quadrature" if sure else kernels, value, error if sure else nan
    if not widths:  # a sample is part of a mixture alone
        yield "wasserstein", kernels, integrals.wasserstein(p, q)[0], nan


def entropy_terms(values: Array, counts: tuple[int, int] = (NEAR, MORE)) -> tuple[Array, Array] | None:
    """Terms whose means are H in nats by so many neighbours, of `_some`; None where numbers are few or repeat.

    ψ(n) − ψ(k) + ln 2ρ_k(i), ρ_k the distance to the k-th nearest other number.
    """
    n = len(values)
    if n < FEWEST or (np.diff(values) == 0).mean() > REPEATED:
        return None
    reach = [_distance(_some(values), values, k + 1) for k in counts]
    if not (reach[0] > 0).all():
        return None
    return tuple(digamma(n) - digamma(k) + np.log(2 * r) for k, r in zip(counts, reach, strict=True))


def _some(values: Array) -> Array:
    """At most 200,000 of the sorted numbers, which means run over; their neighbours are among all."""
    return values[:: (len(values) - 1) // 200_000 + 1]


def _half(terms: Array) -> float:
    return Z * float(terms.std(ddof=1)) / sqrt(len(terms))


def _mean_half(terms: Array) -> float:
    """Half of the interval of a mean, with room for three more numbers as far out as the furthest; else nan."""
    gaps = (terms - terms.mean()) ** 2
    if len(terms) < FEWEST or gaps.max() > WHOLE * gaps.sum() > 0:
        return nan
    return _half(terms) + 3 * sqrt(float(gaps.max())) / len(terms)


def outside(sample: Samples, law: Continuous) -> Array:
    """The numbers of a sample where the law's density is 0, (m,)."""
    inside = np.zeros(len(sample.values), dtype=bool)
    for low, high in law.support:
        inside |= (low <= sample.values) & (sample.values <= high)
    return sample.values[~inside]


def _distance_of(p: Continuous, q: Continuous) -> float:
    """W₁ of two samples, or of a sample from a law."""
    if isinstance(p, Samples) and isinstance(q, Samples):
        return empirical_wasserstein(p.values, q.values)
    sample, law = (p, q) if isinstance(p, Samples) else (q, p)
    return _from_law(sample.values, law)


def _from_law(values: Array, law: Continuous) -> float:
    """W₁ = ∫|F̂ − F| dx of a sample, sorted, from a law: by Simpson's rule between numbers and quantiles."""
    levels = np.geomspace(1e-9, 0.5, 200)
    thinned = np.append(values[:: len(values) // 20_000 + 1], values[-1])
    grid = np.unique(np.concatenate([thinned, law.quantiles(levels), law.quantiles(1 - levels)]))
    middle = (grid[1:] + grid[:-1]) / 2
    below = np.searchsorted(values, middle) / len(values)
    first, half, last = (np.abs(below - law.cdf(Points(x))) for x in (grid[:-1], middle, grid[1:]))
    return float(np.diff(grid) @ (first + 4 * half + last) / 6)


def _far(p: Continuous, q: Continuous) -> float:
    """Half of the interval of W₁: what the samples together are from their laws in 95 of 100 cases.

    |W₁(F̂, Ĝ) − W₁(F, G)| ≤ W₁(F̂, F) + W₁(Ĝ, G), each of which the bootstrap imitates by W₁(F*, F̂). nan for
    few numbers, and where a law has no variance.
    """
    samples = [d.values for d in (p, q) if isinstance(d, Samples)]
    tails = [d.left for d in (p, q) if d.left is not None] + [d.right for d in (p, q) if d.right is not None]
    if min(map(len, samples)) < FEWEST or any(tail.index <= 2 for tail in tails):
        return nan
    rng = np.random.default_rng(0)
    return float(np.quantile(sum(_redrawn(values, rng) for values in samples), 0.95))


def _redrawn(values: Array, rng: np.random.Generator) -> Array:
    """W₁ of a sample, sorted, from samples redrawn from it, (REPEATS,); its numbers in at most CELLS cells."""
    n = len(values)
    ends = np.unique(np.linspace(0, n, min(n, CELLS) + 1).astype(int))[1:]
    shares = np.diff(ends, prepend=0) / n
    drawn = rng.multinomial(n, shares / shares.sum(), REPEATS) / n
    gaps = np.abs(np.cumsum(drawn - shares, axis=1))[:, :-1]
    return gaps @ np.diff(values[ends - 1])


def knn_kl(p: Continuous, q: Continuous, k: int = NEIGHBOURS) -> float | None:
    """D(p‖q) from two samples by k nearest neighbours, in nats, at least 0.

    D̂ = mean ln(ν_k(xᵢ)/ρ_k(xᵢ)) + ln(m/(n − 1)) (Wang, Kulkarni & Verdú, 2009, eq. 5). None unless
    both are samples, and where they are too small or repeat a number so often that a distance is 0.
    """
    if not (isinstance(p, Samples) and isinstance(q, Samples)):
        return None
    x, y = p.values, q.values
    if min(len(x) - 1, len(y)) < k:
        return None
    own, other = _distance(_some(x), x, k + 1), _distance(_some(x), y, k)
    if not (own > 0).all() or not (other > 0).all():
        return None
    return max(float(np.log(other / own).mean()) + log(len(y) / (len(x) - 1)), 0.0)


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
