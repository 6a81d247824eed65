"""Normal, Laplace, logistic, Student and Cauchy: loc + scale·Z with Z symmetric about 0."""

from abc import abstractmethod
from collections.abc import Iterable
from math import exp, inf, lgamma, log, nan, pi

import numpy as np
from scipy import special

from explainer.divergence.distributions.base import Array
from explainer.divergence.distributions.line import Continuous, Knot, Points, Tail

HALF_LOG_2PI = 0.5 * log(2 * pi)


class LocationScale(Continuous):
    """loc + scale·Z; the line is cut at the distances `rungs`, in units of scale, from loc."""

    rungs: tuple[float, ...]
    order: int
    peak = "soft"

    def __init__(self, loc: float, scale: float) -> None:
        self.loc, self.scale = loc, scale
        self.params = (loc, scale)
        self.left = self.right = Tail(self.order, log(scale))

    def z(self, x: Points) -> Array:
        """(x − loc)/scale."""
        return x.off(self.loc) / self.scale

    def knots(self) -> Iterable[Knot]:
        yield Knot(self.loc, self.loc, self.scale, self.peak)
        before = 0.0
        for rung in self.rungs:
            step = (rung - before) * self.scale
            yield Knot(self.loc - rung * self.scale, self.loc, step)
            yield Knot(self.loc + rung * self.scale, self.loc, step)
            before = rung

    @abstractmethod
    def standard_cdf(self, z: Array) -> Array:
        """P(Z ≤ z), to full relative precision for z → −∞."""

    def cdf(self, x: Points) -> Array:
        return self.standard_cdf(self.z(x))

    def sf(self, x: Points) -> Array:
        return self.standard_cdf(-self.z(x))


class Normal(LocationScale):
    name, order, rungs = "normal", 2, (2.0, 4.5, 8.0, 14.0, 38.0)

    def logpdf(self, x: Points) -> Array:
        z = self.z(x)
        return -0.5 * z * z - (log(self.scale) + HALF_LOG_2PI)

    def standard_cdf(self, z: Array) -> Array:
        return special.ndtr(z)

    def sample(self, rng: np.random.Generator, n: int) -> Array:
        return rng.normal(self.loc, self.scale, n)

    @property
    def moments(self) -> tuple[float, float]:
        return self.loc, self.scale**2

    @property
    def entropy(self) -> float:
        return 0.5 + HALF_LOG_2PI + log(self.scale)


class Laplace(LocationScale):
    name, order, rungs, peak = "laplace", 1, (2.0, 5.0, 10.0, 20.0, 40.0), "hard"

    def logpdf(self, x: Points) -> Array:
        return -np.abs(self.z(x)) - log(2 * self.scale)

    def standard_cdf(self, z: Array) -> Array:
        half = 0.5 * np.exp(-np.abs(z))
        return np.where(z < 0, half, 1 - half)

    def sample(self, rng: np.random.Generator, n: int) -> Array:
        return rng.laplace(self.loc, self.scale, n)

    @property
    def moments(self) -> tuple[float, float]:
        return self.loc, 2 * self.scale**2

    @property
    def entropy(self) -> float:
        return 1 + log(2 * self.scale)


class Logistic(LocationScale):
    name, order, rungs = "logistic", 1, (1.5, 3.5, 7.0, 14.0, 25.0, 40.0)

    def logpdf(self, x: Points) -> Array:
        z = np.abs(self.z(x))
        return -z - 2 * np.log1p(np.exp(-z)) - log(self.scale)

    def standard_cdf(self, z: Array) -> Array:
        return special.expit(z)

    def sample(self, rng: np.random.Generator, n: int) -> Array:
        return rng.logistic(self.loc, self.scale, n)

    @property
    def moments(self) -> tuple[float, float]:
        return self.loc, (pi * self.scale) ** 2 / 3

    @property
    def entropy(self) -> float:
        return 2 + log(self.scale)


class StudentT(LocationScale):
    """Student's t; with df = 1 it is called by its own name, the Cauchy distribution."""

    order, rungs = 0, (0.6, 1.5, 4.0, 10.0, 30.0)

    def __init__(self, df: float, loc: float, scale: float) -> None:
        super().__init__(loc, scale)
        self.df = df
        self.name = "cauchy" if df == 1 else "student_t"
        self.params = (loc, scale) if df == 1 else (df, loc, scale)
        self.log_norm = half_step(df / 2) - 0.5 * log(df * pi)
        # P(Z > z) → norm · df^((df − 1)/2) · z^−df
        log_coefficient = self.log_norm + (df - 1) / 2 * log(df) + df * log(scale)
        coefficient = exp(log_coefficient) if abs(log_coefficient) < 700 else 0.0
        self.left = self.right = Tail(0, log(scale), df, coefficient)

    def logpdf(self, x: Points) -> Array:
        z = self.z(x)
        with np.errstate(over="ignore"):
            growth = np.log1p(z * z / self.df)
        far = np.abs(z) > 1e100
        if far.any():
            distance = np.broadcast_to(x.log(self.loc), growth.shape)[far]
            growth[far] = 2 * (distance - log(self.scale)) - log(self.df)
        return self.log_norm - log(self.scale) - (self.df + 1) / 2 * growth

    def standard_cdf(self, z: Array) -> Array:
        if self.df == 1:
            return np.arctan2(1.0, -z) / pi
        with np.errstate(over="ignore"):
            tail = 0.5 * special.betainc(self.df / 2, 0.5, self.df / (self.df + z * z))
        return np.where(z < 0, tail, 1 - tail)

    def sample(self, rng: np.random.Generator, n: int) -> Array:
        return self.loc + self.scale * rng.standard_t(self.df, n)

    @property
    def moments(self) -> tuple[float, float]:
        if self.df <= 1:
            return nan, nan
        return self.loc, self.scale**2 * self.df / (self.df - 2) if self.df > 2 else inf

    @property
    def entropy(self) -> float:
        half = self.df / 2
        grow = (half + 0.5) * (special.digamma(half + 0.5) - special.digamma(half))
        return float(grow - self.log_norm + log(self.scale))


def half_step(x: float) -> float:
    """ln Γ(x + ½) − ln Γ(x), without cancellation for large x."""
    if x < 40:
        return lgamma(x + 0.5) - lgamma(x)
    series = -1 / (8 * x) + 1 / (192 * x**3) - 1 / (640 * x**5) + 17 / (14336 * x**7)
    return 0.5 * log(x) + series
