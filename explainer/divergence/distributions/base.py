"""What every distribution offers, what every mixture shares, and the numerics of both."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
EPS = float(np.finfo(np.float64).eps)


def written(value: float) -> str:
    """The number in as few digits as read back as the same number, at least as 12 digits would."""
    short = f"{value:.12g}"
    return short if float(short) == value else repr(float(value))


class Distribution(ABC):
    """A distribution with a name and its parameters."""

    name: str
    params: tuple
    discrete = False
    dimension = 1

    @abstractmethod
    def sample(self, rng: np.random.Generator, n: int) -> Array:
        """n independent draws, (n,) or (n, dimension)."""

    @property
    def entropy(self) -> float | None:
        """−∫ p ln p or −Σ p ln p in nats, None where there is no closed form."""
        return None

    @property
    def key(self) -> tuple:
        """Equal keys mean equal distributions."""
        return (self.name, *self.params)

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(written, self.params))})"


class Univariate(Distribution):
    """A distribution of one number."""

    @property
    @abstractmethod
    def moments(self) -> tuple[float, float]:
        """Mean and variance; nan or ∞ where they do not exist."""


class Weighted(Distribution):
    """Σ wᵢ pᵢ with Σ wᵢ = 1."""

    name = "mixture"

    def __init__(self, weights: Iterable[float], parts: Sequence[Any]) -> None:
        self.weights, self.parts = np.array(list(weights)), tuple(parts)

    @cached_property
    def params(self) -> tuple:
        pairs = zip(self.weights.tolist(), (p.key for p in self.parts), strict=True)
        return tuple(sorted(pairs, key=repr))

    def sample(self, rng: np.random.Generator, n: int) -> Array:
        counts = rng.multinomial(n, self.weights / self.weights.sum())
        drawn = [p.sample(rng, c) for p, c in zip(self.parts, counts, strict=True)]
        return rng.permutation(np.concatenate(drawn))

    def __str__(self) -> str:
        terms = zip(self.weights, self.parts, strict=True)
        return " + ".join(f"{written(w)}*{p}" for w, p in terms)


class WeightedNumbers(Weighted, Univariate):
    """A mixture of distributions of one number."""

    @property
    def moments(self) -> tuple[float, float]:
        means, variances = np.array([p.moments for p in self.parts]).T
        mean = float(self.weights @ means)
        return mean, float(self.weights @ (variances + (means - mean) ** 2))


def phi(u: Array) -> Array:
    """eᵘ − 1 − u ≥ 0, to full relative precision; φ(u) ≈ u²/2 near 0."""
    u = np.asarray(u, dtype=np.float64)
    with np.errstate(over="ignore"):
        plain = np.expm1(u) - u
    small = np.abs(u) < 0.35
    if not small.any():
        return plain
    v = np.where(small, u, 0.0)
    series = np.ones_like(v)
    for k in range(13, 2, -1):
        series = 1 + v / k * series
    return np.where(small, v * v / 2 * series, plain)


def log_sum(log_weights: Array, logs: list[Array]) -> Array:
    """ln Σ wᵢ exp(logsᵢ) without overflow."""
    stack = np.stack(np.broadcast_arrays(*logs))
    stack += log_weights.reshape(-1, *[1] * (stack.ndim - 1))
    top = stack.max(0)
    with np.errstate(all="ignore"):
        stack -= np.where(np.isfinite(top), top, 0.0)
        return top + np.log(np.exp(stack, out=stack).sum(0))


def unite(intervals: Iterable[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """The union of intervals, sorted; touching intervals are joined."""
    joined: list[tuple[float, float]] = []
    for lo, hi in sorted(intervals):
        if joined and lo <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(hi, joined[-1][1]))
        else:
            joined.append((lo, hi))
    return tuple(joined)
