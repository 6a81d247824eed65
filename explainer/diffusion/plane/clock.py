"""A schedule's steps as a clock that runs without steps, and the curves that two clocks share.

ᾱ(t) goes through ᾱ_0 … ᾱ_T smoothly: ln ᾱ is a monotone cubic between whole t. Its fall is β(t), so that
dx = −½ β(t) x dt + √β(t) dW has the marginals of the schedule (Song et al., 2011.13456, the VP equation).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explainer.diffusion.schedule import Schedule
from explainer.maths import arguments

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Clock:
    """The schedule for any t of [0, T]."""

    schedule: Schedule

    @property
    def T(self) -> int:
        """Where noise is pure, or as pure as the schedule makes it."""
        return self.schedule.T

    @cached_property
    def _log(self):
        from scipy.interpolate import PchipInterpolator

        return PchipInterpolator(np.arange(self.T + 1), np.cumsum(np.log1p(-self.schedule.beta)))

    @cached_property
    def _slope(self):
        return self._log.derivative()

    def signal(self, t: ArrayLike) -> Array:
        """√ᾱ(t)."""
        return np.exp(0.5 * self._log(t))

    def sigma(self, t: ArrayLike) -> Array:
        """√(1 − ᾱ(t))."""
        return np.sqrt(-np.expm1(self._log(t)))

    def rate(self, t: ArrayLike) -> Array:
        """β(t) = −d ln ᾱ/dt."""
        return -self._slope(t)


def ratio(a: ArrayLike, s: ArrayLike) -> Array:
    """u = s/a, noise over signal: the one clock on which all paths of noise are the same curve x/a."""
    return np.asarray(s) / np.asarray(a)


def between(u: ArrayLike, power: float) -> tuple[Array, Array]:
    """(a, s) with s/a = u and a^power + s^power = 1.

    Power 2 is diffusion (a² + s² = 1, the variance stays), power 1 the straight couplings of flow matching
    (a = 1 − τ, s = τ). BadArgument for a power outside [1, 2].
    """
    arguments.number("power", power, 1, 2, name="the power")
    u = np.asarray(u, np.float64)
    a = (1 + u**power) ** (-1 / power)
    return a, a * u
