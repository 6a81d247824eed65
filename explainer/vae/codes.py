"""Codes in the latent plane: their density, their classes' centres, and the spread of one q(z|x)."""

import numpy as np
from numpy.typing import NDArray

from explainer.vae.theory import Array


def aggregate(mu: Array, logvar: Array, xs: Array, ys: Array) -> Array:
    """The aggregate posterior 1/n Σ q(z|x) on a grid, (len(ys), len(xs)); μ and ln σ² are (n, 2)."""
    sigma = np.exp(logvar / 2)
    across, up = (
        np.exp(-0.5 * ((axis[:, None] - mu[:, k]) / sigma[:, k]) ** 2) / (sigma[:, k] * np.sqrt(2 * np.pi))
        for k, axis in enumerate((xs, ys))
    )
    return up @ across.T / len(mu)


def centres(points: Array, labels: NDArray) -> Array:
    """The mean of each class's points, (classes, d) of (n, d) and (n,)."""
    return np.array([points[labels == label].mean(0) for label in range(int(labels.max()) + 1)])


def ellipse(mu: Array, logvar: Array, radius: float, corners: int = 48) -> Array:
    """The curve at `radius` standard deviations of N(μ, diag σ²), closed, (corners + 1, 2)."""
    turn = np.linspace(0, 2 * np.pi, corners + 1)
    return mu + radius * np.exp(logvar / 2) * np.stack([np.cos(turn), np.sin(turn)], -1)


def other_class_pairs(labels: NDArray, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """`count` random pairs of pictures of different classes, (count, 2) indices."""
    pairs = rng.integers(0, len(labels), (4 * count, 2))
    return pairs[labels[pairs[:, 0]] != labels[pairs[:, 1]]][:count]
