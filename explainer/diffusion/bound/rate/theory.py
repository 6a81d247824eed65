"""Rate and distortion of progressive coding; Ho et al., section 4.3 and figure 5."""

import numpy as np
from numpy.typing import NDArray

GREYS = 127.5  # grey levels in a unit of [−1, 1]


def rates(bits: NDArray, last: float) -> NDArray[np.float64]:
    """Bits a pixel that were sent once x_t is known, for t = 0 … T, (T + 1,): L_T and the terms above t.

    `bits` are L_{t−1} at t = 1 … T. At t = 0 all are sent.
    """
    return last + np.concatenate([np.cumsum(bits[::-1])[::-1], [0.0]])


def distortions(square: NDArray) -> NDArray[np.float64]:
    """RMSE of x̂_0(x_t) in grey levels at t = 1 … T, (T,), of the mean (x_0 − x̂_0)²."""
    return GREYS * np.sqrt(square)


def smoothed(square: NDArray, ratio: float = 1.05) -> NDArray[np.float64]:
    """Means of the values at t = 1 … T over the steps from t/ratio to t·ratio, (T,)."""
    t = np.arange(1, len(square) + 1)
    low, high = np.ceil(t / ratio).astype(int), np.minimum((t * ratio).astype(int), len(square))
    sums = np.concatenate([[0.0], np.cumsum(square)])
    return (sums[high] - sums[low - 1]) / (high - low + 1)


def unseen(rate: NDArray, distortion: NDArray, levels: float) -> tuple[int, float]:
    """The largest t from which on x̂_0 stays within `levels` of x_0, and the share of all bits sent after it.

    t = 0 where it never does.
    """
    beyond = np.flatnonzero(distortion > levels)
    t = int(beyond[0]) if len(beyond) else len(distortion)  # the index below the first t that is beyond
    return t, float((rate[0] - rate[t]) / rate[0])
