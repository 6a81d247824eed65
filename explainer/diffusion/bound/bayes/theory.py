"""The posterior q(x_{t−1} | x_t, x_0) by Bayes' rule on a grid, beside its closed form; DDPM eq. 6 and 7."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion import process
from explainer.diffusion.bound.derivation.exact_chain import LEFT, log_normal
from explainer.diffusion.bound.terms import weight_of_x0
from explainer.diffusion.schedule import Schedule, constant

GRID = np.linspace(-9, 9, 361)
STEP = float(GRID[1] - GRID[0])


def plan(T: int) -> Schedule:
    """T steps of equal β that leave ᾱ_T = 0.02, as in the derivation."""
    return constant(T, 1 - LEFT ** (1 / T))


@dataclass(frozen=True)
class Bayes:
    """For t = 2 … T, each (T − 1, grid): q(x_{t−1}|x_0), q(x_t|x_{t−1}) as a function of x_{t−1}, their
    product over its area, and the closed form; `area` (T − 1,) is the integral of the product."""

    before: NDArray[np.float64]
    likelihood: NDArray[np.float64]
    product: NDArray[np.float64]
    closed: NDArray[np.float64]
    area: NDArray[np.float64]
    mean: NDArray[np.float64]
    var: NDArray[np.float64]


def bayes(x0: float, xt: float, schedule: Schedule) -> Bayes:
    """Bayes' rule at every step: what was likely before x_t, times how well it explains x_t."""
    ts = np.arange(2, schedule.T + 1)[:, None]
    signal, noise = (row[ts - 1] for row in process.jump(schedule))
    before = np.exp(log_normal(GRID, signal * x0, noise**2))
    likelihood = np.exp(log_normal(xt, np.sqrt(schedule.alpha[ts]) * GRID, schedule.beta[ts]))
    joint = before * likelihood
    area = joint.sum(1) * STEP
    found = [process.posterior(x0, xt, int(t), schedule) for t in ts[:, 0]]
    mean, var = (np.array(part) for part in zip(*found, strict=True))
    closed = np.exp(log_normal(GRID, mean[:, None], var[:, None]))
    return Bayes(before, likelihood, joint / area[:, None], closed, area, mean, var)


def moments(density: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and variance of each row, a density on the grid."""
    mean = density @ GRID * STEP
    return mean, (density * (GRID - mean[:, None]) ** 2).sum(1) * STEP


def weights(schedule: Schedule) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The factors of x_0 and of x_t in μ̃_t for t = 0 … T, each (T + 1,); DDPM eq. 7."""
    of_xt = np.zeros(schedule.T + 1)
    of_xt[1:] = [process.posterior(0.0, 1.0, t, schedule)[0] for t in range(1, schedule.T + 1)]
    return weight_of_x0(schedule), of_xt
