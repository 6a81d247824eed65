"""A tiny VAE on points in the plane: its loss, and its gradient by each estimator.

One latent number, z ~ N(0, 1); the encoder gives q(z | x) = N(μ(x), σ(x)²), the decoder
p(x | z) = N(x̂(z), s² I). With one latent number the loss is known without sampling, by
Gauss–Hermite nodes, so two runs can be compared. Gradients are written out, in NumPy.
"""

import math
from dataclasses import dataclass

import numpy as np

from explainer.maths.gaussians import normal_kl
from explainer.vae.theory import Array, hermite

_NODES, _WEIGHTS = hermite(24, 1)


@dataclass(frozen=True)
class Weights:
    """The weights of encoder and decoder as views into one row (P,), P = 8 H + 4."""

    row: Array
    hidden: int

    def parts(self) -> tuple[Array, ...]:
        """W1 (2, H), b1 (H,), W2 (H, 2), b2 (2,); V1 (H,), c1 (H,), V2 (H, 2), c2 (2,)."""
        h = self.hidden
        sizes = ((2, h), (h,), (h, 2), (2,), (h,), (h,), (h, 2), (2,))
        ends = np.cumsum([math.prod(size) for size in sizes])
        rows = np.split(self.row, ends[:-1])
        return tuple(row.reshape(size) for row, size in zip(rows, sizes, strict=True))


def initial(hidden: int, rng: np.random.Generator) -> Array:
    """The weights (P,) before training."""
    h = hidden
    wide, narrow = rng.normal(0, 1, (2, h)), rng.normal(0, 0.3 / math.sqrt(h), (h, 2))
    out = rng.normal(0, 1 / math.sqrt(h), (h, 2))
    parts = (wide, rng.normal(0, 1, h), narrow, np.array([0.0, -0.5]))
    more = (rng.normal(0, 1.5, h), rng.normal(0, 1, h), out, np.zeros(2))
    return np.concatenate([part.ravel() for part in (*parts, *more)])


def encode(w: Weights, x: Array) -> tuple[Array, Array]:
    """Points x (B, 2) → μ (B,) and σ (B,) of their q(z | x)."""
    w1, b1, w2, b2, *_ = w.parts()
    out = np.tanh(x @ w1 + b1) @ w2 + b2
    return out[:, 0], np.exp(out[:, 1])


def decode(w: Weights, z: Array) -> Array:
    """Latent numbers z (…) → the means x̂ (…, 2) of their p(x | z)."""
    *_, v1, c1, v2, c2 = w.parts()
    return np.tanh(z[..., None] * v1 + c1) @ v2 + c2


def terms(w: Weights, x: Array, noise: float) -> tuple[float, float]:
    """D(q‖prior), closed, and −E_q ln p(x | z), by 24 nodes: nats, means over the points x (B, 2)."""
    mu, sigma = encode(w, x)
    z = mu[:, None] + sigma[:, None] * _NODES[:, 0]
    r = _reconstruction(x[:, None] - decode(w, z), noise)
    return float(normal_kl(mu, 2 * np.log(sigma)).mean()), float((r @ _WEIGHTS).mean())


def gradient(w: Weights, x: Array, eps: Array, noise: float, kind: str) -> Array:
    """An estimate (P,) of ∂loss/∂weights from the draws eps (B, K), K per point.

    The decoder's part and the KL's are the same for every kind of estimator. What differs is how the
    reconstruction r reaches the encoder: pathwise by ∂r/∂z, score by r · ∂ln q, baseline by the same
    less the mean r of the point's other draws.
    """
    w1, b1, w2, b2, v1, c1, v2, c2 = w.parts()
    points, draws = eps.shape
    share = 1 / (points * draws)
    h = np.tanh(x @ w1 + b1)
    out = h @ w2 + b2
    mu, sigma = out[:, :1], np.exp(out[:, 1:])
    z = mu + sigma * eps
    g = np.tanh(z[..., None] * v1 + c1)
    gap = g @ v2 + c2 - x[:, None]

    at_xhat = share * gap / noise**2
    at_pre = (at_xhat @ v2.T) * (1 - g * g)
    decoder = (
        (at_pre * z[..., None]).sum((0, 1)),
        at_pre.sum((0, 1)),
        np.tensordot(g, at_xhat, ((0, 1), (0, 1))),
        at_xhat.sum((0, 1)),
    )

    if kind == "pathwise":
        slope = at_pre @ v1
        at_mu, at_log = slope.sum(1), (slope * eps).sum(1) * sigma[:, 0]
    else:
        r = _reconstruction(gap, noise)
        if kind == "baseline":
            r = (r - r.mean(1, keepdims=True)) * draws / (draws - 1)
        at_mu, at_log = share * (r * eps).sum(1) / sigma[:, 0], share * (r * (eps * eps - 1)).sum(1)
    at_out = np.stack([at_mu + mu[:, 0] / points, at_log + (sigma[:, 0] ** 2 - 1) / points], 1)
    at_h = (at_out @ w2.T) * (1 - h * h)
    encoder = (x.T @ at_h, at_h.sum(0), h.T @ at_out, at_out.sum(0))
    return np.concatenate([part.ravel() for part in (*encoder, *decoder)])


def _reconstruction(gap: Array, noise: float) -> Array:
    """−ln N(x; x̂, s² I) in nats from the gaps (…, 2)."""
    return (gap * gap).sum(-1) / (2 * noise**2) + math.log(2 * math.pi * noise**2)
