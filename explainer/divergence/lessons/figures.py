"""What the lessons draw: arrays in, Plotly dicts and packed arrays out."""

from typing import Any

import numpy as np

from explainer.divergence.figures import PQ, still
from explainer.divergence.quantities.integrands import LN2
from explainer.kit import drawn

WIDE = {"l": 80}  # room for powers of ten beside the axis' title


def coin(unit: str, top: float) -> dict[str, Any]:
    """Axes of the divergences over the second coin."""
    legend = ((r"$D(p\|q)$", "p", "full"), (r"$D(q\|p)$", "q", "dash"))
    return still(legend, "q", f"divergence in {unit}", {"range": [0, 1]}, {"range": [-0.03 * top, top]})


def asymmetry(scales, forward, backward) -> dict[str, Any]:
    """Both directions over the scale, and one against the other with the line of equality."""
    log = {"type": "log", "exponentformat": "power", "dtick": 1}
    both = np.r_[forward, backward]
    low, high = max(1e-3, float(both.min()) / 1.3), float(both.max()) * 1.3
    ends = {"range": [float(np.log10(low)), float(np.log10(high))], **log}
    over = [
        drawn.line(scales, forward, r"$D(p\|q)$", "p"),
        drawn.line(scales, backward, r"$D(q\|p)$", "q", "dash"),
    ]
    line = [drawn.line([low, high], [low, high], "equal", "noise", "dot")]
    line.append(drawn.line(forward, backward, "s from 0.2 to 5", "text"))
    return {
        "over_figure": drawn.figure(
            over, "scale s of q", "divergence in nats",
            xaxis={"type": "log", "range": [-0.7, 0.7], "tickvals": [0.2, 0.5, 1, 2, 5]},
            yaxis={"range": [-0.1, 6]}, showlegend=True,
        ),
        "against_figure": drawn.figure(
            line, r"$D(p\|q)$ in nats", r"$D(q\|p)$ in nats", xaxis=ends, yaxis=ends, showlegend=True, margin=WIDE
        ),
    }  # fmt: skip


def triangle(lo: float, hi: float, top: float) -> dict[str, Any]:
    """Axes for the three normals."""
    legend = (("a", "p", "full"), ("b", "noise", "dot"), ("c", "q", "dash"))
    return still(legend, "x", "density", {"range": [lo, hi]}, {"range": [0, top]})


def apart(divergences) -> dict[str, Any]:
    """Axes of the two shapes, the divergences over the distance, and the slope of JS."""
    d = divergences.distance
    kl = np.where(np.isfinite(divergences.kl), divergences.kl, np.nan)
    slope = np.where(divergences.js_slope > 0, divergences.js_slope, np.nan)
    across = {"range": [0, float(d[-1])]}
    curves = [
        drawn.line(d, kl, r"$D(p\|q)$" if np.isfinite(kl[1:]).any() else r"$D(p\|q)=\infty$", "wrong", "dash"),
        drawn.line(d, divergences.wasserstein, "$W_1$", "right", "dot"),
        drawn.line(d, divergences.js, "JS", "p"),
        drawn.line(d[[0, -1]], [LN2, LN2], "ln 2", "noise", "dot", width=1.5),
    ]
    return {
        "shapes_figure": still(PQ, "x", "density", {"range": [-3, 15]}, {"range": [0, 1.1]}),
        "over_figure": drawn.figure(
            curves, "distance", "nats; $W_1$ in x", xaxis=across, yaxis={"range": [0, 4]}, showlegend=True
        ),
        "slope_figure": drawn.figure(
            [
                drawn.line(d, slope, "slope of JS", "p"),
                drawn.line(d, np.ones(len(d)), "slope of $W_1$", "right", "dot"),
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
    ("forward", "p", "full", r"$D(\text{mixture}\,\|\,q)$"),
    ("reverse", "q", "dash", r"$D(q\,\|\,\text{mixture})$"),
    ("js", "right", "dot", "JS"),
)


def fitted(lo: float, hi: float, top: float) -> dict[str, Any]:
    """Axes for the mixture and its three best normals."""
    legend = (("mixture", "text", "full"), *((f"least {text}", role, dash) for _, role, dash, text in FITS))
    return still(legend, "x", "density", {"range": [lo, hi]}, {"range": [0, top]})


def landscape(fit, name: str) -> dict[str, Any]:
    """One divergence over (mean, std) as a heat map, its minimum marked."""
    z = np.log10(np.maximum(fit.landscapes[name], 1e-3))
    low = float(z.min())
    best = [fit.best[name]] if name != "reverse" else list(fit.reverse_minima)
    dots = {
        "type": "scatter", "mode": "markers", "x": [b.mean for b in best], "y": [b.std for b in best],
        "marker": {
            "size": 13, "symbol": ["star"] + ["circle-open"] * (len(best) - 1), "color": "#ffffff",
            "line": {"color": "#000000", "width": 1.5},
        },
        "name": "minimum", "hovertemplate": "mean %{x:.3f}, std %{y:.3f}<extra></extra>",
    }  # fmt: skip
    heat = drawn.heatmap(
        fit.means, fit.stds, z, name, zmin=low, zmax=low + 1.6, showscale=False, reversescale=True,
        hovertemplate="mean %{x:.2f}, std %{y:.2f}: 10^%{z:.2f} nats<extra></extra>",
    )  # fmt: skip
    text = next(text for key, _, _, text in FITS if key == name)
    title = f"{text}: {fit.best[name].value:.4f} nats at the star"
    return drawn.figure(
        [heat, dots],
        "mean of q",
        "std of q",
        yaxis={"type": "log", "tickvals": [0.1, 0.2, 0.5, 1, 2, 5]},
        title={"text": title, "font": {"size": 15}},
    )


def plane(reach: float) -> dict[str, Any]:
    """Axes of the two ellipses, equal in both directions."""
    across = {"range": [-1.6 * reach, 1.6 * reach]}
    down = {"range": [-reach, reach], "scaleanchor": "x"}
    return still(PQ, "$x_1$", "$x_2$", across, down)
