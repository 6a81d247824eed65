"""A diffusion on the line, small enough that every mean and p_θ(x_0) itself are integrals that can be done.

Data of one or two peaks; a forward process of T equal steps that leaves ᾱ_T = 0.02; a reverse chain
p_θ(x_{t−1}|x_t) = N(μ_θ(x_t, t), w² β_t), whose μ_θ follows from E[x_0 | x_t] moved by a shift. Integrals
are sums over an even grid, which for such functions is exact to rounding once its step is below the
narrowest width.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion import process, schedule
from explainer.maths import arguments
from explainer.maths.gaussians import Mixture

Array = NDArray[np.float64]
GRID = np.linspace(-7.5, 7.5, 151)
STEP = float(GRID[1] - GRID[0])
EPS = np.linspace(-9, 9, 181)  # the noise, where means are taken over it
LEFT = 0.02  # ᾱ_T
DATA = {
    "peaks": Mixture((0.5, 0.5), (-1.0, 1.0), (0.3, 0.3)),
    "gaussian": Mixture((1.0,), (0.4,), (0.7,)),
}
STEPS, PLACES, SHIFTS, WIDTHS = (2, 12), (-2.0, 2.0), (-1.0, 1.0), (0.5, 2.0)


def log_normal(x, mean, var):
    """ln N(x; mean, var); shapes broadcast."""
    return -0.5 * ((x - mean) ** 2 / var + np.log(2 * np.pi * var))


@dataclass(frozen=True)
class Chain:
    """One x_0, the process and the reverse chain; BadArgument where a number is out of its range.

    Lists over t have T + 1 entries, the first (t = 0) unused; densities over pairs are (x_{t−1}, x_t).
    """

    model: str = "peaks"
    T: int = 4
    x0: float = 0.8
    shift: float = 0.0
    width: float = 1.0

    def __post_init__(self) -> None:
        arguments.choice("model", self.model, DATA, name="the data")
        arguments.whole("T", self.T, *STEPS)
        arguments.number("x0", self.x0, *PLACES, name="the data point")
        arguments.number("shift", self.shift, *SHIFTS, name="the shift")
        arguments.number("width", self.width, *WIDTHS, name="the width")

    @cached_property
    def plan(self) -> schedule.Schedule:
        """T steps with the same β, such that ᾱ_T = 0.02."""
        return schedule.constant(self.T, 1 - LEFT ** (1 / self.T))

    @property
    def ts(self) -> range:
        """1 … T."""
        return range(1, self.T + 1)

    def var(self, t: int) -> float:
        """σ_t² = w² β_t of the reverse chain."""
        return self.width**2 * float(self.plan.beta[t])

    def guess(self, xt: Array, t: int) -> Array:
        """x̂_0(x_t, t): E[x_0 | x_t] of the data by Bayes' rule, moved by the shift."""
        data, alpha_bar = DATA[self.model], float(self.plan.alpha_bar[t])
        means, stds, weights = (np.array(v) for v in (data.means, data.stds, data.weights))
        total = alpha_bar * stds**2 + 1 - alpha_bar
        gap = xt[..., None] - np.sqrt(alpha_bar) * means
        share = np.log(weights) + log_normal(gap, 0.0, total)
        share = np.exp(share - share.max(-1, keepdims=True))
        share /= share.sum(-1, keepdims=True)
        return (share * (means + np.sqrt(alpha_bar) * stds**2 / total * gap)).sum(-1) + self.shift

    def mean(self, xt: Array, t: int) -> Array:
        """μ_θ(x_t, t): the posterior's mean with x̂_0 for x_0."""
        return process.posterior(self.guess(xt, t), xt, t, self.plan)[0]

    # logarithms of densities on the grid

    @cached_property
    def log_jump(self) -> list[Array]:
        """ln q(x_t | x_0) on the grid."""
        signal, noise = process.jump(self.plan)
        return [None, *(log_normal(GRID, signal[t] * self.x0, noise[t] ** 2) for t in self.ts)]

    @cached_property
    def log_step(self) -> Array:
        """ln q(x_t | x_{t−1}), the same for every t since β is."""
        alpha, beta = float(self.plan.alpha[1]), float(self.plan.beta[1])
        return log_normal(GRID[None], np.sqrt(alpha) * GRID[:, None], beta)

    @cached_property
    def log_back(self) -> list[Array]:
        """ln p_θ(x_{t−1} | x_t) over pairs; at t = 1 over x_1 alone, for the given x_0."""
        first = log_normal(self.x0, self.mean(GRID, 1), self.var(1))
        later = [log_normal(GRID[:, None], self.mean(GRID, t)[None], self.var(t)) for t in self.ts[1:]]
        return [None, first, *later]

    @cached_property
    def log_posterior(self) -> list[Array]:
        """ln q(x_{t−1} | x_t, x_0) over pairs, t ≥ 2, by its own mean and variance."""
        found = [process.posterior(self.x0, GRID, t, self.plan) for t in self.ts[1:]]
        return [None, None, *(log_normal(GRID[:, None], mean[None], var) for mean, var in found)]

    @cached_property
    def pairs(self) -> list[Array]:
        """q(x_{t−1}, x_t | x_0) as weights that sum to 1 over pairs, t ≥ 2."""
        return [None, None] + [
            np.exp(self.log_jump[t - 1][:, None] + self.log_step) * STEP**2 for t in self.ts[1:]
        ]

    @cached_property
    def singles(self) -> list[Array]:
        """q(x_t | x_0) as weights that sum to 1."""
        return [None, *(np.exp(self.log_jump[t]) * STEP for t in self.ts)]

    # p_θ(x_0), and the model's own densities on the way

    @cached_property
    def log_evidence(self) -> float:
        """ln p_θ(x_0): x_1, then x_2, … integrated out of the joint density, from x_0 upwards."""
        inner = np.exp(self.log_back[1])
        for t in self.ts[1:]:
            inner = inner @ np.exp(self.log_back[t]) * STEP
        return float(np.log(inner @ np.exp(log_normal(GRID, 0.0, 1.0)) * STEP))

    @cached_property
    def log_marginal(self) -> list[Array]:
        """ln p_θ(x_t) on the grid for t = 0 … T, from x_T ~ N(0, 1) downwards."""
        rows = [log_normal(GRID, 0.0, 1.0)]
        for t in reversed(self.ts):
            back = log_normal(GRID[:, None], self.mean(GRID, t)[None], self.var(t))
            rows.append(np.log(np.exp(back) @ np.exp(rows[-1]) * STEP))
        return rows[::-1]
