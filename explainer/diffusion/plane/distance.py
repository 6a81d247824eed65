"""How far two sets of points are apart: the sliced Wasserstein distance, and the nearest neighbour's."""

import numpy as np
from numpy.typing import NDArray

from explainer.maths.toy2d import Cloud

Array = NDArray[np.float64]


def sliced(p: Array, q: Array, directions: int = 64) -> float:
    """Mean W₁ of the projections of p (n, 2) and q (m, 2) on evenly spread directions, in the plane's units."""
    angle = np.pi * (np.arange(directions) + 0.5) / directions
    across = np.stack([np.cos(angle), np.sin(angle)])
    levels = (np.arange(512) + 0.5) / 512
    ours, theirs = (_quantiles(np.sort(x @ across, axis=0), levels) for x in (p, q))
    return float(np.abs(ours - theirs).mean())


def _quantiles(ordered: Array, levels: Array) -> Array:
    """Those of each column by linear interpolation; np.quantile takes ten times as long for as many levels."""
    place = levels * (len(ordered) - 1)
    low = place.astype(int)
    share = (place - low)[:, None]
    return (1 - share) * ordered[low] + share * ordered[np.minimum(low + 1, len(ordered) - 1)]


def nearest(p: Array, q: Array) -> Array:
    """The distance from each of p (n, 2) to the nearest of q (m, 2), (n,)."""
    from scipy.spatial import cKDTree

    return cKDTree(q).query(p)[0]


class Judge:
    """How far samples are from a data set: their sliced Wasserstein distance from 40,000 real points.

    `floor` is what `count` real points have on average: no generator of independent points has less.
    """

    MANY, SETS = 40_000, 16

    def __init__(self, data: Cloud, count: int, directions: int = 64) -> None:
        rng = np.random.default_rng(20_101_115)
        angle = np.pi * (np.arange(directions) + 0.5) / directions
        self._across = np.stack([np.cos(angle), np.sin(angle)])
        self._levels = (np.arange(512) + 0.5) / 512
        self._real = self._quantiles_of(data.sample(self.MANY, rng))
        self.floor = float(np.mean([self(data.sample(count, rng)) for _ in range(self.SETS)]))

    def _quantiles_of(self, x: Array) -> Array:
        return _quantiles(np.sort(x @ self._across, axis=0), self._levels)

    def __call__(self, x: Array) -> float:
        """The distance of x (n, 2) from the real points, in the plane's units."""
        return float(np.abs(self._quantiles_of(x) - self._real).mean())


def coverage(x: Array, real: Array, k: int = 5) -> float:
    """The share of `real` points (m, 2) with one of x (n, 2) among their k nearest real neighbours' reach.

    Naeem et al., 2002.09797, eq. 10. Points of the same distribution have
    1 − (m − 1)…(m − k) / ((m + n − 1)…(m + n − k)) on average, so 0.97 for k = 5 and n = m.
    """
    from scipy.spatial import cKDTree

    reach = cKDTree(real).query(real, k + 1)[0][:, k]
    return float((nearest(real, x) < reach).mean())
