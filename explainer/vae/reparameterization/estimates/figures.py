"""What is drawn of the estimates: arrays in, figures and arrays out."""

import math
from typing import Any

import numpy as np

from explainer.kit import drawn
from explainer.kit.pack import pack
from explainer.vae.reparameterization.figures import ROLES, readable

ROWS = {"score": 2.0, "baseline": 1.0, "pathwise": 0.0}  # the height at which each histogram stands
DASHES = {"score": "dot", "baseline": "dash", "pathwise": "full"}
BINS = 61
TALL = 0.84  # of a row


def above(value: float) -> float:
    """The smallest of 2^k · (1 or 1.5) not below value: an axis that seldom moves."""
    power = 2.0 ** math.floor(math.log2(max(value, 1e-9)))
    return next(power * step for step in (1, 1.5, 2) if power * step >= value)


def integrand(f, grid, values, z, density, side) -> dict[str, Any]:
    """f over z, with q's density on an axis of its own."""
    top = {"quadratic": 9.5}.get(f.name, 1.35)
    low = {"quadratic": -0.6, "cosine": -1.25}.get(f.name, -0.1)
    shown = np.where(values <= top + 1, values, np.nan)
    curves = [
        drawn.line(grid, shown, f"f(z) = {f.title}", "accent"),
        drawn.legend("$q(z)$", "q", "dot") | {"yaxis": "y2"},
    ]
    figure = drawn.figure(
        curves,
        "z",
        "f",
        xaxis={"range": [-5, 5]},
        yaxis={"range": [low, top]},
        yaxis2={"overlaying": "y", "range": [0, 4.4], "visible": False, "fixedrange": True},
        showlegend=True,
    )
    return {"f_figure": drawn.keyed(figure), "z": pack(z), "density": pack(density), "side": side}


def histograms(rows, truth: float, half: float) -> dict[str, Any]:
    """A row for each estimator: how its estimates lie around the exact gradient, on one axis."""
    edges = np.linspace(-half, half, BINS + 1)
    outlines = {}
    for kind, row in rows.items():
        counts = np.histogram(np.clip(row - truth, -2 * half, 2 * half), edges)[0]
        heights = TALL * counts / max(counts.max(), 1)
        y = np.concatenate([[0.0], np.repeat(heights, 2), [0.0]]) + ROWS[kind]
        outlines[kind] = {"x": pack(np.repeat(edges, 2)), "y": pack(y)}
    figure = drawn.figure(
        [
            drawn.line([0, 0], [0, 3], "", "text", "dash", 2, showlegend=False, hoverinfo="skip"),
        ],
        "estimate − exact gradient",
        "",
        xaxis={"range": [-half, half], "zeroline": False},
        yaxis={
            "range": [-0.03, 3],
            "tickvals": [0.4, 1.4, 2.4],
            "ticktext": ["pathwise", "with<br>baseline", "score<br>function"],
            "showgrid": False,
            "zeroline": False,
        },
        margin={"l": 84},
    )
    return {"histograms_figure": drawn.keyed(figure), "rows": outlines}


def table(lines, notes) -> dict[str, Any]:
    """Each estimator's mean and variance beside the exact ones; `lines` are (name, spread, truth, variance)."""
    head = ["estimator", "mean of 1,000", "exact gradient", "variance, measured", "variance, exact"]
    rows = [
        [
            name,
            f"{readable(spread.mean)} ± {readable(spread.mean_error)}",
            readable(truth),
            readable(spread.variance, 4),
            readable(variance, 4),
        ]
        for name, spread, truth, variance in lines
    ]
    return {"head": head, "rows": rows, "notes": notes}


def scaling(name: str, xs, exact, measured, title: str) -> dict[str, Any]:
    """Variances over the draws or the dimensions: exact as lines, measured as dots ± two standard errors."""
    traces = []
    for kind in ROWS:
        if np.all(exact[kind] > 0):
            role, dash = ROLES[kind], DASHES[kind]
            traces.append(drawn.line(xs, exact[kind], kind, role, dash))
            dots = [(x, spread) for x, spread in measured[kind] if spread.variance > 0]
            traces.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "x": [x for x, _ in dots],
                    "y": [spread.variance for _, spread in dots],
                    "error_y": {
                        "array": [2 * spread.variance_error for _, spread in dots],
                        "color": f"role:{role}",
                    },
                    "marker": {"color": f"role:{role}", "size": 8},
                    "hoverinfo": "skip",
                    "showlegend": False,
                }
            )
        else:
            traces.append(drawn.legend(f"{kind}: 0, and wrong", ROLES[kind], DASHES[kind]))
    figure = drawn.figure(
        traces,
        title,
        "variance of an estimate",
        xaxis={"type": "log", "tickvals": [x for x, _ in measured["score"]]},
        yaxis={"type": "log", "exponentformat": "power", "dtick": 1},
        showlegend=True,
        margin={"l": 70},
    )
    return {f"{name}_figure": figure}
