"""An atlas: decoded pictures at the nodes of a grid over the latent plane, and the blend between them.

Nodes are closer together where codes are dense. On disk and on the wire an atlas is the deflated
differences of neighbouring pictures; `kit/map.js` reads the same bytes and blends the same way.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from explainer.shipped import arrays

Array = NDArray[np.float64]
SIDE = 28
REACH = 5.3  # half the width of the map of a VAE: every code lies within


@dataclass(frozen=True)
class Atlas:
    """Grey levels (len(ys), len(xs), 28, 28) at the nodes xs, ys (rising) of the plane."""

    xs: Array
    ys: Array
    pictures: NDArray[np.uint8]


def blend(atlas: Atlas, z: Array) -> Array:
    """Bilinear between the four nodes around each z (n, 2): grey levels 0 … 255, (n, 28, 28).

    Outside the grid the nearest point of its edge is used.
    """
    (i, a), (j, b) = (_between(axis, z[:, k]) for k, axis in enumerate((atlas.xs, atlas.ys)))
    a, b = a[:, None, None], b[:, None, None]
    low = (1 - a) * atlas.pictures[j, i] + a * atlas.pictures[j, i + 1]
    high = (1 - a) * atlas.pictures[j + 1, i] + a * atlas.pictures[j + 1, i + 1]
    return (1 - b) * low + b * high


def _between(axis: Array, at: Array) -> tuple[NDArray[np.int64], Array]:
    """The index of the node below each coordinate, and the share of the way to the next node."""
    index = np.clip(np.searchsorted(axis, at, side="right") - 1, 0, len(axis) - 2)
    share = (at - axis[index]) / (axis[index + 1] - axis[index])
    return index, np.clip(share, 0, 1)


def nodes(low: float, high: float, codes: Array, n: int) -> Array:
    """n nodes from low to high, (n,): half spaced evenly, half distributed like the codes (m,)."""
    even = np.linspace(low, high, 4 * len(codes))
    mixed = np.concatenate([even, np.repeat(np.clip(codes, low, high), 4)])
    spaced = np.quantile(mixed, np.linspace(0, 1, n))
    spaced[0], spaced[-1] = low, high
    return spaced


def deflate(pictures: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The pictures (rows, columns, 28, 28) as bytes: differences to the left neighbour, deflated."""
    steps = np.diff(pictures, axis=1, prepend=np.zeros_like(pictures[:, :1]))  # wraps modulo 256
    return np.frombuffer(zlib.compress(steps.tobytes(), 9), np.uint8)


def inflate(data: NDArray[np.uint8], rows: int, columns: int) -> NDArray[np.uint8]:
    """The inverse of `deflate`."""
    steps = np.frombuffer(zlib.decompress(data.tobytes()), np.uint8).reshape(rows, columns, SIDE, SIDE)
    return np.cumsum(steps, axis=1, dtype=np.uint8)


def shipped(name: str) -> Mapping[str, NDArray]:
    """The arrays of `assets/vae/NAME.npz`, read-only; ValueError where the file is missing."""
    try:
        return arrays(f"vae/{name}")
    except OSError:
        raise ValueError(f"the map of {name} is not there; `python -m models.precompute_vae` makes it") from None


@cache
def atlas(name: str) -> Atlas:
    """The shipped atlas of a network."""
    plane = shipped(name)
    return Atlas(plane["xs"], plane["ys"], inflate(plane["atlas"], len(plane["ys"]), len(plane["xs"])))
