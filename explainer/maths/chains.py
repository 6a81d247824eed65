"""Finished reverse chains as they ship in `assets/reverse`, and pictures as grey levels."""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parents[2] / "assets" / "reverse"


def grey(x: NDArray) -> NDArray[np.uint8]:
    """−1 … 1 as black … white: the nearest of 256 levels, clipped; x's shape."""
    return ((np.clip(x, -1, 1) + 1) * 127.5).round().astype(np.uint8)


def restore(xt: NDArray[np.uint8], scale: NDArray[np.float32]) -> NDArray[np.float32]:
    """x_t (frames, n, height, width) of stored bytes: (xt/127.5 − 1) · scale, one scale a frame."""
    return (xt / np.float32(127.5) - 1) * scale[:, None, None, None]


def values(name: str) -> dict[str, NDArray]:
    """The same chain in numbers, as exactly as it is kept: t, xt unclipped, x0_hat in [−1, 1]."""
    with np.load(FOLDER / f"{name}.npz") as kept:
        xt = restore(kept["xt"], kept["scale"])
        return {"t": kept["t"], "xt": xt, "x0_hat": kept["x0_hat"] / np.float32(127.5) - 1}


@cache
def shipped(name: str) -> dict[str, NDArray]:
    """A chain by its name in the manifest: t (frames,), xt and x0_hat as grey levels.

    x0_hat has a frame less than xt: at t = 0 there is nothing left to estimate.
    """
    with np.load(FOLDER / f"{name}.npz") as kept:
        xt = grey(restore(kept["xt"], kept["scale"]))
        chain = {"t": kept["t"], "xt": xt, "x0_hat": kept["x0_hat"]}
    for array in chain.values():
        array.setflags(write=False)
    return chain
