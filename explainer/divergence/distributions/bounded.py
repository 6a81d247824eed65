"""Families whose support has an end: uniform, exponential, gamma, lognormal and beta."""

from collections.abc import Iterable
from math import exp, expm1, inf, lgamma, log, log1p, pi, sqrt

import numpy as np
from scipy import special

from explainer.divergence.distributions.base import EPS, Array
from explainer.divergence.distributions.line import Continuous, Knot, Points, Tail
from explainer.divergence.distributions.symmetric import HALF_LOG_2PI


class Uniform(Continuous):
    name = "uniform"

    def __init__(self, a: float, b: float) -> None:
        self.a, self.b = a, b
        self.params, self.support = (a, b), ((a, b),)

    def logpdf(self, x: Points) -> Array:
        inside = (x.off(self.a) >= 0) & (x.off(self.b) <= 0)
        return np.where(inside, -log(self.b - self.a), -inf)

    def cdf(self, x: Points) -> Array:
        return np.clip(x.off(self.a) / (self.b - self.a), 0, 1)

    def sf(self, x: Points) -> Array:
        return np.clip(-x.off(self.b) / (self.b - self.a), 0, 1)

    def knots(self) -> Iterable[Knot]:
        yield Knot(self.a, self.a, self.b - self.a, "hard")
        yield Knot(self.b, self.b, self.b - self.a, "hard")

    def sample(self, rng: np.random.Generator, n: int) -> Array:
        return rng.uniform(self.a, self.b, n)

    @property
    def moments(self) -> tuple[float, float]:
        return (self.a + self.b) / 2, (self.b - self.a) ** 2 / 12

    @property
    def entropy(self) -> float:
        return log(self.b - self.a)


class Exponential(Continuous):
    name = "exponential"
    support = ((0.0, inf),)

    def __init__(self, rate: float) -> None:
        self.rate, self.scale, self.shape = rate, 1 / rate, 1.0
        self.params = (rate,)
        self.right = Tail(1, -log(rate))

    def logpdf(self, x: Points) -> Array:
        d = x.off(0)
        return np.where(d >= 0, log(self.rate) - self.rate * d, -inf)

    def cdf(self, x: Points) -> Array:
        return -np.expm1(-self.rate * np.maximum(x.off(0), 0))

    def sf(self, x: Points) -> Array:
        return np.exp(-self.rate * np.maximum(x.off(0), 0))

    def knots(self) -> Iterable[Knot]:
        yield Knot(0.0, 0.0, self.scale, "hard")
        for rung in (2.0, 5.0, 10.0, 20.0, 40.0):
            yield Knot(rung * self.scale, 0.0, rung * self.scale / 2)

    def sample(self, rng: np.random.Generator, n: int) -> Array:
        return rng.exponential(self.scale, n)

    @property
    def moments(self) -> tuple[float, float]:
        return self.scale, self.scale**2

    @property
    def entropy(self) -> float:
        return 1 - log(self.rate)


class Gamma(Continuous):
    name = "gamma"
    support = ((0.0, inf),)

    def __init__(self, shape: float, scale: float) -> None:
        self.shape, self.scale, self.rate = shape, scale, 1 / scale
        self.params = (shape, scale)
        self.log_norm = -lgamma(shape) - log(scale)
        self.noise = EPS * (8 + abs(lgamma(shape)) + 2 * shape * (1 + abs(log(shape))))
        self.cdf_noise = EPS * (64 + 2 * sqrt(shape))  # of SciPy's function, and of x/scale
        self.right = Tail(1, log(scale) + log1p(shape / 40))

    def logpdf(self, x: Points) -> Array:
        d = x.off(0)
        with np.errstate(over="ignore"):
            logs = (self.shape - 1) * (x.log(0) - log(self.scale)) - d / self.scale + self.log_norm
        return np.where((d > 0) | _deep(x, 0, 1), logs, -inf)

    def cdf(self, x: Points) -> Array:
        return lower_gamma(self.shape, np.maximum(x.off(0) / self.scale, 0))

    def sf(self, x: Points) -> Array:
        return special.gammaincc(self.shape, np.maximum(x.off(0) / self.scale, 0))

    def knots(self) -> Iterable[Knot]:
        yield Knot(0.0, 0.0, self.scale * self.shape, "pole", self.shape)
        mean, sd = self.shape * self.scale, sqrt(self.shape) * self.scale
        right = max(sd, self.scale)
        yield Knot(mean, 0.0, sd)
        for rung in (2.0, 4.5, 8.0, 16.0, 40.0):
            yield Knot(mean + rung * right, 0.0, rung * right / 2)
            if rung * sd < mean and rung < 10:
                yield Knot(mean - rung * sd, 0.0, rung * sd / 2)

    def sample(self, rng: np.random.Generator, n: int) -> Array:
        return rng.gamma(self.shape, self.scale, n)

    @property
    def moments(self) -> tuple[float, float]:
        return self.shape * self.scale, self.shape * self.scale**2

    @property
    def entropy(self) -> float:
        k = self.shape
        return float(k + log(self.scale) + lgamma(k) + (1 - k) * special.digamma(k))


def lower_gamma(shape: float, x: Array) -> Array:
    """The regularised lower incomplete gamma function P(shape, x), to full relative precision.

    SciPy breaks its series off after 2,000 terms, which costs large shapes their left tail. There
    P = ½ erfc(−η√(a/2)) − e^(−aη²/2)/√(2πa) Σ C_k(η) a^−k is used (Temme, 1979; DLMF 8.12), with two terms.
    """
    below = np.asarray(special.gammainc(shape, x))
    if shape < 1e5:
        return below
    gap = np.asarray(x) / shape - 1
    far = (gap < -4 / sqrt(shape)) & (gap > -0.13)  # beyond, P is 0 in float64
    mu = np.where(far, gap, -0.1)
    powers = mu[..., None] ** np.arange(2, 25)
    half = (powers * ((-1.0) ** np.arange(2, 25) / np.arange(2, 25))).sum(-1)  # η²/2 = μ − ln(1 + μ)
    eta = -np.sqrt(2 * half)
    first = 1 / mu - 1 / eta
    second = 1 / eta**3 - 1 / mu**3 - 1 / mu**2 - 1 / (12 * mu)
    decay = np.exp(-shape * half) / sqrt(2 * pi * shape)
    tail = special.erfc(-eta * sqrt(shape / 2)) / 2 - decay * (first + second / shape)
    return np.where(far, tail, np.where(gap <= -0.13, 0.0, below))


class LogNormal(Continuous):
    """exp(mean + std·Z), Z standard normal."""

    name = "lognormal"
    support = ((0.0, inf),)

    def __init__(self, mean: float, std: float) -> None:
        self.mean, self.std = mean, std
        self.params = (mean, std)
        self.right = Tail(0, mean, spread=std)
        self.noise = EPS * (8 + abs(mean)) * max(1.0, 1 / std)

    def z(self, x: Points) -> Array:
        """(ln x − mean)/std; −∞ for x ≤ 0."""
        inside = (x.off(0) > 0) | _deep(x, 0, 1)
        return np.where(inside, (x.log(0) - self.mean) / self.std, -inf)

    def logpdf(self, x: Points) -> Array:
        z = self.z(x)
        with np.errstate(invalid="ignore"):
            logs = -0.5 * z * z - x.log(0) - (log(self.std) + HALF_LOG_2PI)
        return np.where(np.isneginf(z), -inf, logs)

    def cdf(self, x: Points) -> Array:
        return special.ndtr(self.z(x))

    def sf(self, x: Points) -> Array:
        return special.ndtr(-self.z(x))

    def knots(self) -> Iterable[Knot]:
        yield Knot(0.0, 0.0, exp(self.mean - self.std), "pole", max(1.0 / self.std, 1e-3))
        for rung in (-38.0, -14.0, -8.0, -4.5, -2.0, 0.0, 2.0, 4.5, 8.0, 14.0, 38.0):
            if abs(t := self.mean + rung * self.std) < 300:
                yield Knot(exp(t), 0.0, exp(t) * -expm1(-2 * self.std))

    def sample(self, rng: np.random.Generator, n: int) -> Array:
        return rng.lognormal(self.mean, self.std, n)

    @property
    def moments(self) -> tuple[float, float]:
        s2 = self.std**2
        return exp(self.mean + s2 / 2), expm1(s2) * exp(2 * self.mean + s2)

    @property
    def entropy(self) -> float:
        return self.mean + 0.5 + HALF_LOG_2PI + log(self.std)


class Beta(Continuous):
    name = "beta"
    support = ((0.0, 1.0),)

    def __init__(self, a: float, b: float) -> None:
        self.a, self.b = a, b
        self.params = (a, b)
        self.log_norm = -float(special.betaln(a, b))
        self.noise = EPS * (8 + 2 * abs(self.log_norm) + a + b)

    def logpdf(self, x: Points) -> Array:
        inside = ((x.off(0) > 0) | _deep(x, 0, 1)) & ((x.off(1) < 0) | _deep(x, 1, -1))
        with np.errstate(invalid="ignore"):
            logs = (self.a - 1) * x.log(0) + (self.b - 1) * x.log(1) + self.log_norm
        return np.where(inside, logs, -inf)

    def cdf(self, x: Points) -> Array:
        low = special.betainc(self.a, self.b, np.clip(x.off(0), 0, 1))
        high = special.betaincc(self.b, self.a, np.clip(-x.off(1), 0, 1))
        return np.where(x.x < 0.5, low, high)

    def sf(self, x: Points) -> Array:
        low = special.betaincc(self.a, self.b, np.clip(x.off(0), 0, 1))
        high = special.betainc(self.b, self.a, np.clip(-x.off(1), 0, 1))
        return np.where(x.x < 0.5, low, high)

    def knots(self) -> Iterable[Knot]:
        mean, var = self.moments
        sd = sqrt(var)
        yield Knot(0.0, 0.0, mean, "pole", self.a)
        yield Knot(1.0, 1.0, 1 - mean, "pole", self.b)
        for rung in (0.0, -2.0, 2.0, -4.5, 4.5, -8.0, 8.0, -16.0, 16.0):
            x = mean + rung * sd
            if 0 < x < 1:
                yield Knot(x, 0.0 if x < 0.5 else 1.0, max(abs(rung), 1) / 2 * sd)

    def sample(self, rng: np.random.Generator, n: int) -> Array:
        return rng.beta(self.a, self.b, n)

    @property
    def moments(self) -> tuple[float, float]:
        total = self.a + self.b
        return self.a / total, self.a * self.b / total**2 / (total + 1)

    @property
    def entropy(self) -> float:
        a, b = self.a, self.b
        psi = special.digamma
        grow = (a - 1) * psi(a) + (b - 1) * psi(b) - (a + b - 2) * psi(a + b)
        return float(-self.log_norm - grow)


def _deep(x: Points, pole: float, side: int) -> Array | bool:
    """Whether a point lies on `side` of the pole, but nearer than a float can tell (offset ±0)."""
    if x.log_offset is None:
        return False
    same_side = np.signbit(x.offset) == (side < 0)
    return (x.anchor == pole) & (x.offset == 0) & (x.log_offset < 0) & same_side
