"""Fixed quadrature rules that are fast enough for a drag, and a divergence that is never below 0.

A rule is made once for a model, its data and a q: 21 Kronrod nodes per panel, with panel edges
where the mass or a kink of one of them lies. All integrals under one q share its nodes.
"""

from collections.abc import Callable

import numpy as np

from explainer.maths.quadrature import GAUSS, KRONROD, NODES
from explainer.variational.posteriors.base import DEPTH, Array

PANELS = 16  # per window of a posterior
_STEP = 0.5  # of the trapezoid rule, in σ: its error is e^(−2π²/0.25) = e^−79
_REACH = 9.0  # σ: 2e-19 of a Gaussian's mass lies beyond

TRAPEZOID: Array = np.arange(-_REACH, _REACH + _STEP / 2, _STEP)


def composite(edges: Array, lean: bool = False) -> tuple[Array, Array]:
    """Nodes and weights (21 n,) over the n panels between increasing `edges` (n + 1,).

    `lean` uses only the 10 Gauss nodes of each panel, for a whole landscape of q's.
    """
    inside, weights = (GAUSS > 0, GAUSS) if lean else (KRONROD > 0, KRONROD)
    mid, half = (edges[1:] + edges[:-1]) / 2, (edges[1:] - edges[:-1]) / 2
    nodes = (mid[:, None] + half[:, None] * NODES[inside]).ravel()
    return nodes, (half[:, None] * weights[inside]).ravel()


def merge(*edges: Array) -> Array:
    """All edges in one increasing row, without those that differ by rounding only."""
    row = np.unique(np.concatenate(edges))
    apart = np.diff(row) > 1e-13 * np.maximum(1.0, np.abs(row[1:]))
    return row[np.concatenate([[True], apart])]


def with_kink(edges: Array, width: float | None) -> Array:
    """The edges with panels added that shrink towards a bend at 0 of that width; None: no bend."""
    if width is None:
        return edges
    inner = _doubling(width / 2, max(-edges[0], edges[-1]))
    return merge(edges, inner[(inner > edges[0]) & (inner < edges[-1])])


def _doubling(start: float, end: float) -> Array:
    """0 and ±start·2^k up to beyond `end`."""
    steps = max(1, int(np.ceil(np.log2(max(end / start, 2.0)))))
    side = start * 2.0 ** np.arange(steps + 1)
    return np.concatenate([-side[::-1], [0.0], side])


def windows(log_f: Callable[[Array], Array], lo: float, hi: float, curvature: float) -> Array:
    """The intervals (k, 2) of [lo, hi] outside of which log_f is at least 60 nats below its top.

    `curvature` is an upper bound on −d² log f: within a cell of width h, log f exceeds the larger
    value at its ends by at most curvature·h²/8, so no peak hides between the points of a scan.
    """
    cells, parts = np.array([[lo, hi]]), 512
    for _ in range(16):
        edges = np.linspace(cells[:, 0], cells[:, 1], parts + 1, axis=1)
        slack = curvature * (edges[:, 1:] - edges[:, :-1]) ** 2 / 8
        values = log_f(edges)
        full = np.maximum(values[:, 1:], values[:, :-1]) > values.max() - DEPTH - slack
        cells = np.stack([edges[:, :-1][full], edges[:, 1:][full]], axis=1)
        if len(cells) >= 24 and slack[full].max() < DEPTH / 10:
            break
        parts = 8
    return _runs(*cells.T)


def _runs(lo: Array, hi: Array) -> Array:
    """Neighbouring cells joined: (k, 2)."""
    order = np.argsort(lo)
    lo, hi = lo[order], hi[order]
    gap = lo[1:] - hi[:-1] > 1e-9 * np.maximum(1.0, np.abs(lo[1:]))
    return np.stack([lo[np.r_[True, gap]], hi[np.r_[gap, True]]], axis=1)


def panels(cells: Array, count: int = PANELS) -> Array:
    """`count` equal panels in each of the intervals (k, 2), as one increasing row of edges."""
    return merge(*np.linspace(cells[:, 0], cells[:, 1], count + 1, axis=1))


def divergence(weights: Array, log_q: Array, log_p: Array) -> float:
    """D(q‖p) in nats over nodes with `weights`, ≥ 0 by construction and 0 for p = q.

    Since ∫q = ∫p = 1, it equals ∫ (q ln(q/p) − q + p) dz, whose integrand is nowhere negative.
    Where the nodes are q's own and don't cover p, the value is the plain ∫ q ln(q/p) dz, which is
    then far from 0.
    """
    r = log_q - log_p
    q = np.exp(log_q)
    with np.errstate(over="ignore", invalid="ignore"):
        p = np.exp(log_p)
        covered = abs(float(weights @ p) - 1) < 1e-10
        if not covered:
            return float(weights @ np.where(q > 0, q * r, 0.0))
        series = r * r / 2 * (1 - r / 3 * (1 - r / 4 * (1 - r / 5)))
        near = np.where(np.abs(r) < 1e-3, series, r + np.expm1(-r))
        parts = np.where(np.abs(r) < 0.5, q * near, np.where(q > 0, q * r, 0.0) - q + p)
    return float(weights @ parts)
