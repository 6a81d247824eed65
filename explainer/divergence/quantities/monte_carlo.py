"""The divergences of a pair by Monte Carlo: an estimate and its standard error."""

from math import isfinite, nan, sqrt

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

    D(p‖q) is the mean of ln(p/q) over p's draws. JS, TV and H² average bounded functions over both
    sets of draws. W₁ compares sorted draws and is biased upwards by O(1/√n); its standard error comes
    from 16 batches.
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
            "js": _pair(LN2 - np.logaddexp(0, u), LN2 - np.logaddexp(0, -v)),
            "tv": _pair(np.tanh(np.abs(u) / 2), np.tanh(np.abs(v) / 2)),
        }
        h2, slack = _pair(1 - 1 / np.cosh(u / 2), 1 - 1 / np.cosh(v / 2))
    out["hellinger"] = _root(h2, slack)
    out["js_distance"] = _root(*out["js"])
    if p.dimension == 1:
        distance = float(np.mean(np.abs(np.sort(x) - np.sort(y))))
        size = n // BATCHES
        parts = [s[: size * BATCHES].reshape(BATCHES, size) for s in (x, y)]
        means = parts[0].mean(1) - parts[1].mean(1)
        out["wasserstein"] = distance, float(means.std(ddof=1) / sqrt(BATCHES)) if size else nan
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


def _mean(terms: Array) -> tuple[float, float]:
    mean = float(terms.mean())
    return mean, float(terms.std(ddof=1) / sqrt(len(terms))) if isfinite(mean) else nan


def _pair(at_p: Array, at_q: Array) -> tuple[float, float]:
    """½E_p[f] + ½E_q[f]."""
    (a, s), (b, t) = _mean(at_p), _mean(at_q)
    return (a + b) / 2, sqrt(s * s + t * t) / 2


def _root(value: float, slack: float) -> tuple[float, float]:
    """√value and its standard error (delta method)."""
    root = sqrt(max(value, 0.0))
    return root, slack / (2 * root) if root > 0 else sqrt(slack)
