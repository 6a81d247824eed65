"""Paths through the latent space: straight, spherical, and along corners drawn by hand."""

import numpy as np

from explainer.maths.arguments import BadArgument
from explainer.vae.theory import Array


def straight(a: Array, b: Array, n: int = 101) -> Array:
    """The line (1 − s) a + s b at s = 0 … 1, (n, d)."""
    s = np.linspace(0, 1, n)[:, None]
    return (1 - s) * a + s * b


def spherical(a: Array, b: Array, n: int = 101) -> Array:
    """Directions along the great circle, lengths interpolated from |a| to |b|, (n, d).

    Shoemake's slerp of the directions; straight where a or b is 0 or both point the same way.
    Between opposite directions the path turns through a right angle to the left of a.
    """
    length_a, length_b = np.linalg.norm(a), np.linalg.norm(b)
    if min(length_a, length_b) < 1e-12:
        return straight(a, b, n)
    u, v = a / length_a, b / length_b
    angle = np.arccos(np.clip(u @ v, -1, 1))
    if angle < 1e-9:
        return straight(a, b, n)
    side = v - (u @ v) * u
    if np.linalg.norm(side) < 1e-9:  # opposite directions: any way round is as short
        side = np.roll(u, 1) * np.where(np.arange(len(u)) == 0, -1, 1)
    side = side / np.linalg.norm(side)
    s = np.linspace(0, 1, n)[:, None]
    return ((1 - s) * length_a + s * length_b) * (np.cos(s * angle) * u + np.sin(s * angle) * side)


def along(corners: Array, n: int = 101) -> Array:
    """n points at even distances along a polyline of corners (m, d), (n, d).

    BadArgument("corners") if the polyline has no length.
    """
    legs = np.linalg.norm(np.diff(corners, axis=0), axis=1)
    if len(corners) < 2 or legs.sum() == 0:
        raise BadArgument("corners", "the path has no length; press on the map, draw, and let go")
    reached = np.concatenate([[0], np.cumsum(legs)])
    at = np.linspace(0, reached[-1], n)
    return np.stack([np.interp(at, reached, column) for column in corners.T], -1)
