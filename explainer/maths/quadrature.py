"""Adaptive Gauss–Kronrod quadrature over many intervals at once, on whole arrays.

`integrate` takes a function of one array, `integrate2` of two; `adapt` is the engine below both,
for callers that bring their own change of variables. A function may return several rows: they
share the nodes, and each row meets its own tolerance.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
EPS = float(np.finfo(np.float64).eps)

# QUADPACK qk21: the positive Kronrod nodes; every second one is a node of the 10-point Gauss rule.
_X = (
    0.995657163025808080735527280689003,
    0.973906528517171720077964012084452,
    0.930157491355708226001207180059508,
    0.865063366688984510732096688423493,
    0.780817726586416897063717578345042,
    0.679409568299024406234327365114874,
    0.562757134668604683339000099272694,
    0.433395394129247190799265943165784,
    0.294392862701460198131126603103866,
    0.148874338981631210884826001129720,
)
_WK = (
    0.011694638867371874278064396062192,
    0.032558162307964727478818972459390,
    0.054755896574351996031381300244580,
    0.075039674810919952767043140916190,
    0.093125454583697605535065465083366,
    0.109387158802297641899210590325805,
    0.123491976262065851077958109585166,
    0.134709217311473325928054001771707,
    0.142775938577060080797094273138717,
    0.147739104901338491374841515972068,
)
_WG = (
    0.066671344308688137593568809893332,
    0.149451349150580593145863396957658,
    0.219086362515982043995534934228163,
    0.269266719309996355091226921569469,
    0.295524224714752870173815619188769,
)
NODES: Array = np.array([*(-np.array(_X)), 0.0, *_X[::-1]])
KRONROD: Array = np.array([*_WK, 0.149445554002916905664936468389821, *_WK[::-1]])
GAUSS: Array = np.zeros(21)
GAUSS[1:10:2] = _WG
GAUSS[11:21:2] = _WG[::-1]

# Tails and poles are cut into pieces that double in the logarithm of the distance.
_TAIL = (0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 340.0)
_POLE = (0.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 700.0)


@dataclass(frozen=True)
class Integral:
    """Value and error estimate (absolute), floats or one number a row; function evaluations."""

    value: float | Array
    error: float | Array
    evaluations: int


def integrate(
    f: Callable[[Array], Array],
    edges: Sequence[float],
    rtol: float | Array = 1e-10,
    atol: float | Array = 0.0,
    limit: int = 2000,
    poles: Sequence[float] = (),
) -> Integral:
    """∫ f(x) dx from the first edge to the last; f maps an array (n,) to (n,) or rows (k, n).

    `edges` increase strictly; the outer ones may be ±∞ (x = a ± s(eᵗ − 1), s the width beside it);
    put edges at kinks and beside narrow peaks. `poles` are the edges where f has an integrable
    singularity (x = a ± s e⁻ᵗ there). Stops at error ≤ max(atol, rtol·|value|) in every row or
    at `limit` intervals; the error says which. Raises ValueError on bad edges or where f is not
    finite.
    """
    axis = _Axis(edges, poles)

    def g(t: tuple[Array], which: NDArray[np.intp]) -> Array:
        x, dx = axis.place(t[0], which)
        y = np.asarray(f(x.ravel()), dtype=np.float64)
        _check(y, x.ravel())
        return y.reshape(*y.shape[:-1], *x.shape) * dx

    return adapt(g, axis.lo[:, None], axis.hi[:, None], np.arange(len(axis.lo)), rtol, atol, limit)


def integrate2(
    f: Callable[[Array, Array], Array],
    x_edges: Sequence[float],
    y_edges: Sequence[float],
    rtol: float | Array = 1e-9,
    atol: float | Array = 0.0,
    limit: int = 2000,
) -> Integral:
    """∬ f(x, y) dx dy over the rectangle between the outer edges, by 21 × 21 points a cell.

    f maps two arrays (n,) to (n,) or rows (k, n). Edges as in `integrate`; a cell that is not yet
    good enough is cut in four. Raises ValueError on bad edges or where f is not finite.
    """
    xs, ys = _Axis(x_edges, ()), _Axis(y_edges, ())
    i, j = (a.ravel() for a in np.meshgrid(range(len(xs.lo)), range(len(ys.lo)), indexing="ij"))

    def g(t: tuple[Array, Array], which: NDArray[np.intp]) -> Array:
        x, dx = xs.place(t[0], i[which])
        y, dy = ys.place(t[1], j[which])
        z = np.asarray(f(x.ravel(), y.ravel()), dtype=np.float64)
        _check(z, x.ravel(), y.ravel())
        return z.reshape(*z.shape[:-1], *x.shape) * (dx * dy)

    lo, hi = np.stack([xs.lo[i], ys.lo[j]], 1), np.stack([xs.hi[i], ys.hi[j]], 1)
    return adapt(g, lo, hi, np.arange(len(i)), rtol, atol, limit)


def adapt(
    g: Callable[[tuple[Array, ...], NDArray[np.intp]], Array],
    lo: Array,
    hi: Array,
    which: NDArray[np.intp],
    rtol: float | Array = 1e-10,
    atol: float | Array = 0.0,
    limit: int = 2000,
) -> Integral:
    """Σ over n boxes [lo, hi] (n, d) of ∫ g, where boxes that miss the tolerance are halved.

    `g(t, which)` gets d arrays (n, 21^d) of nodes and the label of each box (children inherit it)
    and returns (n, 21^d) or rows (k, n, 21^d). The error of a box is QUADPACK's: |K − G| sharpened
    by the power 3/2 (Piessens et al., 1983, qk21); but a part is never trusted a million times more
    than its parent was, since a kink close to its end escapes both rules.
    """
    d = lo.shape[1]
    nodes, kronrod, gauss = _rule(d)
    old: tuple[Array, ...] | None = None
    boxes, labels, kept, evaluations = (lo, hi), which, np.zeros(len(lo), dtype=bool), 0
    while True:
        mid, half = (lo + hi) / 2, (hi - lo) / 2
        t = tuple(mid[:, a, None] + half[:, a, None] * nodes[a] for a in range(d))
        with np.errstate(all="ignore"):
            y = np.asarray(g(t, which))
        scalar = y.ndim == 2
        y = y[None] if scalar else y
        evaluations += y[0].size
        new = _judge(y, np.prod(half, axis=1), kronrod, gauss)
        if old is not None:
            floor = np.tile(1e-6 * old[1][:, ~kept], 2**d)
            new = new[0], np.maximum(new[1], floor), new[2]
            new = tuple(np.hstack([a[:, kept], b]) for a, b in zip(old, new, strict=True))
            boxes = np.vstack([boxes[0][kept], lo]), np.vstack([boxes[1][kept], hi])
            labels = np.concatenate([labels[kept], which])
        old = value, error, size = new
        total, slack = value.sum(1), error.sum(1)
        tolerance = np.maximum(rtol * np.abs(total), atol)
        tolerance = np.maximum(tolerance, 100 * EPS * size.sum(1))
        late, count = slack > tolerance, value.shape[1]
        narrow = (boxes[1] - boxes[0] <= 16 * EPS * np.maximum(*map(np.abs, boxes))).any(1)
        split = (error[late] > tolerance[late, None] / count).any(0) & ~narrow
        if not split.any() or count + split.sum() * (2**d - 1) > limit:
            break
        kept = ~split
        lo, hi = _halves(boxes[0][split], boxes[1][split])
        which = np.tile(labels[split], 2**d)
    if scalar:
        return Integral(float(total[0]), float(slack[0]), evaluations)
    return Integral(total, slack, evaluations)


def _judge(y: Array, volume: Array, kronrod: Array, gauss: Array) -> tuple[Array, Array, Array]:
    """Value, error and ∫|g| of each row (k) and box (n), each of shape (k, n)."""
    mean = y @ kronrod
    size = np.abs(y) @ kronrod
    spread = np.abs(y - mean[..., None] / kronrod.sum()) @ kronrod
    error = np.abs(mean - y @ gauss)
    with np.errstate(all="ignore"):
        sharp = spread * np.minimum(1, (200 * error / spread) ** 1.5)
    error = np.where((spread > 0) & (error > 0), sharp, error)
    error = np.maximum(error, 10 * EPS * size)
    return mean * volume, error * volume, size * volume


def _rule(d: int) -> tuple[tuple[Array, ...], Array, Array]:
    """Nodes (one array an axis), Kronrod and Gauss weights of the product rule."""
    if d == 1:
        return (NODES,), KRONROD, GAUSS
    x, y = np.meshgrid(NODES, NODES, indexing="ij")
    return (
        (x.ravel(), y.ravel()),
        np.outer(KRONROD, KRONROD).ravel(),
        np.outer(GAUSS, GAUSS).ravel(),
    )


def _halves(lo: Array, hi: Array) -> tuple[Array, Array]:
    """All 2^d children of the boxes, child after child."""
    mid = (lo + hi) / 2
    corners = np.stack(np.meshgrid(*[[False, True]] * lo.shape[1], indexing="ij"), -1)
    corners = corners.reshape(-1, lo.shape[1])
    lows = np.concatenate([np.where(upper, mid, lo) for upper in corners])
    highs = np.concatenate([np.where(upper, hi, mid) for upper in corners])
    return lows, highs


class _Axis:
    """The pieces of one axis, each with its own variable t, and x(t) with dx/dt for all of them."""

    def __init__(self, edges: ArrayLike, poles: Sequence[float]) -> None:
        edges = [float(e) for e in np.asarray(edges, dtype=np.float64)]
        inner = edges[1:-1]
        if len(edges) < 2 or not np.isfinite(inner).all() or not (np.diff(edges) > 0).all():
            raise ValueError(f"edges are {edges}; allowed are two or more increasing numbers")
        strange = [p for p in poles if p not in edges]
        if strange:
            raise ValueError(f"pole {strange[0]!r} is not among the edges {edges}")
        if len(edges) == 2 and np.isinf(edges).all():
            edges.insert(1, 0.0)
        pieces: list[tuple[float, float, float, float, int]] = []
        widths = [b - a for a, b in zip(edges, edges[1:], strict=False)]
        for i, (a, b) in enumerate(zip(edges, edges[1:], strict=False)):
            if np.isinf(a) or np.isinf(b):
                beside = widths[1 if np.isinf(a) else -2] if len(widths) > 1 else 1.0
                s = beside if np.isfinite(beside) else 1.0
                anchor, s = (b, -s) if np.isinf(a) else (a, s)
                pieces += [(u, v, anchor, s, 1) for u, v in zip(_TAIL, _TAIL[1:], strict=False)]
            elif a in poles or b in poles:
                ends = [a, b] if not (a in poles and b in poles) else [a, (a + b) / 2, b]
                for u, v in zip(ends, ends[1:], strict=False):
                    anchor, s = (u, v - u) if u in poles else (v, u - v)
                    pieces += [(x, y, anchor, s, -1) for x, y in zip(_POLE, _POLE[1:], strict=False)]
            else:
                pieces.append((0.0, widths[i], a, 1.0, 0))
        columns = np.array(pieces).T
        self.lo, self.hi, self._anchor, self._scale, self._kind = columns

    def place(self, t: Array, which: NDArray[np.intp]) -> tuple[Array, Array]:
        """x and |dx/dt| at the nodes t (n, m) of the pieces `which` (n,)."""
        anchor, scale, kind = (a[which, None] for a in (self._anchor, self._scale, self._kind))
        grow = np.exp(kind * t)
        offset = np.where(kind == 0, t, np.where(kind > 0, np.expm1(np.maximum(t, 0)), grow))
        x = anchor + scale * offset
        # A pole away from 0 is met by rounding alone: stay one float beside it.
        x = np.where((kind < 0) & (x == anchor), np.nextafter(anchor, anchor + scale), x)
        return x, np.abs(scale) * grow


def _check(y: Array, *points: Array) -> None:
    if not np.isfinite(y).all():
        bad = np.argwhere(~np.isfinite(y.reshape(-1, len(points[0]))))[0, -1]
        at = ", ".join(f"{p[bad]:.6g}" for p in points)
        raise ValueError(f"the function to integrate is not finite at {at}")
