"""Both terms of the VAE's loss.

A decoder arrives as `logits(z)`: z (n, d) → ln p/(1 − p) of each pixel's ink, (n, pixels), NumPy in
and out. Pictures are x in [0, 1], (n, pixels). A grey value is the probability that a pixel is inked,
so ln p(x|z) = Σ x ln p + (1 − x) ln(1 − p); for a black-and-white x this is the probability itself.
Everything is in nats and float64.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from explainer.maths.gaussians import normal_kl

Array = NDArray[np.float64]
Decoder = Callable[[Array], Array]


def kl_to_prior(mu: Array, logvar: Array) -> Array:
    """D(q(z|x) ‖ N(0, I)) in nats, (…,) of μ and ln σ² (…, d); arrays or torch tensors.

    ½ Σ (μ² + σ² − 1 − ln σ²); Kingma & Welling, appendix B.
    """
    return normal_kl(mu, logvar).sum(-1)


def log_likelihood(logits: Array, x: Array) -> Array:
    """ln p(x|z) = Σ x l − ln(1 + e^l) in nats, (…,) of logits and x (…, pixels).

    `models.vae` has the same for torch: neither library has a stable ln(1 + e^l) for the other's arrays.
    """
    logits = np.asarray(logits, np.float64)
    return (x * logits - np.logaddexp(0, logits)).sum(-1)


def log_prior_ratio(z: Array, eps: Array, logvar: Array) -> Array:
    """ln p(z)/q(z|x) in nats at z = μ + σ ⊙ ε, (…,) of (…, d); arrays or torch tensors."""
    return ((eps**2 + logvar - z**2) / 2).sum(-1)


def ink(logits: Array) -> Array:
    """The probability of ink, 1/(1 + e^−l), without overflow."""
    return 0.5 + 0.5 * np.tanh(np.asarray(logits, np.float64) / 2)


def grey(logits: Array) -> NDArray[np.uint8]:
    """Probabilities of ink as grey levels: (n, 28, 28) of logits (n, 784)."""
    return np.rint(255 * ink(logits)).astype(np.uint8).reshape(-1, 28, 28)


def hermite(k: int, d: int) -> tuple[Array, Array]:
    """Nodes (kᵈ, d) and weights (kᵈ,) of E[f(ε)], ε ~ N(0, I_d): exact for degree < 2k per axis."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(k)
    grid = np.stack(np.meshgrid(*[nodes] * d, indexing="ij"), -1).reshape(-1, d)
    mass = np.stack(np.meshgrid(*[weights / weights.sum()] * d, indexing="ij"), -1)
    return grid, mass.reshape(-1, d).prod(-1)


def reconstruction(logits: Decoder, mu: Array, logvar: Array, x: Array, k: int = 7) -> Array:
    """E_{q(z|x)}[ln p(x|z)] in nats, (n,), by a Gauss–Hermite rule of k nodes per axis; for d ≤ 2."""
    eps, weights = hermite(k, mu.shape[1])
    sigma = np.exp(logvar / 2)
    if len(mu) == 1:  # one call with all nodes, since a visitor waits for it
        return weights @ log_likelihood(logits(mu + sigma * eps), x)[:, None]
    parts = (w * log_likelihood(logits(mu + sigma * e), x) for e, w in zip(eps, weights, strict=True))
    return np.sum(list(parts), axis=0)
