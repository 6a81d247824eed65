"""How far two sets of points are apart: the sliced Wasserstein distance, and the nearest neighbour's."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def sliced(p: Array, q: Array, directions: int = 64) -> float:
    """Mean W₁ of the projections of p (n, 2) and q (m, 2) on evenly spread directions, in the plane's units."""
    angle = np.pi * (np.arange(directions) + 0.5) / directions
    across = np.stack([np.cos(angle), np.sin(angle)])
    levels = (np.arange(512) + 0.5) / 512
    ours, theirs = (np.quantile(x @ across, levels, axis=0) for x in (p, q))
    return float(np.abs(ours - theirs).mean())


def nearest(p: Array, q: Array) -> Array:
    """The distance from each of p (n, 2) to the nearest of q (m, 2), (n,)."""
    from scipy.spatial import cKDTree

    return cKDTree(q).query(p)[0]
