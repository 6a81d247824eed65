"""Pictures in [−1, 1] as grey levels, and reverse chains as `assets/reverse` stores them."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray


def grey(x: NDArray) -> NDArray[np.uint8]:
    """−1 … 1 as black … white: the nearest of 256 levels, clipped; x's shape."""
    return ((np.clip(x, -1, 1) + 1) * 127.5).round().astype(np.uint8)


def restore(xt: NDArray[np.uint8], scale: NDArray[np.float32]) -> NDArray[np.float32]:
    """x_t (frames, n, height, width) of stored bytes: (xt/127.5 − 1) · scale, one scale per frame."""
    return (xt / np.float32(127.5) - 1) * scale[:, None, None, None]


def as_grey(stored: Mapping[str, NDArray]) -> dict[str, NDArray]:
    """A stored chain as grey levels: t (frames,), xt and x0_hat uint8 (frames, n, height, width).

    x0_hat has one frame fewer than xt: at t = 0 there is nothing left to estimate.
    """
    xt = grey(restore(stored["xt"], stored["scale"]))
    return {"t": stored["t"], "xt": xt, "x0_hat": stored["x0_hat"]}


def as_numbers(stored: Mapping[str, NDArray]) -> dict[str, NDArray]:
    """A stored chain in float32, as exactly as it is stored: t, xt unclipped, x0_hat in [−1, 1]."""
    xt = restore(stored["xt"], stored["scale"])
    return {"t": stored["t"], "xt": xt, "x0_hat": stored["x0_hat"] / np.float32(127.5) - 1}
