"""The derivation's lines on a real picture: both sides by the same paths of noise, with their standard error.

−ln p_θ(x_0) is out of reach here, so the left side is the bound itself. Most lines then hold path by path;
where a logarithm of a quotient becomes a divergence, they hold in the mean.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion import process
from explainer.diffusion.bound.derivation.theory import LINES as EXACT_LINES
from explainer.diffusion.bound.derivation.theory import TO_JOINT, TO_THE_BOUND, TO_THE_LOSS
from explainer.diffusion.schedule import Schedule
from explainer.maths.derivation import Step
from explainer.maths.gaussians import normal_kl

Array = NDArray[np.float64]
OUT_OF_REACH = TO_THE_BOUND[:5]  # those that need −ln p_θ(x_0) itself
FROM_THE_BOUND = tuple(
    Step(step.name, (TO_JOINT,), step.right, step.reason) for step in TO_THE_BOUND[len(OUT_OF_REACH) :]
)
LINES = (*FROM_THE_BOUND, *TO_THE_LOSS)
# of every line among those of the exact chain and then FROM_THE_BOUND
FORMULAS = (
    *range(len(OUT_OF_REACH)),
    *range(len(EXACT_LINES), len(EXACT_LINES) + len(FROM_THE_BOUND)),
    *range(len(TO_THE_BOUND), len(EXACT_LINES)),
)


@dataclass(frozen=True)
class Chain:
    """The reverse chain's schedule, its steps, and σ_t² = β_t."""

    plan: Schedule

    @property
    def T(self) -> int:
        """The number of steps."""
        return self.plan.T

    @property
    def ts(self) -> range:
        """1 … T."""
        return range(1, self.plan.T + 1)

    def var(self, t: int) -> float:
        """σ_t²."""
        return float(self.plan.beta[t])


@dataclass(frozen=True)
class Draws:
    """What each path says, (draws,) each, named as the exact chain's means are; nats a pixel."""

    x0: Array
    plan: Schedule
    found: Mapping[str, Array]
    count: int

    @property
    def chain(self) -> Chain:
        """The reverse chain."""
        return Chain(self.plan)

    def _rows(self, name: str) -> list[Array]:
        return [row[: self.count] for row in self.found[name]]

    @cached_property
    def steps(self) -> list[Array]:
        """ln q(x_t | x_{t−1})."""
        return self._rows("steps")

    @cached_property
    def jumps(self) -> list[Array]:
        """ln q(x_t | x_0)."""
        return self._rows("jumps")

    @cached_property
    def posterior(self) -> list[Array]:
        """ln q(x_{t−1} | x_t, x_0), t ≥ 2."""
        return self._rows("posterior")

    @cached_property
    def back(self) -> list[Array]:
        """ln p_θ(x_{t−1} | x_t)."""
        return self._rows("back")

    @property
    def prior(self) -> Array:
        """ln p(x_T)."""
        return self.found["prior"][: self.count]

    @property
    def kl_prior(self) -> float:
        """L_T in closed form."""
        signal, noise = (float(row[-1]) for row in process.jump(self.plan))
        return float(normal_kl(signal * self.x0, 2 * np.log(noise)).mean())

    @cached_property
    def kl_steps(self) -> list[Array]:
        """L_{t−1} in closed form at each x_t, t ≥ 2."""
        known = [self.constant(t) + self.gap(t) / (2 * self.chain.var(t)) for t in self.chain.ts[1:]]
        return [np.zeros(self.count)] * 2 + known

    def constant(self, t: int) -> float:
        """C_t: what the two widths alone cost; ½ ln 2πσ_1² at t = 1."""
        var = self.chain.var(t)
        if t == 1:
            return 0.5 * float(np.log(2 * np.pi * var))
        return float(normal_kl(0.0, np.log(self.plan.posterior_var[t]), 0.0, np.log(var)))

    def gap(self, t: int) -> Array:
        """(μ̃ − μ_θ)², both means by the posterior's formula."""
        return self.found["gap"][t][: self.count]

    def gap_by_eps(self, t: int) -> Array:
        """(μ̃ − μ_θ)² with μ̃ from ε."""
        return self.found["gap_eps"][t][: self.count]

    def miss(self, t: int) -> Array:
        """(ε − ε_θ)²."""
        return self.found["miss"][t][: self.count]

    def weight(self, t: int) -> float:
        """β² / (2σ² α (1 − ᾱ))."""
        plan = self.plan
        return float(plan.beta[t] ** 2 / (2 * self.chain.var(t) * plan.alpha[t] * (1 - plan.alpha_bar[t])))


@dataclass(frozen=True)
class Sampled:
    """A line by draws: the mean of each term with its sign; the errors of both sides and their difference."""

    step: Step
    left_values: tuple[float, ...]
    right_values: tuple[float, ...]
    left_error: float
    right_error: float
    difference: float
    difference_error: float

    def holds(self) -> bool:
        """Whether both sides agree: to rounding where they do path by path, else to four standard errors."""
        size = max(1.0, *(abs(v) for v in self.left_values + self.right_values))
        return abs(self.difference) <= max(1e-7 * size, 4 * self.difference_error)


def sampled(draws: Draws) -> list[Sampled]:
    """Every line with both sides over the same paths."""
    found = []
    for step in LINES:
        sides: list[list[Any]] = [
            [term.sign * np.broadcast_to(term.value(draws), draws.count) for term in terms]
            for terms in (step.left, step.right)
        ]
        left, right = (np.sum(side, axis=0) for side in sides)
        means = [tuple(float(values.mean()) for values in side) for side in sides]
        errors = [float(values.std(ddof=1) / np.sqrt(draws.count)) for values in (left, right, left - right)]
        found.append(Sampled(step, *means, *errors[:2], float((left - right).mean()), errors[2]))
    return found
