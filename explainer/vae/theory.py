"""Both terms of the VAE's loss, ln p(x) and its bounds, and ways through the latent plane.

A decoder arrives as `logits(z)`: z (n, d) → ln p/(1 − p) of each pixel's ink, (n, pixels), NumPy in and
out. Pictures are x in [0, 1], (n, pixels): a grey value is the probability that a pixel is inked, so
that ln p(x|z) = Σ x ln p + (1 − x) ln(1 − p); for a black-and-white x it is the probability itself.
All of it in nats and float64.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Decoder = Callable[[Array], Array]
LN_2PI = float(np.log(2 * np.pi))


def kl_to_prior(mu: Array, logvar: Array) -> Array:
    """D(q(z|x) ‖ N(0, I)) = ½ Σ (μ² + σ² − 1 − ln σ²), (…,) of (…, d); Kingma & Welling, appendix B."""
    return 0.5 * (mu**2 + np.exp(logvar) - 1 - logvar).sum(-1)


def log_likelihood(logits: Array, x: Array) -> Array:
    """ln p(x|z) = Σ x l − ln(1 + e^l), (…,) of logits and x (…, pixels), nats."""
    logits = np.asarray(logits, np.float64)
    return (x * logits - np.logaddexp(0, logits)).sum(-1)


def ink(logits: Array) -> Array:
    """The probability of ink, 1/(1 + e^−l), without overflow."""
    return 0.5 + 0.5 * np.tanh(np.asarray(logits, np.float64) / 2)


def grey(logits: Array) -> NDArray[np.uint8]:
    """Probabilities of ink as grey levels: (n, 28, 28) of logits (n, 784)."""
    return np.rint(255 * ink(logits)).astype(np.uint8).reshape(-1, 28, 28)


def hermite(k: int, d: int) -> tuple[Array, Array]:
    """Nodes (kᵈ, d) and weights (kᵈ,) of E[f(ε)], ε ~ N(0, I_d): exact for degree < 2k in each."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(k)
    grid = np.stack(np.meshgrid(*[nodes] * d, indexing="ij"), -1).reshape(-1, d)
    mass = np.stack(np.meshgrid(*[weights / weights.sum()] * d, indexing="ij"), -1)
    return grid, mass.reshape(-1, d).prod(-1)


def reconstruction(logits: Decoder, mu: Array, logvar: Array, x: Array, k: int = 7) -> Array:
    """E_{q(z|x)}[ln p(x|z)] by a Gauss–Hermite rule of k nodes an axis, (n,); for d ≤ 2, no noise."""
    eps, weights = hermite(k, mu.shape[1])
    spread = np.exp(logvar / 2)
    if len(mu) == 1:  # all nodes at once: a hand waits for it
        return weights @ log_likelihood(logits(mu + spread * eps), x)[:, None]
    parts = (w * log_likelihood(logits(mu + spread * e), x) for e, w in zip(eps, weights, strict=True))
    return np.sum(list(parts), axis=0)


def log_weights(logits: Decoder, mu: Array, logvar: Array, x: Array, eps: Array) -> Array:
    """ln p(x|z) p(z) / q(z|x) at z = μ + σ ⊙ ε, (K,), of one picture x (pixels,) and eps (K, d)."""
    z = mu + np.exp(logvar / 2) * eps
    ln_prior = -0.5 * (z**2 + LN_2PI).sum(-1)
    ln_q = -0.5 * (eps**2 + LN_2PI + logvar).sum(-1)
    return log_likelihood(logits(z), x) + ln_prior - ln_q


@dataclass(frozen=True)
class Bounds:
    """L_K for K = 1, 2, 4, …: its mean over groups, the standard error of that mean, and the groups."""

    k: NDArray[np.int64]
    mean: Array
    error: Array
    groups: NDArray[np.int64]


def bounds(log_weight: Array) -> Bounds:
    """L_K = E[ln 1/K Σ w] from the same n = 2^m weights, cut into n/K groups; Burda et al., eq. 8.

    Groups are nested, so L_1 ≤ L_2 ≤ L_4 … holds for every draw (Jensen), not only on average.
    ValueError unless n is a power of two.
    """
    n = len(log_weight)
    if n < 1 or n & (n - 1):
        raise ValueError(f"the number of weights is {n}; allowed are powers of two")
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
    """Bounds from 2, 4, 8 … `most` weights in all; each keeps those before it."""
    weights = log_weights(logits, mu, logvar, x, rng.standard_normal((1, len(mu))))
    while len(weights) < most:
        eps = rng.standard_normal((len(weights), len(mu)))
        weights = np.concatenate([weights, log_weights(logits, mu, logvar, x, eps)])
        yield bounds(weights)


def log_evidence(logits: Decoder, x: Array, half: float = 6.0, step: float = 0.125, finer: int = 8) -> float:
    """ln p(x) = ln ∫ p(x|z) p(z) dz over a plane of z, by the rectangle rule; x (pixels,), nats.

    A coarse grid over [−half, half]² finds where the integrand is within e^−30 of its top; there it
    is summed on cells `finer` times as fine. Smooth and gone at the edges: the rule converges
    faster than any power of the step.
    """
    axis = np.arange(-half, half + step / 2, step)
    places = np.stack(np.meshgrid(axis, axis), -1).reshape(-1, 2)
    coarse = _log_joint(logits, x, places)
    near = places[coarse > coarse.max() - 30]
    inner = (np.arange(finer) + 0.5) / finer - 0.5
    offsets = step * np.stack(np.meshgrid(inner, inner), -1).reshape(-1, 2)
    fine = _log_joint(logits, x, (near[:, None] + offsets).reshape(-1, 2))
    top = fine.max()
    return float(top + np.log(np.exp(fine - top).sum()) + 2 * np.log(step / finer))


def _log_joint(logits: Decoder, x: Array, z: Array) -> Array:
    parts = [log_likelihood(logits(z[i : i + 1024]), x) for i in range(0, len(z), 1024)]
    return np.concatenate(parts) - 0.5 * (z**2 + LN_2PI).sum(-1)


def aggregate(mu: Array, logvar: Array, xs: Array, ys: Array) -> Array:
    """The aggregate posterior 1/n Σ q(z|x) on a grid, (len(ys), len(xs))."""
    spread = np.exp(logvar / 2)
    wide, high = (
        np.exp(-0.5 * ((axis[:, None] - mu[:, k]) / spread[:, k]) ** 2) / (spread[:, k] * np.sqrt(2 * np.pi))
        for k, axis in enumerate((xs, ys))
    )
    return high @ wide.T / len(mu)


def centres(points: Array, labels: NDArray) -> Array:
    """The mean of each class's points, (classes, d)."""
    return np.array([points[labels == one].mean(0) for one in range(int(labels.max()) + 1)])


def ellipse(mu: Array, logvar: Array, radius: float, corners: int = 48) -> Array:
    """The curve at `radius` standard deviations of N(μ, diag σ²), closed, (corners + 1, 2)."""
    turn = np.linspace(0, 2 * np.pi, corners + 1)
    return mu + radius * np.exp(logvar / 2) * np.stack([np.cos(turn), np.sin(turn)], -1)


def straight(a: Array, b: Array, n: int = 101) -> Array:
    """The line (1 − s) a + s b at s = 0 … 1, (n, d)."""
    s = np.linspace(0, 1, n)[:, None]
    return (1 - s) * a + s * b


def spherical(a: Array, b: Array, n: int = 101) -> Array:
    """Directions along the great circle, lengths from |a| to |b| in a straight line, (n, d).

    Shoemake's slerp of the directions; straight where a or b is 0 or they point alike. Opposite
    directions turn through a right angle to the left of a.
    """
    long, short = np.linalg.norm(a), np.linalg.norm(b)
    if min(long, short) < 1e-12:
        return straight(a, b, n)
    u, v = a / long, b / short
    angle = np.arccos(np.clip(u @ v, -1, 1))
    if angle < 1e-9:
        return straight(a, b, n)
    side = v - (u @ v) * u
    if np.linalg.norm(side) < 1e-9:  # opposite: any way round is as short
        side = np.roll(u, 1) * np.where(np.arange(len(u)) == 0, -1, 1)
    side = side / np.linalg.norm(side)
    s = np.linspace(0, 1, n)[:, None]
    return ((1 - s) * long + s * short) * (np.cos(s * angle) * u + np.sin(s * angle) * side)


def along(corners: Array, n: int = 101) -> Array:
    """n places at even distances along a polyline, (n, d); ValueError if it has no length."""
    legs = np.linalg.norm(np.diff(corners, axis=0), axis=1)
    if len(corners) < 2 or legs.sum() == 0:
        raise ValueError(f"the path has {len(corners)} places and no length; draw a line")
    reached = np.concatenate([[0], np.cumsum(legs)])
    at = np.linspace(0, reached[-1], n)
    return np.stack([np.interp(at, reached, column) for column in corners.T], -1)


def other_class_pairs(labels: NDArray, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """`count` random pairs of pictures of different classes, (count, 2) indices."""
    pairs = rng.integers(0, len(labels), (4 * count, 2))
    return pairs[labels[pairs[:, 0]] != labels[pairs[:, 1]]][:count]
