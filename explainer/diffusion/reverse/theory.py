"""The arithmetic of one step: what a network can be asked for, each converted into the others.

NumPy arrays and torch tensors alike; t and s are the talk's 1-based steps, s < t, of a step from t to s.
"""

from dataclasses import dataclass
from typing import Any

from explainer.diffusion import process
from explainer.diffusion.reverse.steps import single
from explainer.diffusion.schedule import Schedule


@dataclass(frozen=True)
class Targets:
    """What a network can be asked for at x_t: each says the same, and the mean follows from each."""

    x0: Any
    eps: Any
    v: Any
    mean: Any


def targets(xt, x0_hat, t: int, s: int, schedule: Schedule) -> Targets:
    """ε̂, v̂ and μ of the step t → s that follow from x̂_0, in x_t's shape.

    μ is that of the step really taken (DDPM eq. 7 with x̂_0, as in the samplers). BadArgument unless
    T ≥ t > s ≥ 0.
    """
    short, place = single(schedule, t, s)
    eps = process.eps_from_x0(xt, t, x0_hat, schedule)
    mean = process.posterior(x0_hat, xt, place, short)[0]
    return Targets(x0_hat, eps, process.v_from_eps(x0_hat, t, eps, schedule), mean)


@dataclass(frozen=True)
class Coefficients:
    """The numbers in the formulas of the step t → s: √ᾱ_t, √(1 − ᾱ_t), α and β of the step, and
    c_0, c_t of μ̃ = c_0 x_0 + c_t x_t (DDPM eq. 7)."""

    signal: float
    noise: float
    alpha: float
    beta: float
    c0: float
    ct: float


def coefficients(t: int, s: int, schedule: Schedule) -> Coefficients:
    """Those of the step t → s; BadArgument unless T ≥ t > s ≥ 0."""
    short, place = single(schedule, t, s)
    signal, noise = (float(row[t]) for row in process.jump(schedule))
    c0, ct = (process.posterior(*pair, place, short)[0] for pair in ((1.0, 0.0), (0.0, 1.0)))
    return Coefficients(signal, noise, float(short.alpha[place]), float(short.beta[place]), c0, ct)
