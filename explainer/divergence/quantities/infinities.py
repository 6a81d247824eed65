"""Which divergences of a pair are undefined or infinite, and why."""

from collections.abc import Iterable, Iterator
from math import inf, isfinite
from typing import NamedTuple

import numpy as np

from explainer.divergence.distributions.line import Continuous, Mixture, Points, Tail
from explainer.divergence.labels import number
from explainer.maths.arguments import BadArgument
from explainer.maths.numerals import numeral


class Reason(NamedTuple):
    """What makes a value infinite, "support" or "tails", and a sentence about it."""

    method: str
    why: str


def comparable(p, q) -> None:
    """Raise BadArgument("q"), which says why, where no divergence of p from q is defined."""
    if p.discrete != q.discrete:
        kinds = ("probabilities", "a density") if p.discrete else ("a density", "probabilities")
        sentence = f"p has {kinds[0]} and q has {kinds[1]}: a single number has probability 0 under a density"
        raise BadArgument("q", f"{sentence}, so p(x)/q(x) does not exist")
    if p.dimension != q.dimension:
        sentence = f"p lives in {p.dimension} dimension(s) and q in {q.dimension}: compare like with like"
        raise BadArgument("q", sentence)


def why_infinite(p, q, names: str = "pq") -> Reason | None:
    """Why D(p‖q) = ∞ (a set where p > 0 = q, or a tail), None where it is finite."""
    if p.dimension > 1:
        return None
    return _uncovered(p, q, *names) or _too_heavy(p, q, *names)


def _uncovered(p, q, u: str, v: str) -> Reason | None:
    """A set where p > 0 = q; the sentence calls p and q u and v."""
    for lo, hi in p.support:
        for a, b in _outside(lo, hi, q.support):
            if p.discrete:
                numbers = f"x = {a:.6g}" if b == a + 1 else f"x ≥ {a:.6g}"
                if b != a + 1 and b < inf:
                    numbers = f"x = {a:.6g} … {b - 1:.6g}"
                return Reason("support", f"{u}(x) > 0 = {v}(x) at {numbers}")
            mass = _mass(p, a, b)  # above 0, even where no float is as small
            held = f"{mass:.3g} of {u}" if mass > 0 else f"of {u} less than any number here, and yet more than 0"
            ends = ", ".join(numeral(end, ".6g") if isfinite(end) else number(end, 6) for end in (a, b))
            where = f"on ({ends}), which holds {held}"
            return Reason("support", f"{u}(x) > 0 = {v}(x) {where}")
    return None


def _too_heavy(p, q, u: str, v: str) -> Reason | None:
    """A tail of p in which the mean of ln q diverges."""
    if p.discrete:
        return None
    for side, mine, other in (("left", p.left, q.left), ("right", p.right, q.right)):
        if mine is not None and mine.index <= other.order:
            this_falls = f"{u}'s {side} tail falls only like |x|^−{mine.index + 1:.6g}"
            other_falls = f"ln {v} falls like −|x|^{other.order}"
            return Reason("tails", f"{this_falls}, {other_falls}: E_{u}[−ln {v}] diverges")
    return None


def why_far(p, q) -> Reason | None:
    """Why W₁ = ∞ for two densities on the line, None where it is finite."""
    if p.discrete:
        return None
    for side, word in ((-1, "left"), (1, "right")):
        a, b = _tail_coefficients(p, side), _tail_coefficients(q, side)
        for index in a.keys() | b.keys():
            c, d = a.get(index, 0.0), b.get(index, 0.0)
            if abs(c - d) > 1e-12 * max(c, d):
                return Reason("tails", f"the {word} tails part like |x|^−{index:.6g}, whose integral diverges")
    return None


def _outside(lo: float, hi: float, cover: Iterable[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """The parts of (lo, hi) that the sorted intervals do not cover."""
    for a, b in cover:
        if lo < min(a, hi):
            yield lo, min(a, hi)
        lo = max(lo, b)
    if lo < hi:
        yield lo, hi


def _tail_coefficients(p: Continuous, side: int) -> dict[float, float]:
    """Index → coefficient of the power-law tails with index ≤ 1 on one side, summed over the parts."""
    parts = zip(p.weights, p.parts, strict=True) if isinstance(p, Mixture) else [(1.0, p)]
    coefficients: dict[float, float] = {}
    for weight, part in parts:
        tail: Tail | None = part.left if side < 0 else part.right
        if tail is not None and tail.index <= 1:
            coefficients[tail.index] = coefficients.get(tail.index, 0.0) + float(weight) * tail.coefficient
    return coefficients


def _mass(p: Continuous, lo: float, hi: float) -> float:
    """P(lo < X ≤ hi)."""
    ends = Points(np.array([lo, hi]))
    cdf, sf = p.cdf(ends), p.sf(ends)
    return float(cdf[1] - cdf[0] if cdf[0] < 0.5 else sf[0] - sf[1])
