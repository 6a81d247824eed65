"""Families on the whole numbers: Bernoulli, binomial, Poisson, geometric, categorical."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from math import inf, log, log1p, sqrt

import numpy as np
from scipy import special

from explainer.divergence.distributions.base import Array, Univariate, WeightedNumbers, log_sum, phi, unite
from explainer.divergence.distributions.symmetric import HALF_LOG_2PI


class Discrete(Univariate):
    """Probabilities of whole numbers; `support` holds half-open runs [first, last + 1)."""

    support: tuple[tuple[float, float], ...]
    discrete = True

    @abstractmethod
    def logpmf(self, k: Array) -> Array:
        """ln P(X = k), −∞ off the support."""

    def window(self) -> tuple[int, int]:
        """The first and last k; less than 1e-25 of the mass lies outside."""
        return int(self.support[0][0]), int(self.support[-1][1]) - 1


class Categorical(Discrete):
    """P(X = i) = probs[i], i = 0 … k − 1; Bernoulli(p) is (1 − p, p)."""

    def __init__(self, probs: Iterable[float], name: str = "categorical") -> None:
        self.probs = np.array(list(probs))
        self.name = name
        self.params = tuple(self.probs.tolist()) if name == "categorical" else (self.probs[1],)
        self.support = unite((float(i), i + 1.0) for i in np.flatnonzero(self.probs).tolist())

    def logpmf(self, k: Array) -> Array:
        inside = (k >= 0) & (k < len(self.probs))
        with np.errstate(divide="ignore"):
            logs = np.log(self.probs)
        return np.where(inside, logs[np.where(inside, k, 0).astype(int)], -inf)

    def sample(self, rng: np.random.Generator, n: int) -> Array:
        return rng.choice(len(self.probs), n, p=self.probs).astype(np.float64)

    @property
    def moments(self) -> tuple[float, float]:
        k = np.arange(len(self.probs))
        mean = float(self.probs @ k)
        return mean, float(self.probs @ (k - mean) ** 2)

    @property
    def entropy(self) -> float:
        return float(special.entr(self.probs).sum())

    @property
    def key(self) -> tuple:
        return ("categorical", *self.probs[: np.flatnonzero(self.probs)[-1] + 1].tolist())


class Binomial(Discrete):
    name = "binomial"

    def __init__(self, n: int, p: float) -> None:
        self.n, self.p = n, p
        self.params = (n, p)
        self.support = ((0.0, n + 1.0),) if 0 < p < 1 else ((n * p, n * p + 1),)

    def logpmf(self, k: Array) -> Array:
        n, p = self.n, self.p
        if p in (0, 1):
            return np.where(k == n * p, 0.0, -inf)
        i = np.clip(k, 1, max(n - 1, 1)).astype(np.float64)
        j = np.maximum(n - i, 1)
        logs = stirling(np.array(float(n))) - stirling(i) - stirling(j)
        logs = logs - excess(i, n * p) - excess(j, n * (1 - p)) + 0.5 * np.log(n / (i * j))
        logs = logs - HALF_LOG_2PI
        logs = np.where(k == 0, n * log1p(-p), np.where(k == n, n * log(p), logs))
        return np.where((k >= 0) & (k <= n), logs, -inf)

    def window(self) -> tuple[int, int]:
        mean, spread = self.n * self.p, 15 * sqrt(self.n * self.p * (1 - self.p)) + 60
        return max(int(mean - spread), 0), min(int(mean + spread) + 1, self.n)

    def sample(self, rng: np.random.Generator, n: int) -> Array:
        return rng.binomial(self.n, self.p, n).astype(np.float64)

    @property
    def moments(self) -> tuple[float, float]:
        return self.n * self.p, self.n * self.p * (1 - self.p)


class Poisson(Discrete):
    name = "poisson"
    support = ((0.0, inf),)

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self.params = (rate,)

    def logpmf(self, k: Array) -> Array:
        i = np.maximum(k, 1).astype(np.float64)
        logs = -stirling(i) - excess(i, self.rate) - 0.5 * np.log(i) - HALF_LOG_2PI
        return np.where(k > 0, logs, np.where(k == 0, -self.rate, -inf))

    def window(self) -> tuple[int, int]:
        spread = 15 * sqrt(self.rate) + 60
        return max(int(self.rate - spread), 0), int(self.rate + spread) + 1

    def sample(self, rng: np.random.Generator, n: int) -> Array:
        return rng.poisson(self.rate, n).astype(np.float64)

    @property
    def moments(self) -> tuple[float, float]:
        return self.rate, self.rate


class Geometric(Discrete):
    """The number of trials up to the first success: P(X = k) = (1 − p)^(k − 1) p, k = 1, 2, …"""

    name = "geometric"

    def __init__(self, p: float) -> None:
        self.p = p
        self.params = (p,)
        self.support = ((1.0, inf),) if p < 1 else ((1.0, 2.0),)

    def logpmf(self, k: Array) -> Array:
        if self.p == 1:
            return np.where(k == 1, 0.0, -inf)
        return np.where(k >= 1, (k - 1) * log1p(-self.p) + log(self.p), -inf)

    def window(self) -> tuple[int, int]:
        return 1, 1 if self.p == 1 else 2 + int(60 / -log1p(-self.p))

    def sample(self, rng: np.random.Generator, n: int) -> Array:
        return rng.geometric(self.p, n).astype(np.float64)

    @property
    def moments(self) -> tuple[float, float]:
        return 1 / self.p, (1 - self.p) / self.p**2

    @property
    def entropy(self) -> float:
        rest = 1 - self.p
        return float(special.entr(self.p) - (rest * log1p(-self.p) if rest else 0.0)) / self.p


class DiscreteMixture(WeightedNumbers, Discrete):
    """Σ wᵢ pᵢ with Σ wᵢ = 1."""

    def __init__(self, weights: Iterable[float], parts: Sequence[Discrete]) -> None:
        super().__init__(weights, parts)
        self.support = unite(s for part in self.parts for s in part.support)

    def logpmf(self, k: Array) -> Array:
        return log_sum(np.log(self.weights), [p.logpmf(k) for p in self.parts])

    def window(self) -> tuple[int, int]:
        windows = [p.window() for p in self.parts]
        return min(w[0] for w in windows), max(w[1] for w in windows)


def stirling(k: Array) -> Array:
    """ln Γ(k + 1) − (k + ½) ln k + k − ½ ln 2π for k ≥ 1 (Loader, 2000: the error of Stirling)."""
    y = 1 / k
    series = y / 12 * (1 - y * y / 30 * (1 - y * y * 2 / 7 * (1 - y * y * 3 / 4)))
    low = np.minimum(k, 16.0)
    plain = special.gammaln(low + 1) - (low + 0.5) * np.log(low) + low - HALF_LOG_2PI
    return np.where(k < 16, plain, series)


def excess(k: Array, mean: float) -> Array:
    """k ln(k/mean) + mean − k ≥ 0 without cancellation (Loader's bd0)."""
    near = np.abs(mean - k) < 0.1 * k
    return k * phi(np.where(near, np.log1p((mean - k) / k), np.log(mean / k)))
