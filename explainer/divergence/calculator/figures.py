"""What the calculator draws: arrays in, Plotly dicts and packed arrays out."""

from math import ceil, floor, inf, log10
from typing import Any

import numpy as np

from explainer.divergence.figures import PQ, curve, legend, still
from explainer.kit import drawn
from explainer.kit.pack import pack

STEPS = (1.0, 2.0, 5.0, 10.0)
HALF_BAR = 0.38
MIDDLE, NEGATIVE = ("$M = (p + q)/2$", "text", "dash"), ("< 0", "noise", "full")
P_TERM, Q_TERM = r"$p\ln(p/q)$", r"$q\ln(q/p)$"
HALVES = ((r"½ $p\ln(p/M)$", "p", "full"), (r"½ $q\ln(q/M)$", "q", "dash"))


def span(lo: float, hi: float) -> tuple[float, float]:
    """An axis around [lo, hi] whose ends move only now and then during a drag."""
    wide = (hi - lo) / 4
    unit = 10.0 ** floor(log10(wide))
    step = unit * max(s for s in STEPS if s * unit <= wide * 1.0001)
    return floor(lo / step) * step, ceil(hi / step) * step


def top(value: float) -> float:
    """A round number above a positive value, from a coarse scale."""
    if not 0 < value < inf:
        return 1.0
    unit = 10.0 ** floor(log10(value))
    return float(unit * next(s for s in (1, 1.5, 2, 3, 5, 7.5, 10, 15) if s * unit >= value * 1.05))


def bars(x: np.ndarray, heights: np.ndarray, left: float, right: float) -> tuple[np.ndarray, np.ndarray]:
    """The outline of bars from x + left to x + right, as one path along the axis."""
    corners = np.repeat(x, 4) + np.tile([left, left, right, right], len(x))
    levels = np.zeros((len(x), 4))
    levels[:, 1:3] = heights[:, None]
    return corners, levels.ravel()


def _peak(values: np.ndarray) -> float:
    """The height that the axis of a density must show: all of it, without poles."""
    finite = np.sort(values[np.isfinite(values)])
    most, usual = finite[-1], finite[9 * len(finite) // 10]
    if len(finite) < len(values) or most > 40 * usual:
        return float(min(most, 2.5 * usual or inf))
    return float(most)


def pair(c, ends: tuple[float, float], unit: float) -> dict[str, Any]:
    """Densities and integrands of a pair: axes that stand still, and the curves over them."""
    terms = {"pq": c.p_term / unit, "qp": c.q_term / unit}
    halves = {"js_p": c.js_p / unit, "js_q": c.js_q / unit}
    height = top(max(c.p.max(), c.q.max()) if c.discrete else max(_peak(c.p), _peak(c.q)))
    shown = np.maximum(c.p, c.q) <= 2 * height  # not the poles
    infinite = any(np.isinf(term).any() for term in terms.values())
    deep, high = _reach(terms.values(), shown, height / 2 if infinite else 0)
    js_deep, js_high = _reach(halves.values(), shown)
    curves = {name: np.minimum(values, 4 * height) for name, values in (("p", c.p), ("q", c.q), ("m", c.m))}
    curves |= {name: np.clip(values, 4 * js_deep, 4 * js_high) for name, values in halves.items()}
    for name, values in terms.items():
        clipped = np.clip(values, 2 * deep - 1, 2 * high)
        curves[f"{name}_up"] = np.where(np.isinf(values), 0, np.maximum(clipped, 0))
        curves[f"{name}_down"] = np.minimum(clipped, 0)
        curves[f"{name}_lost"] = np.where(np.isposinf(values), 2 * high, 0.0)
    overlays = {name: _overlay(name, c.x, values, c.discrete) for name, values in curves.items()}
    return {"drawn": overlays, **_axes(c.discrete, ends, height, (deep, high), (js_deep, js_high))}


def _overlay(name: str, x: np.ndarray, values: np.ndarray, discrete: bool) -> dict[str, Any]:
    """A curve, or the outline of bars: those of p and q stand side by side."""
    if name.endswith("_lost") and not values.any():
        return curve([], [])
    if not discrete:
        return curve(x, values)
    left = 0.0 if name in ("q", "js_q") else -HALF_BAR
    right = 0.0 if name in ("p", "js_p") else HALF_BAR
    return curve(*bars(x, values, left, right))


def _axes(discrete: bool, ends, height: float, terms, halves) -> dict[str, Any]:
    """The axes below the curves of a pair; `terms` and `halves` are the ends of those of D and of JS."""
    across: dict[str, Any] = {"range": list(ends)}
    if discrete and ends[1] - ends[0] < 15:
        across["dtick"] = 1

    def axes(entries, title: str, down) -> dict[str, Any]:
        # Not 200µ; powers of ten are too wide for the margin.
        return still(entries, "x", title, across, {"range": list(down), "exponentformat": "e"})

    density = "probability" if discrete else "density"
    return {
        "density_figure": axes(PQ, density, (0, height)),
        "pq_figure": axes(((f"{P_TERM} > 0", "p", "full"), NEGATIVE), P_TERM, terms),
        "qp_figure": axes(((f"{Q_TERM} > 0", "q", "full"), NEGATIVE), Q_TERM, terms),
        "middle_figure": axes((*PQ, MIDDLE), density, (0, height)),
        "halves_figure": axes(HALVES, "terms of JS", halves),
    }


def plane(s, unit: float) -> dict[str, Any]:
    """Two densities over the plane as contours and the integrands as heat maps, without overlays."""
    names = [f"{name}_{part}" for name in ("pq", "qp") for part in ("up", "down", "lost")]
    p, q = (_rings(s, w, n) for w, n in ((s.p_widths, "p"), (s.q_widths, "q")))
    middle = _rings(s, s.m_widths, "text")
    return {
        "drawn": {name: curve([], []) for name in (*names, "p", "q", "m", "js_p", "js_q")},
        "density_figure": _map(s, [p, q], PQ),
        "pq_figure": _map(s, [_heat(s, s.p_term / unit, "p", P_TERM)]),
        "qp_figure": _map(s, [_heat(s, s.q_term / unit, "q", Q_TERM)]),
        "middle_figure": _map(s, [p, q, middle], (*PQ, MIDDLE)),
        "halves_figure": _map(s, [_heat(s, s.js_term / unit, "p", "terms of JS")]),
    }


def _rings(s, widths: np.ndarray, role: str) -> dict[str, Any]:
    """Contours at one, two and three standard deviations from a density's maximum."""
    return {
        "type": "contour",
        "x": pack(s.x),
        "y": pack(s.y),
        "z": pack(np.minimum(widths, 9)),
        "contours": {"start": 1, "end": 3, "size": 1, "coloring": "none"},
        "line": {"color": f"role:{role}", "width": 2.5, "dash": "solid" if role == "p" else "dash"},
        "showscale": False,
        "showlegend": False,
        "hoverinfo": "skip",
        "name": role,
    }


def _heat(s, term: np.ndarray, role: str, name: str) -> dict[str, Any]:
    """An integrand: in the colour of a role where it is positive, grey where it is negative."""
    most = float(np.abs(term).max()) or 1.0
    colors = [[0, "role:noise"], [0.5, "role:ground"], [1, f"role:{role}"]]
    return drawn.heatmap(
        s.x, s.y, term, name, zmin=-most, zmax=most, colorscale=colors, showscale=False, zsmooth="best"
    )


def _map(s, traces, entries=()) -> dict[str, Any]:
    """The plane with its traces; without a legend, the first trace's name is the title."""
    ends = {axis: {"range": [float(v[0]), float(v[-1])]} for axis, v in (("xaxis", s.x), ("yaxis", s.y))}
    title = {} if entries else {"title": {"text": f"{traces[0]['name']}; grey is < 0", "font": {"size": 15}}}
    return drawn.figure([*traces, *legend(entries)], "$x_1$", "$x_2$", **ends, **title, showlegend=bool(entries))


def _reach(terms, shown: np.ndarray, least: float = 0) -> tuple[float, float]:
    """The ends of an axis that shows the terms where `shown`."""
    values = np.concatenate([t[shown & np.isfinite(t)] for t in terms])
    low, high = values.min(initial=0), values.max(initial=least)
    return (-top(-low) if low < 0 else 0.0), top(high)


def funnel(path, size: float, unit: str, truth: float | None) -> dict[str, Any]:
    """The running estimate with ±2 standard errors around it, and the line that it must reach."""
    low, high = ((path.estimate + side * 2 * path.error) / size for side in (-1, 1))
    band = {
        "type": "scatter", "mode": "lines", "x": pack(np.r_[path.n, path.n[::-1]]),
        "y": pack(np.r_[low, high[::-1]]),
        "fill": "toself", "fillcolor": "role:line", "line": {"width": 0, "color": "role:line"},
        "name": "± 2 standard errors", "hoverinfo": "skip",
    }  # fmt: skip
    traces = [band, drawn.line(path.n, path.estimate / size, r"mean of $\ln p(x)/q(x)$ over n draws", "model")]
    if truth is not None:
        traces.append(drawn.line(path.n[[0, -1]], [truth / size] * 2, "quadrature", "text", "dash"))
    later = len(path.n) // 3
    shown = np.r_[low[later:], high[later:], [] if truth is None else [truth / size]]
    shown = shown[np.isfinite(shown)]
    across = {"range": np.log10(path.n[[later, -1]]).tolist()}  # the first draws would need another scale
    down = {}
    if len(shown):
        margin = 0.15 * float(np.ptp(shown)) or 0.05  # every draw gives 0 where p = q
        down = {"range": [float(shown.min()) - margin, float(shown.max()) + margin]}
    return drawn.figure(
        traces, "draws n", rf"estimate of $D(p\|q)$ in {unit}",
        xaxis={"type": "log", "exponentformat": "power", "dtick": 1, **across}, yaxis=down, showlegend=True,
    )  # fmt: skip
