"""How far two sets of points are apart: the sliced Wasserstein distance, and the nearest neighbour's."""

import numpy as np
from numpy.typing import NDArray

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
