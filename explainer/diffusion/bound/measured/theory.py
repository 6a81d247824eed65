"""What is known of one picture's terms: measured beforehand at every step, or so far in bins of steps."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion.bound.running import Running, edges


@dataclass(frozen=True)
class Terms:
    """Bits a pixel of one picture: of each step in the order of t (nan: not yet), and the sums.

    `ts` are the steps t that the chain takes, rising; `bounds` the first place of each bin of steps that
    share a value, and T + 1. `total` and `error` are None while they are unknown.
    """

    ts: NDArray[np.int64]
    bits: NDArray[np.float64]
    last: float
    total: float | None
    error: float | None
    bounds: NDArray[np.int64]

    @property
    def sums(self) -> NDArray[np.float64]:
        """L_0 + … + L_{t−1} up to each step."""
        return np.cumsum(self.bits)


def beforehand(ts: NDArray, bits: NDArray, last: float, error: float | None) -> Terms:
    """The terms that ship, one for each step."""
    bits = bits.astype(np.float64)
    return Terms(ts, bits, last, float(bits.sum() + last), error, np.arange(1, len(ts) + 2))


def binned(known: Terms, ratio: float = 1.03) -> Terms:
    """The same with the mean of each bin of steps, as it is drawn; as it is where steps share a value already."""
    T = len(known.ts)
    if len(known.bounds) <= T:
        return known
    bounds = edges(T, ratio)
    steps = np.diff(bounds)
    means = np.add.reduceat(known.bits, bounds[:-1] - 1) / steps
    return replace(known, bits=np.repeat(means, steps), bounds=bounds)


def so_far(ts: NDArray, run: Running) -> Terms:
    """The terms of a run: each step has the mean of its bin."""
    return Terms(ts, np.repeat(run.means, run.steps), run.last, run.total, run.error, run.edges)
