"""The functions f whose mean over q(z) = N(μ, σ² I) is differentiated, and the ranges of q's arguments.

In `dim` dimensions f(z) = Σ_i g(z_i).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explainer.maths import arguments

Array = NDArray[np.float64]
MAX_DRAWS, MAX_DIM, MAX_MU = 256, 64, 2.0
MIN_SIGMA, MAX_SIGMA, MAX_EPS = 0.1, 1.5, 2.5
FREQUENCY = 2.0  # of the cosine


@dataclass(frozen=True)
class Integrand:
    """g and its slope, both of arrays; `jumps` are the points where g jumps (the slope is 0 beside)."""

    name: str
    title: str
    g: Callable[[Array], Array]
    slope: Callable[[Array], Array]
    jumps: tuple[float, ...] = ()


FUNCTIONS: dict[str, Integrand] = {
    f.name: f
    for f in (
        Integrand("quadratic", "$(z-1)^2$", lambda z: (z - 1) ** 2, lambda z: 2 * (z - 1)),
        Integrand(
            "cosine",
            "cos 2z",
            lambda z: np.cos(FREQUENCY * z),
            lambda z: -FREQUENCY * np.sin(FREQUENCY * z),
        ),
        Integrand("step", "1 where z > 0, else 0", lambda z: (z > 0) * 1.0, lambda z: 0.0 * z, (0.0,)),
    )
}


def integrand(f: str, mu: float, sigma: float, n: int = 2, dim: int = 1, seed: int = 0) -> Integrand:
    """The f of that name; BadArgument, named after the argument, unless each lies in its range."""
    arguments.choice("f", f, FUNCTIONS)
    arguments.number("mu", mu, -MAX_MU, MAX_MU)
    arguments.number("sigma", sigma, MIN_SIGMA, MAX_SIGMA)
    arguments.whole("n", n, 2, MAX_DRAWS)
    arguments.whole("dim", dim, 1, MAX_DIM)
    arguments.seed(seed)
    return FUNCTIONS[f]
