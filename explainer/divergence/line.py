"""What a density on the line must offer: log density, distribution function, tails and cut places.

All formulas are vectorised and take `Points`, not bare numbers: a point is an anchor and an
offset, so that the distance to a pole or a narrow peak keeps all its digits.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import inf, log

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
EPS = float(np.finfo(np.float64).eps)


class Points:
    """Places anchor + offset on the line; log_offset = ln |offset| where the caller has it."""

    def __init__(self, anchor: ArrayLike, offset: ArrayLike = 0.0, log_offset: Array | None = None) -> None:
        self.anchor = np.asarray(anchor, dtype=np.float64)
        self.offset = np.asarray(offset, dtype=np.float64)
        self.log_offset = log_offset

    @property
    def x(self) -> Array:
        """The places themselves, rounded."""
        return self.anchor + self.offset

    def off(self, c: float) -> Array:
        """x − c, exact to rounding of the offset where c is the anchor."""
        return (self.anchor - c) + self.offset

    def log(self, c: float) -> Array:
        """ln |x − c|, also where the distance itself would underflow or overflow."""
        with np.errstate(divide="ignore"):
            plain = np.log(np.abs(self.off(c)))
        if self.log_offset is None:
            return plain
        return np.where(self.anchor == c, self.log_offset, plain)


@dataclass(frozen=True)
class Tail:
    """How a density falls towards ±∞.

    `order` k: ln p ≈ −c·|x|^k (0 for a power law or a lognormal). `index` α: P(X > x) ≈
    `coefficient`·x^−α, ∞ if lighter than every power. `spread`: a lognormal's std of ln x.
    """

    order: int
    log_scale: float
    index: float = inf
    coefficient: float = 0.0
    spread: float = 0.0

    def reach(self, k: int = 0) -> float:
        """ln of the distance beyond which |x|^k p adds nothing to an integral in float64."""
        if self.index < inf:
            return self.log_scale + 40 / max(self.index - k, 0.1)
        if self.order == 0:
            return self.log_scale + k * self.spread**2 + 40 * self.spread
        return self.log_scale + log(60 if self.order == 2 else 800)


@dataclass(frozen=True)
class Knot:
    """A place to cut the line; `step` is the distance over which the density changes there.

    `kind` is "soft", "hard" (a kink or jump: never dropped) or "pole" (hard, and the pieces beside
    it are integrated in ln |x − pole|, down to where a mass ∝ |x − pole|^min(rate, 1) has run out).
    """

    x: float
    centre: float
    step: float
    kind: str = "soft"
    rate: float = 1.0


class Continuous:
    """A density on the line; subclasses fill in what is listed here."""

    name: str
    params: tuple
    support: tuple[tuple[float, float], ...] = ((-inf, inf),)
    left: Tail | None = None
    right: Tail | None = None
    discrete = False
    dimension = 1
    noise = 8 * EPS  # rounding of ln p where p has its mass

    def logpdf(self, x: Points) -> Array:
        """ln p(x) in nats, −∞ off the support."""
        raise NotImplementedError

    def cdf(self, x: Points) -> Array:
        """P(X ≤ x), to full relative precision in the left tail."""
        raise NotImplementedError

    def sf(self, x: Points) -> Array:
        """P(X > x), to full relative precision in the right tail."""
        raise NotImplementedError

    def knots(self) -> Iterable[Knot]:
        """The places to cut at before integrating."""
        raise NotImplementedError

    def sample(self, rng: np.random.Generator, n: int) -> Array:
        """n independent draws."""
        raise NotImplementedError

    @property
    def moments(self) -> tuple[float, float]:
        """Mean and variance; nan or ∞ where they do not exist."""
        raise NotImplementedError

    @property
    def entropy(self) -> float | None:
        """−∫ p ln p in nats, None where there is no closed form."""
        return None

    @property
    def key(self) -> tuple:
        """Equal keys mean equal distributions."""
        return (self.name, *self.params)

    def __str__(self) -> str:
        return f"{self.name}({', '.join(f'{v:.12g}' for v in self.params)})"


class Mixture(Continuous):
    """Σ wᵢ pᵢ with Σ wᵢ = 1."""

    name = "mixture"

    def __init__(self, weights: Iterable[float], parts: tuple[Continuous, ...]) -> None:
        self.weights, self.parts = np.array(list(weights)), parts
        self.support = unite(s for part in parts for s in part.support)
        self.left = _heaviest(self.weights, [p.left for p in parts])
        self.right = _heaviest(self.weights, [p.right for p in parts])
        self.noise = max(p.noise for p in parts)

    @cached_property
    def params(self) -> tuple:
        pairs = zip(self.weights.tolist(), (p.key for p in self.parts), strict=True)
        return tuple(sorted(pairs, key=repr))

    def logpdf(self, x: Points) -> Array:
        return log_sum(np.log(self.weights), [p.logpdf(x) for p in self.parts])

    def cdf(self, x: Points) -> Array:
        return sum(w * p.cdf(x) for w, p in zip(self.weights, self.parts, strict=True))

    def sf(self, x: Points) -> Array:
        return sum(w * p.sf(x) for w, p in zip(self.weights, self.parts, strict=True))

    def knots(self) -> Iterable[Knot]:
        for part in self.parts:
            yield from part.knots()

    def sample(self, rng: np.random.Generator, n: int) -> Array:
        counts = rng.multinomial(n, self.weights / self.weights.sum())
        drawn = [p.sample(rng, c) for p, c in zip(self.parts, counts, strict=True)]
        return rng.permutation(np.concatenate(drawn))

    @property
    def moments(self) -> tuple[float, float]:
        means, variances = np.array([p.moments for p in self.parts]).T
        mean = float(self.weights @ means)
        return mean, float(self.weights @ (variances + (means - mean) ** 2))

    def __str__(self) -> str:
        terms = zip(self.weights, self.parts, strict=True)
        return " + ".join(f"{w:.12g}*{p}" for w, p in terms)


def log_sum(log_weights: Array, logs: list[Array]) -> Array:
    """ln Σ wᵢ exp(logsᵢ) without overflow."""
    stack = np.stack(np.broadcast_arrays(*logs))
    stack += log_weights.reshape(-1, *[1] * (stack.ndim - 1))
    top = stack.max(0)
    with np.errstate(all="ignore"):
        stack -= np.where(np.isfinite(top), top, 0.0)
        return top + np.log(np.exp(stack, out=stack).sum(0))


def unite(intervals: Iterable[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """The union of intervals, sorted; touching ones are joined."""
    joined: list[tuple[float, float]] = []
    for lo, hi in sorted(intervals):
        if joined and lo <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(hi, joined[-1][1]))
        else:
            joined.append((lo, hi))
    return tuple(joined)


def _heaviest(weights: Array, tails: list[Tail | None]) -> Tail | None:
    """The mixture's tail: the index and order of its heaviest part, the reach of the farthest."""
    present = [(w, t) for w, t in zip(weights, tails, strict=True) if t is not None]
    if not present:
        return None
    index, order = min(t.index for _, t in present), min(t.order for _, t in present)
    coefficient = sum(w * t.coefficient for w, t in present if t.index == index)
    scale, spread = max(t.log_scale for _, t in present), max(t.spread for _, t in present)
    return Tail(order, scale, index, float(coefficient), spread)
