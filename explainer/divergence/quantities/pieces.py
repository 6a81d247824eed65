"""Pieces of the line for integration: cut where two densities change, each with its own variable.

A piece is either straight, x = anchor ± t, or logarithmic, x = anchor ± eᵗ. Pieces are logarithmic
beside a pole, along a tail, and across gaps that are long compared with the peak at their end.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, log

import numpy as np
from numpy.typing import NDArray

from explainer.divergence.distributions.base import Array
from explainer.divergence.distributions.line import Continuous, Knot, Points

Indices = NDArray[np.intp]
# With both ends: neither rule would notice a kink between an end and the first node.
_NODES = np.array([0.0, 0.04, 0.16, 0.33, 0.5, 0.67, 0.84, 0.96, 1.0])
WIDE = 4.0  # a gap this many times longer than its peak is cut logarithmically
FARTHEST = 345.0  # ln of the largest distance: its square is still a float


@dataclass(frozen=True)
class Pieces:
    """n pieces with t from lo to hi; `points` maps nodes (n, m) of the pieces `which` to the line."""

    lo: Array
    hi: Array
    anchor: Array
    side: Array
    straight: NDArray[np.bool_]

    def points(self, t: Array, which: Indices) -> tuple[Points, Array]:
        """The points at t (n, m) and ln |dx/dt| there."""
        straight = self.straight[which, None]
        if straight.all():  # most pieces are: they compute ln t only where it is needed
            return Points(self.anchor[which, None], self.side[which, None] * t), np.zeros_like(t)
        with np.errstate(all="ignore"):
            distance = np.where(straight, t, np.exp(np.minimum(t, 700.0)))
            log_distance = np.where(straight, np.log(t), t)
        points = Points(self.anchor[which, None], self.side[which, None] * distance, log_distance)
        return points, np.where(straight, 0.0, t)

    def sliced(self) -> "Pieces":
        """The same pieces, each cut again near both ends, so that no kink hides there."""
        share = np.array([0.0, 0.05, 0.95, 1.0])
        edges = self.lo[:, None] + (self.hi - self.lo)[:, None] * share
        edges[:, -1] = self.hi
        lo, hi = edges[:, :-1].ravel(), edges[:, 1:].ravel()
        return Pieces(lo, hi, *(np.repeat(a, 3) for a in (self.anchor, self.side, self.straight)))

    def cut(self, f: Callable[[Array, Indices], Array]) -> "Pieces":
        """The same pieces, cut again where f(t, which) (n, m) changes its sign.

        A cut that is off by δ costs δ², so a few steps of regula falsi (Illinois) are enough. A pair of
        crossings that is missed between two nodes mostly costs time only.
        """
        piece = np.arange(len(self.lo))
        t = self.lo[:, None] + (self.hi - self.lo)[:, None] * _NODES
        values = f(t, piece)
        signs = np.sign(np.nan_to_num(values, posinf=1, neginf=-1))
        which, at = np.nonzero(signs[:, 1:] * signs[:, :-1] < 0)
        if not len(which):
            return self
        a, b = t[which, at], t[which, at + 1]
        fa, fb = values[which, at], values[which, at + 1]
        for _ in range(12):
            with np.errstate(all="ignore"):
                c = b - fb * (b - a) / (fb - fa)
            c = np.where(np.isfinite(c), c, (a + b) / 2)
            fc = f(c[:, None], which)[:, 0]
            flip = fc * fb < 0
            a, fa = np.where(flip, b, a), np.where(flip, fb, fa / 2)
            moved, b, fb = np.abs(c - b), c, fc
            if (moved < 1e-8 * (self.hi - self.lo)[which]).all():
                break
        owner = np.concatenate([piece, which])
        lo = np.concatenate([self.lo, b])
        order = np.lexsort((lo, owner))
        lo, owner = lo[order], owner[order]
        last = np.append(owner[1:] != owner[:-1], True)
        hi = np.where(last, self.hi[owner], np.append(lo[1:], 0.0))
        keep = hi > lo
        lo, hi, owner = lo[keep], hi[keep], owner[keep]
        return Pieces(lo, hi, self.anchor[owner], self.side[owner], self.straight[owner])


def cover(p: Continuous, q: Continuous, powers: tuple[int, int] = (0, 0)) -> Pieces:
    """Pieces that cover all but 1e-16 of ∫ |x|^k p and ∫ |x|^l q, (k, l) = powers."""
    knots = _thin(sorted([*p.cuts, *q.cuts], key=lambda k: (k.x, k.kind == "soft")))
    pieces: list[tuple[float, float, float, int, bool]] = []
    for side, edge in ((-1, knots[0]), (1, knots[-1])):
        tails = [d.left if side < 0 else d.right for d in (p, q)]
        reach = [t.reach(k) for t, k in zip(tails, powers, strict=True) if t is not None]
        if reach:
            _tail(pieces, edge, side, max(reach))
    for a, b in zip(knots, knots[1:], strict=False):
        _gap(pieces, a, b)
    lo, hi, anchor, side, straight = np.array(pieces, dtype=np.float64).T
    return Pieces(lo, hi, anchor, side, straight.astype(bool))


def _thin(knots: list[Knot]) -> list[Knot]:
    """Without soft knots that are so near to another that the cut gains nothing; equal knots joined."""
    thin: list[Knot] = []
    for knot in knots:
        if thin and knot.x == thin[-1].x:
            thin[-1] = _join(thin[-1], knot)
            continue
        if thin:
            near = 0.3 * min(thin[-1].step, knot.step)
            if knot.x - thin[-1].x < near:
                if knot.kind == "soft":
                    continue
                if thin[-1].kind == "soft":
                    thin.pop()
        thin.append(knot)
    return thin


def _join(a: Knot, b: Knot) -> Knot:
    ranks = ("soft", "hard", "pole")
    kind = max(a.kind, b.kind, key=ranks.index)
    centre = a.centre if a.step <= b.step else b.centre
    return Knot(a.x, centre, min(a.step, b.step), kind, min(a.rate, b.rate))


def _tail(pieces: list, edge: Knot, side: int, reach: float) -> None:
    """From the outermost knot to where nothing is left: straight for one step, then logarithmic."""
    end = min(reach, FARTHEST)
    start = log(edge.step)
    if edge.kind == "pole":
        _log_piece(pieces, edge.x, side, start - 40 / min(edge.rate, 1), start)
    else:
        pieces.append((0.0, edge.step, edge.x, side, True))
    width = 1.0
    while start < end:
        pieces.append((start, min(start + width, end), edge.x, side, False))
        start += width
        width = min(2 * width, 64.0)


def _gap(pieces: list, a: Knot, b: Knot) -> None:
    """Between two neighbouring knots."""
    length = b.x - a.x
    half = length / 2
    if a.kind == "pole" and b.kind == "pole":
        _pole(pieces, a, 1, half)
        _pole(pieces, b, -1, half)
    elif a.kind == "pole":
        _pole(pieces, a, 1, length)
    elif b.kind == "pole":
        _pole(pieces, b, -1, length)
    else:
        left, right = max(a.x - a.centre, a.step), max(b.centre - b.x, b.step)
        far_left, far_right = length > WIDE * left, length > WIDE * right
        if far_left and far_right:
            _long(pieces, a, 1, half)
            _long(pieces, b, -1, half)
        elif far_left:
            _long(pieces, a, 1, length)
        elif far_right:
            _long(pieces, b, -1, length)
        elif a.step <= b.step:
            pieces.append((0.0, length, a.x, 1, True))
        else:
            pieces.append((0.0, length, b.x, -1, True))


def _pole(pieces: list, knot: Knot, side: int, length: float) -> None:
    end = log(length)
    _log_piece(pieces, knot.x, side, min(end, log(knot.step)) - 40 / min(knot.rate, 1), end)


def _long(pieces: list, knot: Knot, side: int, length: float) -> None:
    """Away from a peak across a long gap: one straight step, then logarithmic pieces."""
    step = min(max(abs(knot.x - knot.centre), knot.step), length / 2)
    pieces.append((0.0, step, knot.x, side, True))
    _log_piece(pieces, knot.x, side, log(step), log(length), deepest=False)


def _log_piece(pieces: list, anchor: float, side: int, lo: float, hi: float, deepest: bool = True) -> None:
    """t from lo to hi, in equal pieces of about 2, or in pieces that double from hi down to a pole."""
    if not deepest:
        edges = np.linspace(lo, hi, 1 + max(1, min(ceil((hi - lo) / 2), 24))).tolist()
    else:
        edges, width = [hi], 1.0
        while edges[-1] > lo:
            edges.append(max(edges[-1] - width, lo))
            width = min(2 * width, max(8.0, (hi - lo) / 8))
        edges.reverse()
    for a, b in zip(edges, edges[1:], strict=False):
        pieces.append((a, b, anchor, side, False))
