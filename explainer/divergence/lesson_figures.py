"""What the lessons of the divergence section draw: arrays in, Plotly dicts and packed arrays out."""

from typing import Any

import numpy as np

from explainer.kit import drawn
from explainer.kit.pack import pack

LN2 = float(np.log(2))
OFF = [-1e30]
WIDE = {"l": 80}  # room for powers of ten beside the axis' title


def still(legend, x: str, y: str, xaxis: dict, yaxis: dict, *more: dict) -> dict[str, Any]:
    """Axes that stand still, `legend` = (text, role, dash) for what an overlay draws, `more` traces."""
    named = [drawn.line([0], OFF, text, role, dash) for text, role, dash in legend]
    return drawn.keyed(drawn.figure([*named, *more], x, y, xaxis=xaxis, yaxis=yaxis, showlegend=True))


def curve(x: np.ndarray, y: np.ndarray) -> dict[str, Any]:
    """A curve for an overlay."""
    return {"x": pack(x), "y": pack(y)}


def coin(unit: str, top: float) -> dict[str, Any]:
    """Axes of the divergences over the second coin."""
    legend = (("D(p‖q)", "p", "full"), ("D(q‖p)", "q", "dash"))
    return still(legend, "q", f"divergence in {unit}", {"range": [0, 1]}, {"range": [-0.03 * top, top]})


def funnel(path, unit: float, name: str, truth: float | None) -> dict[str, Any]:
    """The running estimate with ±2 standard errors round it, and the line it must reach."""
    low, high = ((path.estimate + side * 2 * path.error) / unit for side in (-1, 1))
    band = {
        "type": "scatter", "mode": "lines", "x": pack(np.r_[path.n, path.n[::-1]]),
        "y": pack(np.r_[low, high[::-1]]),
        "fill": "toself", "fillcolor": "role:line", "line": {"width": 0, "color": "role:line"},
        "name": "± 2 standard errors", "hoverinfo": "skip",
    }  # fmt: skip
    traces = [band, drawn.line(path.n, path.estimate / unit, "mean of ln p(x)/q(x) over n draws", "model")]
    if truth is not None:
        traces.append(drawn.line(path.n[[0, -1]], [truth / unit] * 2, "quadrature", "text", "dash"))
    later = len(path.n) // 3
    shown = np.r_[low[later:], high[later:], [] if truth is None else [truth / unit]]
    shown = shown[np.isfinite(shown)]
    down = {}
    if len(shown):
        margin = 0.15 * float(np.ptp(shown)) or 0.05  # of equal pairs every draw tells 0
        down = {"range": [float(shown.min()) - margin, float(shown.max()) + margin]}
    return drawn.figure(
        traces, "draws n", f"estimate of D(p‖q) in {name}",
        xaxis={"type": "log", "exponentformat": "power", "dtick": 1}, yaxis=down, showlegend=True,
    )  # fmt: skip


def asymmetry(scales, forward, backward) -> dict[str, Any]:
    """Both directions over the scale, and one against the other with the line of equality."""
    log = {"type": "log", "exponentformat": "power", "dtick": 1}
    ends = {"range": [-3, 1.6], **log}
    over = [drawn.line(scales, forward, "D(p‖q)", "p"), drawn.line(scales, backward, "D(q‖p)", "q", "dash")]
    line = [drawn.line([1e-3, 40], [1e-3, 40], "equal", "noise", "dot")]
    line.append(drawn.line(forward, backward, "s from 0.2 to 5", "text"))
    return {
        "over_figure": drawn.figure(
            over, "scale s of q", "divergence in nats",
            xaxis={"type": "log", "range": [-0.7, 0.7], "tickvals": [0.2, 0.5, 1, 2, 5]},
            yaxis={"range": [-0.1, 6]}, showlegend=True,
        ),
        "against_figure": drawn.figure(
            line, "D(p‖q) in nats", "D(q‖p) in nats", xaxis=ends, yaxis=ends, showlegend=True, margin=WIDE
        ),
    }  # fmt: skip


def triangle(lo: float, hi: float, top: float) -> dict[str, Any]:
    """Axes for the three normals."""
    legend = (("a", "p", "full"), ("b", "noise", "dot"), ("c", "q", "dash"))
    return still(legend, "x", "density", {"range": [lo, hi]}, {"range": [0, top]})


def apart(found) -> dict[str, Any]:
    """Axes of the two shapes, the divergences over the distance, and the slope of JS."""
    d = found.distance
    kl = np.where(np.isfinite(found.kl), found.kl, np.nan)
    slope = np.where(found.js_slope > 0, found.js_slope, np.nan)
    across = {"range": [0, float(d[-1])]}
    both = (("p", "p", "full"), ("q", "q", "dash"))
    curves = [
        drawn.line(d, kl, "D(p‖q)" if np.isfinite(kl[1:]).any() else "D(p‖q) = ∞", "wrong", "dash"),
        drawn.line(d, found.wasserstein, "W₁", "right", "dot"),
        drawn.line(d, found.js, "JS", "p"),
        drawn.line(d[[0, -1]], [LN2, LN2], "ln 2", "noise", "dot", width=1.5),
    ]
    return {
        "shapes_figure": still(both, "x", "density", {"range": [-3, 15]}, {"range": [0, 1.1]}),
        "over_figure": drawn.figure(
            curves, "distance", "nats; W₁ in x", xaxis=across, yaxis={"range": [0, 4]}, showlegend=True
        ),
        "slope_figure": drawn.figure(
            [
                drawn.line(d, slope, "slope of JS", "p"),
                drawn.line(d, np.ones(len(d)), "slope of W₁", "right", "dot"),
            ],
            "distance",
            "slope",
            xaxis=across,
            yaxis={"type": "log", "range": [-8, 0.5], "exponentformat": "power", "dtick": 1},
            showlegend=True,
            margin=WIDE,
        ),
    }


FITS = (
    ("forward", "p", "full", "D(mixture‖q)"),
    ("reverse", "q", "dash", "D(q‖mixture)"),
    ("js", "right", "dot", "JS"),
)


def fitted(lo: float, hi: float, top: float) -> dict[str, Any]:
    """Axes for the mixture and its three best normals."""
    legend = (("mixture", "text", "full"), *((f"least {text}", role, dash) for _, role, dash, text in FITS))
    return still(legend, "x", "density", {"range": [lo, hi]}, {"range": [0, top]})


def landscape(found, name: str) -> dict[str, Any]:
    """One divergence over (mean, std) as a heat map, its minimum marked."""
    z = np.log10(np.maximum(found.landscapes[name], 1e-3))
    low = float(z.min())
    best = [found.best[name]] if name != "reverse" else list(found.reverse_minima)
    dots = {
        "type": "scatter", "mode": "markers", "x": [b.mean for b in best], "y": [b.std for b in best],
        "marker": {
            "size": 13, "symbol": ["star"] + ["circle-open"] * (len(best) - 1), "color": "#ffffff",
            "line": {"color": "#000000", "width": 1.5},
        },
        "name": "minimum", "hovertemplate": "mean %{x:.3f}, std %{y:.3f}<extra></extra>",
    }  # fmt: skip
    heat = drawn.heatmap(
        found.means, found.stds, z, name, zmin=low, zmax=low + 1.6, showscale=False, reversescale=True,
        hovertemplate="mean %{x:.2f}, std %{y:.2f}: 10^%{z:.2f} nats<extra></extra>",
    )  # fmt: skip
    text = next(one[3] for one in FITS if one[0] == name)
    title = f"{text}: {found.best[name].value:.4f} nats at the star"
    return drawn.figure(
        [heat, dots],
        "mean of q",
        "std of q",
        yaxis={"type": "log", "tickvals": [0.1, 0.2, 0.5, 1, 2, 5]},
        title={"text": title, "font": {"size": 15}},
    )


def plane(reach: float) -> dict[str, Any]:
    """Axes of the two ellipses, equal in both directions."""
    legend = (("p", "p", "full"), ("q", "q", "dash"))
    across = {"range": [-1.6 * reach, 1.6 * reach]}
    down = {"range": [-reach, reach], "scaleanchor": "x"}
    return still(legend, "x₁", "x₂", across, down)
