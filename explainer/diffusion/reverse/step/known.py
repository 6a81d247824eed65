"""Pictures whose x_0 is known, noised by one fixed ε: where p_θ can be compared with the truth."""

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion import process
from explainer.diffusion.schedule import Schedule
from explainer.maths import pictures

DIGITS = {"digit-3": 3, "digit-0": 0, "digit-7": 7}
# where the network was asked: close together near t = 0, where the two distributions differ
KNOTS = (2, 3, 4, 5, 7, 10, 14, 20, 28, *range(40, 1001, 32))
SEED = 1


def x0(name: str) -> NDArray[np.float64]:
    """The picture in [−1, 1], (28, 28); BadArgument for an unknown name."""
    return pictures.shipped(name)[..., 0] / 127.5 - 1


def noise() -> NDArray[np.float64]:
    """ε ~ N(0, I), (28, 28), the same for every picture and t, rounded to the half floats of the page."""
    return np.random.default_rng(SEED).standard_normal((28, 28)).astype(np.float16).astype(np.float64)


def xt(name: str, t: int, schedule: Schedule) -> NDArray[np.float64]:
    """x_t of the picture by that ε, (28, 28)."""
    return process.q_sample(x0(name), t, noise(), schedule)


def reached(t: int) -> int:
    """The index in KNOTS of the smallest step that is not below t: the last one reached on the way down."""
    return min(int(np.searchsorted(KNOTS, t)), len(KNOTS) - 1)
