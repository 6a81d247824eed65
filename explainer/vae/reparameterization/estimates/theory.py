"""The gradient of E_q[f(z)] in q's own parameters, three ways, with exact values and variances.

q(z) = N(μ, σ² I) in `dim` dimensions and f(z) = Σ_i g(z_i). The derivatives are those in the first
coordinate's own μ and σ: rows of two numbers, (∂/∂μ, ∂/∂σ), everywhere. Kingma & Welling,
"Auto-encoding variational Bayes" (2014), eq. 4; Mohamed et al., "Monte Carlo gradient estimation in
machine learning" (2020). The baseline of a draw is the mean of the other draws; Kool et al. (2019).
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from explainer.maths.gaussians import normal_pdf
from explainer.vae.reparameterization.estimators import NAMES
from explainer.vae.reparameterization.integrands import Array, Integrand

REPEATS = 1000  # estimates of each kind in a histogram
_BLOCK = 2_000_000  # numbers drawn at once
_REACH = 12  # σ on each side of the quadrature


@dataclass(frozen=True)
class Exact:
    """E_q[f] and its gradient (2,), and one draw's moments (by `variances`), by quadrature in one dimension.

    With h = g − E g and s = ∂ ln q: `spread` is E h², `noise` E s² (2,), `mixed` E[h s²] (2,),
    `both` E[h² s²] (2,), `path` E[(∂g)²] (2,) and `path_mean` E[∂g] (2,), along the path.
    """

    mean: float
    gradient: Array
    spread: float
    noise: Array
    mixed: Array
    both: Array
    path: Array
    path_mean: Array


def exact(f: Integrand, mu: float, sigma: float) -> Exact:
    """The moments of one coordinate, by Gauss–Legendre panels in ε that end at the jumps."""
    eps, weights = _rule(tuple((jump - mu) / sigma for jump in f.jumps))
    z = mu + sigma * eps
    g, slope = f.g(z), f.slope(z)
    mean = float(weights @ g)
    h = g - mean
    s = np.stack([eps, eps * eps - 1]) / sigma
    along = np.stack([slope, slope * eps])
    return Exact(
        mean=mean,
        gradient=s @ (weights * h),  # E[h s] = E[g s], less rounding
        spread=float(weights @ h**2),
        noise=s**2 @ weights,
        mixed=s**2 @ (weights * h),
        both=s**2 @ (weights * h**2),
        path=along**2 @ weights,
        path_mean=along @ weights,
    )


def variances(moments: Exact, n: int, dim: int = 1) -> dict[str, Array]:
    """The exact variance (2,) of each estimator that averages n draws in `dim` dimensions.

    The other dim − 1 coordinates are independent of the first one's s: they add to f, not to its
    gradient. With the baseline the estimate is the sample covariance of f and s.
    """
    a, m = moments, moments.mean
    squared = a.both + (dim - 1) * a.spread * a.noise  # E[(f − E f)² s²]
    total = dim * m
    plain = squared + 2 * total * a.mixed + total**2 * a.noise
    cross = (dim * a.spread * a.noise + a.gradient**2) / (n * (n - 1))
    return {
        "score": (plain - a.gradient**2) / n,
        "baseline": (squared - a.gradient**2) / n + cross,
        "pathwise": np.maximum(a.path - a.path_mean**2, 0.0) / n,
    }


def estimates(
    f: Integrand, mu: float, sigma: float, n: int, dim: int, repeats: int, rng: np.random.Generator
) -> dict[str, Array]:
    """`repeats` estimates (repeats, 2) by each estimator, all three from the same draws of ε."""
    rows = {kind: np.empty((repeats, 2)) for kind in NAMES}
    block = max(1, _BLOCK // (n * dim))
    for start in range(0, repeats, block):
        size = min(block, repeats - start)
        eps = rng.standard_normal((size, n, dim))
        z = mu + sigma * eps
        value = f.g(z).sum(-1)
        first, slope = eps[..., 0], f.slope(z[..., 0])
        s = np.stack([first, first * first - 1], -1) / sigma
        less = (value - value.mean(1, keepdims=True)) * (n / (n - 1))
        part = slice(start, start + size)
        rows["score"][part] = (value[..., None] * s).mean(1)
        rows["baseline"][part] = (less[..., None] * s).mean(1)
        rows["pathwise"][part] = np.stack([slope, slope * first], -1).mean(1)
    return rows


@dataclass(frozen=True)
class Spread:
    """Of many estimates of one number: mean, its standard error, variance, its standard error."""

    mean: float
    mean_error: float
    variance: float
    variance_error: float


def spread(row: Array) -> Spread:
    """Mean and variance of independent estimates (n,), each with its standard error."""
    n = len(row)
    gap = row - row.mean()
    variance = float(gap @ gap / (n - 1))
    fourth = float((gap**4).mean())
    error = max(fourth - variance**2 * (n - 3) / (n - 1), 0.0) / n
    return Spread(float(row.mean()), (variance / n) ** 0.5, variance, error**0.5)


def bell(mu: float, sigma: float, reach: float = 5.0, points: int = 121) -> tuple[Array, Array]:
    """q's density at `points` values of z from μ − reach σ to μ + reach σ, (z, density)."""
    z = mu + sigma * np.linspace(-reach, reach, points)
    return z, normal_pdf(z, mu, sigma)


@cache
def _panels() -> tuple[Array, Array]:
    return np.polynomial.legendre.leggauss(20)


def _rule(cuts: tuple[float, ...]) -> tuple[Array, Array]:
    """Nodes ε and weights that include N(0, 1)'s density; panels end at each of the `cuts`."""
    inner = [cut for cut in cuts if abs(cut) < _REACH]
    edges = np.unique(np.concatenate([np.arange(-_REACH, _REACH + 1.0), inner]))
    x, w = _panels()
    middle, half = (edges[1:] + edges[:-1]) / 2, (edges[1:] - edges[:-1]) / 2
    eps = (middle[:, None] + half[:, None] * x).ravel()
    return eps, (half[:, None] * w).ravel() * normal_pdf(eps)
