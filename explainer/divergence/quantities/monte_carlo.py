"""The divergences of a pair by Monte Carlo: an estimate and its standard error."""

from math import hypot, isfinite, nan, sqrt

import numpy as np

from explainer.divergence.distributions.base import Array
from explainer.divergence.distributions.line import Points
from explainer.divergence.quantities.integrands import LN2

BATCHES = 16


def log_density(p, x: Array) -> Array:
    """ln p at x, (n,) or (n, d), in nats: (n,)."""
    if p.dimension > 1:
        return p.logpdf(x)
    return p.logpmf(x) if p.discrete else p.logpdf(Points(x))


def estimates(p, q, n: int, seed: int) -> dict[str, tuple[float, float]]:
    """Name → (estimate, standard error) in nats from n draws of p and n of q.

    D(p‖q) is the mean of ln(p/q) over p's draws. JS, TV and H² are means of bounded functions over m, of which
    both sets of draws together are a sample: JS = E_m[ln 2 − H(p/(p + q))], so that p's draws count what is rare
    among q's. W₁ compares sorted draws and is biased upwards by O(1/√n): its error holds that bias, as the gap
    to half as many draws shows it, beside the standard error from 16 batches.
    """
    rng = np.random.default_rng(seed)
    x, y = p.sample(rng, n), q.sample(rng, n)
    with np.errstate(all="ignore"):
        px, qx, py, qy = (log_density(d, s) for s in (x, y) for d in (p, q))
        u, v = qx - px, qy - py  # ln(q/p) at p's and at q's draws
        out = {
            "kl_pq": _mean(-u),
            "kl_qp": _mean(v),
            "entropy_p": _mean(-px),
            "entropy_q": _mean(-qy),
            "cross_entropy_pq": _mean(-qx),
            "js": _pair(_certainty(u), _certainty(v)),
            "tv": _pair(np.tanh(np.abs(u) / 2), np.tanh(np.abs(v) / 2)),
        }
        h2, slack = _pair(1 - 1 / np.cosh(u / 2), 1 - 1 / np.cosh(v / 2))
    out["hellinger"] = _root(h2, slack)
    out["js_distance"] = _root(*out["js"])
    if p.dimension == 1:
        distance = _sorted_gap(x, y)
        size = n // BATCHES
        parts = [s[: size * BATCHES].reshape(BATCHES, size) for s in (x, y)]
        means = parts[0].mean(1) - parts[1].mean(1)
        half = n // 2
        bias = (_sorted_gap(x[:half], y[:half]) + _sorted_gap(x[half:], y[half:])) / 2 - distance
        error = hypot(float(means.std(ddof=1)) / sqrt(BATCHES), bias / (sqrt(2) - 1)) if size else nan
        out["wasserstein"] = distance, error
    return out


def running_kl(p, q, n: int, seed: int) -> tuple[Array, Array]:
    """The estimate of D(p‖q) after 1 … n draws and its standard error, each (n,), in nats."""
    x = p.sample(np.random.default_rng(seed), n)
    with np.errstate(all="ignore"):
        terms = log_density(p, x) - log_density(q, x)
        count = np.arange(1, n + 1)
        mean = np.cumsum(terms) / count
        # Welford's sums, so that the variance of the first draws never turns negative.
        before = np.concatenate([[0.0], mean[:-1]])
        squares = np.cumsum((terms - before) * (terms - mean))
        squares -= (terms[0] - before[0]) * (terms[0] - mean[0])
        error = np.sqrt(np.maximum(squares, 0) / np.maximum(count - 1, 1) / count)
    error[0] = nan
    return mean, error


def _certainty(log_odds: Array) -> Array:
    """ln 2 − H(w) in nats of w = p/(p + q), from ln(q/p), (n,): 0 where p = q, ln 2 where one is 0."""
    odd = np.abs(log_odds)
    rest = np.exp(-odd)  # the smaller of p and q, over the larger
    with np.errstate(invalid="ignore"):
        spread = np.where(rest > 0, odd * rest / (1 + rest), 0.0)
    return np.maximum(LN2 - np.log1p(rest) - spread, 0.0)


def _sorted_gap(x: Array, y: Array) -> float:
    """W₁ of two samples of one size."""
    size = min(len(x), len(y))
    return float(np.mean(np.abs(np.sort(x[:size]) - np.sort(y[:size]))))


def _mean(terms: Array) -> tuple[float, float]:
    """The mean and its standard error, with room for one more draw as far out as the furthest that came."""
    mean = float(terms.mean())
    if not isfinite(mean):
        return mean, nan
    furthest = float(np.abs(terms - mean).max())
    return mean, hypot(float(terms.std(ddof=1)) / sqrt(len(terms)), furthest / len(terms))


def _pair(at_p: Array, at_q: Array) -> tuple[float, float]:
    """½E_p[f] + ½E_q[f]."""
    (a, s), (b, t) = _mean(at_p), _mean(at_q)
    return (a + b) / 2, sqrt(s * s + t * t) / 2


def _root(value: float, slack: float) -> tuple[float, float]:
    """√value and its standard error (delta method)."""
    root = sqrt(max(value, 0.0))
    return root, slack / (2 * root) if root > 0 else sqrt(slack)
