"""Shapes in the plane: the centres of toy data, each a mixture of equal narrow Gaussians.

A curve is a mixture of many Gaussians along it. Hence the density is a sum, a noised density is the
same sum with shrunk centres and a wider spread, and every score has a closed form. `toy2d` gives the
densities; the classes of the network `mlp-2d` are the names in `DATASETS`, in this order.
"""

import numpy as np
from numpy.typing import NDArray

from explainer.maths import arguments

SPREAD = 0.04
CENTRES = 1200


def line() -> NDArray[np.float64]:
    """A straight stroke from lower left to upper right."""
    u = np.linspace(-0.8, 0.8, CENTRES // 4)
    return np.stack([u, 0.6 * u], 1)


def ring(radius: float = 0.8) -> NDArray[np.float64]:
    """One circle."""
    angle = np.linspace(0, 2 * np.pi, CENTRES // 2, endpoint=False)
    return radius * np.stack([np.cos(angle), np.sin(angle)], 1)


def rings() -> NDArray[np.float64]:
    """Two circles with one centre, equally many points on each."""
    return np.concatenate([ring(0.4), ring(0.9)])


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


def checkerboard() -> NDArray[np.float64]:
    """The eight dark fields of a 4×4 board over [−1, 1]²."""
    offset = (np.arange(12) + 0.5) / 12
    field = 0.5 * np.stack(np.meshgrid(offset, offset, indexing="ij"), -1).reshape(-1, 2)
    corners = [(i, j) for i in range(4) for j in range(4) if (i + j) % 2 == 0]
    return np.concatenate([field + 0.5 * np.array(c) - 1 for c in corners])


def gaussians() -> NDArray[np.float64]:
    """Eight blobs on a circle."""
    angle = np.arange(8) * np.pi / 4
    return 0.8 * np.stack([np.cos(angle), np.sin(angle)], 1)


def lattice() -> NDArray[np.float64]:
    """Twenty-five blobs, five rows of five."""
    side = np.linspace(-0.8, 0.8, 5)
    return np.stack(np.meshgrid(side, side, indexing="ij"), -1).reshape(-1, 2)


DATASETS = {
    "moons": moons,
    "spiral": spiral,
    "rings": rings,
    "checkerboard": checkerboard,
    "gaussians": gaussians,
}


def centres(name: str) -> NDArray[np.float64]:
    """The mixture's means (m, 2), each of weight 1/m; BadArgument for an unknown name."""
    return DATASETS[arguments.choice("data", name, DATASETS, name="the data set")]()


def sample(name: str, n: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """n points (n, 2) of the data set.

    The centres are drawn first and the noise second, the other way round than in `toy2d.Cloud.sample`:
    the network `mlp-2d` was trained and measured on these draws, the shipped games on those.
    """
    means = centres(name)
    return means[rng.integers(len(means), size=n)] + SPREAD * rng.standard_normal((n, 2))
