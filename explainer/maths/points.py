"""Toy data in the plane, each exactly a mixture of equal Gaussians, so that all of it is known.

A curve is a mixture of many narrow Gaussians along it. Hence the density is a sum, a noised
density is the same sum with shrunk centres and a wider spread, and every score has a closed form.
"""

import numpy as np
from numpy.typing import NDArray

SPREAD = 0.04
CENTRES = 1200


def moons() -> NDArray[np.float64]:
    """Two interleaved half circles."""
    u = np.linspace(0, np.pi, CENTRES // 2)
    upper = np.stack([np.cos(u) - 0.5, np.sin(u) - 0.25], 1)
    return 0.6 * np.concatenate([upper, -upper])


def spiral() -> NDArray[np.float64]:
    """One arm of 2½ turns, evenly filled along its length."""
    u = np.sqrt(np.linspace(0.02, 1, CENTRES))
    angle = 5 * np.pi * u
    return 0.95 * u[:, None] * np.stack([np.cos(angle), np.sin(angle)], 1)


def rings() -> NDArray[np.float64]:
    """Two circles with one centre, as many points on either."""
    angle = np.linspace(0, 2 * np.pi, CENTRES // 2, endpoint=False)
    circle = np.stack([np.cos(angle), np.sin(angle)], 1)
    return np.concatenate([0.4 * circle, 0.9 * circle])


def checkerboard() -> NDArray[np.float64]:
    """The eight dark fields of a 4×4 board over [−1, 1]²."""
    place = (np.arange(12) + 0.5) / 12
    field = 0.5 * np.stack(np.meshgrid(place, place, indexing="ij"), -1).reshape(-1, 2)
    corners = [(i, j) for i in range(4) for j in range(4) if (i + j) % 2 == 0]
    return np.concatenate([field + 0.5 * np.array(c) - 1 for c in corners])


def gaussians() -> NDArray[np.float64]:
    """Eight blobs on a circle."""
    angle = np.arange(8) * np.pi / 4
    return 0.8 * np.stack([np.cos(angle), np.sin(angle)], 1)


DATASETS = {
    "moons": moons,
    "spiral": spiral,
    "rings": rings,
    "checkerboard": checkerboard,
    "gaussians": gaussians,
}


def centres(name: str) -> NDArray[np.float64]:
    """The mixture's means (m, 2), each of weight 1/m; ValueError for an unknown name."""
    if name not in DATASETS:
        raise ValueError(f"data set is {name!r}; allowed are {', '.join(DATASETS)}")
    return DATASETS[name]()


def sample(name: str, n: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """n points (n, 2) of the data set."""
    means = centres(name)
    return means[rng.integers(len(means), size=n)] + SPREAD * rng.standard_normal((n, 2))


def log_density(x: NDArray[np.float64], name: str) -> NDArray[np.float64]:
    """ln p at the points x (n, 2), in nats, shape (n,)."""
    gap = x[:, None] - centres(name)
    log = -(gap**2).sum(-1) / (2 * SPREAD**2) - np.log(2 * np.pi * SPREAD**2)
    top = log.max(1, keepdims=True)
    return (top + np.log(np.exp(log - top).mean(1, keepdims=True)))[:, 0]
