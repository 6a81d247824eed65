"""Toy data in the plane (or on the line) with known densities: equal Gaussians at the shapes' centres."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explainer.maths import arguments, points

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Cloud:
    """Σ_k N(c_k, s² I)/m: centres (m, d) with d = 1 or 2, spread s > 0; `modes` (k, d) or None.

    `modes` are the blobs that a generator can miss one by one; a curve has none.
    """

    name: str
    centres: Array
    spread: float
    modes: Array | None = None

    @property
    def dim(self) -> int:
        """1 on the line, 2 in the plane."""
        return self.centres.shape[1]

    def sample(self, n: int, rng: np.random.Generator, dtype: type = np.float64) -> NDArray:
        """n independent points (n, d); the noise is drawn first and the centres second."""
        x = rng.standard_normal((n, self.dim), dtype=dtype)
        x *= dtype(self.spread)
        x += self.centres[rng.integers(len(self.centres), size=n)]
        return x

    def log_density(self, x: ArrayLike, blur: float = 0.0) -> Array:
        """ln p at x (n, d), in nats, (n,); of p ∗ N(0, blur² I) when `blur` is given."""
        return log_mixture(np.asarray(x, dtype=np.float64), self.centres, math.hypot(self.spread, blur))

    def cell_mass(self, edges: ArrayLike) -> Array:
        """Exact probability of the cells between `edges` on every axis, (b,) or (b, b) as [x, y].

        What lies outside is counted in the outermost cells, so the sum is 1.
        """
        from scipy.special import ndtr

        outer = np.array(edges, dtype=np.float64)
        outer[0], outer[-1] = -np.inf, np.inf
        sides = [np.diff(ndtr((outer - c[:, None]) / self.spread)) for c in self.centres.T]
        return sides[0].mean(0) if self.dim == 1 else sides[0].T @ sides[1] / len(self.centres)


def log_mixture(x: Array, centres: Array, spread: float, weights: Array | None = None) -> Array:
    """ln Σ_k w_k N(x; c_k, s² I) at x (n, d), (n,), block by block so that memory stays small.

    `weights` (m,) add up to 1; without them all are 1/m.
    """
    d = centres.shape[1]
    out = np.empty(len(x))
    block = max(1, 2_000_000 // len(centres))
    for start in range(0, len(x), block):
        part = x[start : start + block]
        log = sum((part[:, None, a] - centres[:, a]) ** 2 for a in range(d)) / (-2 * spread**2)
        top = log.max(1)
        share = np.exp(log - top[:, None])
        out[start : start + block] = top + np.log(share.mean(1) if weights is None else share @ weights)
    return out - d * math.log(math.sqrt(2 * math.pi) * spread)


SHAPES: dict[str, Callable[[], Array]] = {
    "line": points.line,
    "ring": points.ring,
    "8-gaussians": points.gaussians,
    "25-gaussians": points.lattice,
    "moons": points.moons,
    "spiral": points.spiral,
    "checkerboard": points.checkerboard,
}

TITLES = {
    "line": "Line",
    "ring": "Ring",
    "8-gaussians": "Eight blobs",
    "25-gaussians": "Twenty-five blobs",
    "moons": "Two moons",
    "spiral": "Spiral",
    "checkerboard": "Checkerboard",
}


def cloud(name: str) -> Cloud:
    """A data set by name; BadArgument for an unknown one."""
    centres = SHAPES[arguments.choice("data", name, SHAPES, name="the data set")]()
    return Cloud(name, centres, points.SPREAD, centres if name.endswith("gaussians") else None)
