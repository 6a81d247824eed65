"""ln p(x) by quadrature over the plane, and the importance-weighted bounds that climb to it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explainer.maths.arguments import BadArgument
from explainer.vae.theory import Array, Decoder, log_likelihood, log_prior_ratio

LN_2PI = float(np.log(2 * np.pi))


def log_weights(logits: Decoder, mu: Array, logvar: Array, x: Array, eps: Array) -> Array:
    """ln p(x|z) p(z) / q(z|x) in nats at z = μ + σ ⊙ ε, (K,), of one picture x (pixels,) and eps (K, d)."""
    z = mu + np.exp(logvar / 2) * eps
    return log_likelihood(logits(z), x) + log_prior_ratio(z, eps, logvar)


@dataclass(frozen=True)
class Bounds:
    """L_K in nats for K = 1, 2, 4, …: the mean over groups, its standard error, and the number of groups."""

    k: NDArray[np.int64]
    mean: Array
    error: Array
    groups: NDArray[np.int64]


def bounds(log_weight: Array) -> Bounds:
    """L_K = E[ln 1/K Σ w] from the same n = 2^m weights, cut into n/K groups; Burda et al., eq. 8.

    The groups are nested, so L_1 ≤ L_2 ≤ L_4 … holds for every draw (Jensen), not only on average.
    BadArgument unless n is a power of two.
    """
    n = len(log_weight)
    if n < 1 or n & (n - 1):
        raise BadArgument("log_weight", f"the number of weights is {n}; allowed are powers of two")
    rows, level = [], np.asarray(log_weight, np.float64)
    while True:
        error = level.std(ddof=1) / np.sqrt(len(level)) if len(level) > 1 else np.inf
        rows.append((n // len(level), level.mean(), error, len(level)))
        if len(level) == 1:
            break
        level = np.logaddexp(level[0::2], level[1::2]) - np.log(2)
    k, mean, error, groups = zip(*rows, strict=True)
    return Bounds(np.array(k), np.array(mean), np.array(error), np.array(groups))


def growing_bounds(
    logits: Decoder, mu: Array, logvar: Array, x: Array, most: int, rng: np.random.Generator
) -> Iterator[Bounds]:
    """Bounds from 2, 4, 8 … `most` weights in all; each set of weights keeps those before it."""
    weights = log_weights(logits, mu, logvar, x, rng.standard_normal((1, len(mu))))
    while len(weights) < most:
        eps = rng.standard_normal((len(weights), len(mu)))
        weights = np.concatenate([weights, log_weights(logits, mu, logvar, x, eps)])
        yield bounds(weights)


def log_evidence(logits: Decoder, x: Array, half: float = 6.0, step: float = 0.125, finer: int = 8) -> float:
    """ln p(x) = ln ∫ p(x|z) p(z) dz in nats over a plane of z, by the rectangle rule; x (pixels,).

    A coarse grid over [−half, half]² finds where the integrand is within e^−30 of its maximum. There
    it is summed on cells `finer` times as fine. The integrand is smooth and vanishes at the edges, so
    the rule converges faster than any power of the step.
    """
    axis = np.arange(-half, half + step / 2, step)
    grid = np.stack(np.meshgrid(axis, axis), -1).reshape(-1, 2)
    coarse = _log_joint(logits, x, grid)
    near = grid[coarse > coarse.max() - 30]
    inner = (np.arange(finer) + 0.5) / finer - 0.5
    offsets = step * np.stack(np.meshgrid(inner, inner), -1).reshape(-1, 2)
    fine = _log_joint(logits, x, (near[:, None] + offsets).reshape(-1, 2))
    top = fine.max()
    return float(top + np.log(np.exp(fine - top).sum()) + 2 * np.log(step / finer))


def _log_joint(logits: Decoder, x: Array, z: Array) -> Array:
    parts = [log_likelihood(logits(z[i : i + 1024]), x) for i in range(0, len(z), 1024)]
    return np.concatenate(parts) - 0.5 * (z**2 + LN_2PI).sum(-1)
