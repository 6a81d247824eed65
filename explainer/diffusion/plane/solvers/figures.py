"""What the solvers draw: the data's density below, paths above, errors over steps."""

from typing import Any

import numpy as np

from explainer.kit import drawn
from explainer.kit.pack import pack

REACH = 3.0
STYLES = {
    "euler": ("flow by Euler", "wrong", "full"),
    "heun": ("flow by Heun", "accent", "full"),
    "ddim": ("DDIM", "model", "dash"),
    "ddpm": ("DDPM", "noise", "full"),
    "sde": ("SDE", "p", "dash"),
}


def ground(axis, density) -> dict[str, Any]:
    """The data's density, and the names of the paths that the page draws over it."""
    shown = np.sqrt(density / density.max())
    span = {"range": [-REACH, REACH], "fixedrange": True}
    traces = [
        drawn.heatmap(
            axis, axis, shown, "p_0", showscale=False, colorscale=[[0, "rgba(127,127,127,0)"], [1, "#7f7f7f"]]
        ),
        drawn.legend("the flow itself", "text", "dot"),
        *(drawn.legend(*style) for style in STYLES.values()),
    ]
    return {"figure": drawn.keyed(drawn.figure(traces, "x", "y", xaxis=span, yaxis=span, showlegend=True))}


def lines(paths, chosen: str) -> dict[str, Any]:
    """The chosen paths; the others are left out."""
    empty = np.full((1, 2), np.nan)
    shown = {name: path if chosen in ("all", name) else empty for name, path in paths.items()}
    return {f"{name}_{axis}": pack(path[:, i]) for name, path in shown.items() for i, axis in enumerate("xy")}


def flow(path) -> dict[str, Any]:
    """The flow's own path."""
    return {"x": pack(path[:, 0]), "y": pack(path[:, 1])}


def slopes(counts, errors, orders) -> dict[str, Any]:
    """Errors over steps on log axes, with the orders that they show, and lines of slope 1 and 2."""
    names = {name: f"{STYLES[name][0]}: order {order:.1f}" for name, order in orders.items()}
    counts = np.array(counts, np.float64)
    shown = [
        drawn.line(counts, np.maximum(errors[name], 1e-12), names[name], *STYLES[name][1:], mode="lines+markers")
        for name in errors
    ]
    guides = [
        drawn.line(counts, 0.5 * (counts[0] / counts) ** order, f"slope {order}", "text", "dot", 1.2)
        for order in (1, 2)
    ]
    figure = drawn.figure(
        [*shown, *guides],
        "steps",
        "distance from the flow",
        xaxis={"type": "log", "tickvals": counts.tolist()},
        yaxis={"type": "log", "exponentformat": "power", "dtick": 1},
        showlegend=True,
    )
    return {"figure": drawn.keyed(figure), "orders": {name: round(order, 2) for name, order in orders.items()}}
