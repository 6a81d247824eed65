"""What a density on the line must offer: log density, distribution function, tails and knots.

All formulas are vectorised and take `Points`, not bare numbers. A point is an anchor and an offset,
so that the distance to a pole or to a narrow peak keeps all its digits.
"""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf, log

import numpy as np
from numpy.typing import ArrayLike

from explainer.divergence.distributions.base import EPS, Array, Univariate, WeightedNumbers, log_sum, unite


class Points:
    """The points anchor + offset on the line; log_offset = ln |offset| where the caller knows it."""

    def __init__(self, anchor: ArrayLike, offset: ArrayLike = 0.0, log_offset: Array | None = None) -> None:
        self.anchor = np.asarray(anchor, dtype=np.float64)
        self.offset = np.asarray(offset, dtype=np.float64)
        self.log_offset = log_offset

    @property
    def x(self) -> Array:
        """The points as plain floats, rounded."""
        return self.anchor + self.offset

    def off(self, c: float) -> Array:
        """x − c, exact to rounding of the offset where c is the anchor."""
        return (self.anchor - c) + self.offset

    def log(self, c: float) -> Array:
        """ln |x − c|, even where the distance itself would underflow or overflow."""
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
    """A point at which the line is cut; `step` is the distance over which the density changes there.

    `kind` is "soft", "hard" (a kink or a jump: never dropped) or "pole". A pole is hard, too, and the
    pieces beside it are integrated in ln |x − pole|, until a mass ∝ |x − pole|^min(rate, 1) is used up.
    """

    x: float
    centre: float
    step: float
    kind: str = "soft"
    rate: float = 1.0


class Continuous(Univariate):
    """A density on the line; subclasses define what is listed here."""

    support: tuple[tuple[float, float], ...] = ((-inf, inf),)
    left: Tail | None = None
    right: Tail | None = None
    noise = 8 * EPS  # rounding of ln p where p has its mass
    cdf_noise: float | None = None  # relative rounding of F and of 1 − F there; `noise` where it is None

    @abstractmethod
    def logpdf(self, x: Points) -> Array:
        """ln p(x) in nats, −∞ off the support."""

    @abstractmethod
    def cdf(self, x: Points) -> Array:
        """P(X ≤ x), to full relative precision in the left tail."""

    @abstractmethod
    def sf(self, x: Points) -> Array:
        """P(X > x), to full relative precision in the right tail."""

    @abstractmethod
    def knots(self) -> Iterable[Knot]:
        """The points at which to cut before integrating."""

    @cached_property
    def cuts(self) -> tuple[Knot, ...]:
        """The knots, computed once: the window, the curves and the integrals all need them."""
        return tuple(self.knots())

    def quantiles(self, levels: ArrayLike) -> Array:
        """The x with P(X ≤ x) = level for each of n levels, (n,), to nine digits."""
        knots = [k.x for k in self.cuts]
        levels = np.asarray(levels, dtype=np.float64)[:, None]
        rows = np.arange(len(levels))
        lo, hi = np.full(len(rows), min(knots)), np.full(len(rows), max(knots))
        share = np.linspace(0, 1, 65)  # 64 parts per call cost little more than two halves
        for _ in range(34):
            x = lo[:, None] + (hi - lo)[:, None] * share
            under = (self.cdf(Points(x[:, 1:-1])) < levels).sum(1)
            lo, hi = x[rows, under], x[rows, under + 1]
            if (hi - lo <= 1e-9 * np.maximum(abs(lo), abs(hi))).all():
                break
        return (lo + hi) / 2

    @cached_property
    def middle(self) -> tuple[float, float]:
        """The ends of the middle 96 %, cached: a drag changes only one of two densities."""
        low, high = self.quantiles((0.02, 0.98)).tolist()
        return low, high


class Mixture(WeightedNumbers, Continuous):
    """Σ wᵢ pᵢ with Σ wᵢ = 1."""

    def __init__(self, weights: Iterable[float], parts: Sequence[Continuous]) -> None:
        super().__init__(weights, parts)
        self.support = unite(s for part in self.parts for s in part.support)
        self.left = _heaviest(self.weights, [p.left for p in self.parts])
        self.right = _heaviest(self.weights, [p.right for p in self.parts])
        self.noise = max(p.noise for p in self.parts)

    def logpdf(self, x: Points) -> Array:
        return log_sum(np.log(self.weights), [p.logpdf(x) for p in self.parts])

    def cdf(self, x: Points) -> Array:
        return sum(w * p.cdf(x) for w, p in zip(self.weights, self.parts, strict=True))

    def sf(self, x: Points) -> Array:
        return sum(w * p.sf(x) for w, p in zip(self.weights, self.parts, strict=True))

    def knots(self) -> Iterable[Knot]:
        for part in self.parts:
            yield from part.knots()


def _heaviest(weights: Array, tails: list[Tail | None]) -> Tail | None:
    """The mixture's tail: index and order of its heaviest part, reach of its farthest part."""
    present = [(w, t) for w, t in zip(weights, tails, strict=True) if t is not None]
    if not present:
        return None
    index, order = min(t.index for _, t in present), min(t.order for _, t in present)
    coefficient = sum(w * t.coefficient for w, t in present if t.index == index)
    scale, spread = max(t.log_scale for _, t in present), max(t.spread for _, t in present)
    return Tail(order, scale, index, float(coefficient), spread)
