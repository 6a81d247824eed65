"""What the divergence section draws: arrays in, Plotly dicts and packed arrays out."""

from functools import lru_cache
from math import ceil, floor, inf, log10
from typing import Any

import numpy as np

from explainer.kit import drawn
from explainer.kit.pack import pack

STEPS = (1.0, 2.0, 5.0, 10.0)
HALF_BAR = 0.38


def span(lo: float, hi: float) -> tuple[float, float]:
    """An axis about [lo, hi] whose ends move only now and then while a hand drags."""
    wide = (hi - lo) / 4
    unit = 10.0 ** floor(log10(wide))
    step = unit * max(s for s in STEPS if s * unit <= wide * 1.0001)
    return floor(lo / step) * step, ceil(hi / step) * step


def top(value: float) -> float:
    """A round number above a positive value, from a coarse ladder."""
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
    """What a density's axis must show: all of it, poles cut off."""
    finite = np.sort(values[np.isfinite(values)])
    most, usual = finite[-1], finite[9 * len(finite) // 10]
    if len(finite) < len(values) or most > 40 * usual:
        return float(min(most, 2.5 * usual or inf))
    return float(most)


def pair(c, ends: tuple[float, float], unit: float) -> dict[str, Any]:
    """Densities and integrands of a pair: axes that stand still, and curves to lay over them."""
    terms = {"pq": c.p_term / unit, "qp": c.q_term / unit}
    halves = {"js_p": c.js_p / unit, "js_q": c.js_q / unit}
    height = top(max(_peak(c.p), _peak(c.q)))
    if c.discrete:
        height = top(max(c.p.max(), c.q.max()))
    shown = np.maximum(c.p, c.q) <= 2 * height  # not the poles
    infinite = any(np.isinf(t).any() for t in terms.values())
    deep, high = _reach(terms.values(), shown, height / 2 if infinite else 0)
    js_deep, js_high = _reach(halves.values(), shown)
    halves = {name: np.clip(values, 4 * js_deep, 4 * js_high) for name, values in halves.items()}
    answer: dict[str, Any] = {"drawn": {}}
    curves = {"p": c.p, "q": c.q, "m": c.m, **halves}
    for name, values in terms.items():
        clipped = np.clip(values, 2 * deep - 1, 2 * high)
        curves[f"{name}_up"] = np.where(np.isinf(values), 0, np.maximum(clipped, 0))
        curves[f"{name}_down"] = np.minimum(clipped, 0)
        curves[f"{name}_lost"] = np.where(np.isposinf(values), 2 * high, 0.0)
    for name, values in curves.items():
        if name.endswith("_lost") and not values.any():
            answer["drawn"][name] = {"x": pack([]), "y": pack([])}
            continue
        values = np.minimum(values, 4 * height) if name in "pqm" else values
        if c.discrete:
            left, right = (-HALF_BAR, HALF_BAR)
            left, right = (left, 0.0) if name in ("p", "js_p") else (left, right)
            left, right = (0.0, right) if name in ("q", "js_q") else (left, right)
            places, levels = bars(c.x, values, left, right)
        else:
            places, levels = c.x, values
        answer["drawn"][name] = {"x": pack(places), "y": pack(levels)}
    across = {"range": list(ends)}
    titles = ("x", "probability" if c.discrete else "density")
    if c.discrete and ends[1] - ends[0] < 15:
        across["dtick"] = 1
    answer["density_figure"] = _frame(across, [0, height], *titles, _legend("p", "q"))
    pieces = (("p ln(p/q) > 0", "p", "full"), ("< 0", "noise", "full"))
    answer["pq_figure"] = _frame(across, [deep, high], "x", "p ln(p/q)", _named(pieces))
    pieces = (("q ln(q/p) > 0", "q", "full"), ("< 0", "noise", "full"))
    answer["qp_figure"] = _frame(across, [deep, high], "x", "q ln(q/p)", _named(pieces))
    middle = (*_legend("p", "q"), *_named((("M = (p + q)/2", "text", "dash"),)))
    answer["middle_figure"] = _frame(across, [0, height], *titles, middle)
    pieces = (("½ p ln(p/M)", "p", "full"), ("½ q ln(q/M)", "q", "dash"))
    answer["halves_figure"] = _frame(across, [js_deep, js_high], "x", "terms of JS", _named(pieces))
    return answer


def plane(s, unit: float) -> dict[str, Any]:
    """Two densities over the plane as contours, and what is integrated as heat: nothing moves alone."""
    nothing = {"x": pack([]), "y": pack([])}
    names = [f"{name}_{part}" for name in ("pq", "qp") for part in ("up", "down", "lost")]
    p, q = (_rings(s, w, n) for w, n in ((s.p_widths, "p"), (s.q_widths, "q")))
    middle = _rings(s, s.m_widths, "text")
    third = _named((("M = (p + q)/2", "text", "dash"),))
    return {
        "drawn": {name: nothing for name in (*names, "p", "q", "m", "js_p", "js_q")},
        "density_figure": _map(s, [p, q], *_legend("p", "q")),
        "pq_figure": _map(s, [_heat(s, s.p_term / unit, "p", "p ln(p/q)")]),
        "qp_figure": _map(s, [_heat(s, s.q_term / unit, "q", "q ln(q/p)")]),
        "middle_figure": _map(s, [p, q, middle], *_legend("p", "q"), *third),
        "halves_figure": _map(s, [_heat(s, s.js_term / unit, "p", "terms of JS")]),
    }


def _rings(s, widths: np.ndarray, role: str) -> dict[str, Any]:
    """Lines at one, two and three widths from a density's top."""
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
    """What is integrated: a role's colour where it counts for the sum, grey where against it."""
    most = float(np.abs(term).max()) or 1.0
    colors = [[0, "role:noise"], [0.5, "role:ground"], [1, f"role:{role}"]]
    return drawn.heatmap(
        s.x, s.y, term, name, zmin=-most, zmax=most, colorscale=colors, showscale=False, zsmooth="best"
    )


def _map(s, traces, *legend) -> dict[str, Any]:
    """The plane with what lies on it; a heat map's name is its title."""
    ends = {axis: {"range": [float(v[0]), float(v[-1])]} for axis, v in (("xaxis", s.x), ("yaxis", s.y))}
    title = {} if legend else {"title": {"text": f"{traces[0]['name']}; grey is < 0", "font": {"size": 15}}}
    return drawn.figure([*traces, *legend], "x₁", "x₂", **ends, **title, showlegend=bool(legend))


def _reach(terms, shown: np.ndarray, least: float = 0) -> tuple[float, float]:
    """The ends of an axis that shows the terms at the places `shown`."""
    values = np.concatenate([t[shown & np.isfinite(t)] for t in terms])
    low, high = values.min(initial=0), values.max(initial=least)
    return (-top(-low) if low < 0 else 0.0), top(high)


def _legend(*names: str) -> tuple[dict, ...]:
    return _named(tuple((name, name, "full" if name == "p" else "dash") for name in names))


@lru_cache  # the same few at every move
def _named(pieces) -> tuple[dict, ...]:
    """Entries of the legend for what the overlay draws."""
    return tuple(drawn.line([0], [-1e30], name, role, dash) for name, role, dash in pieces)


def _frame(across: dict, down: list[float], x: str, y: str, traces) -> dict[str, Any]:
    """Axes alone."""
    up = {"range": down, "exponentformat": "e"}  # not 200µ; powers of ten are too wide for the margin
    return drawn.keyed(drawn.figure(list(traces), x, y, xaxis=across, yaxis=up, showlegend=True))
