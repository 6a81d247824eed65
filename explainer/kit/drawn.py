"""Parts of Plotly figures as plain dicts, so that the app starts without plotly's Python package."""

from hashlib import blake2b
from typing import Any

import numpy as np
import orjson

from explainer.kit.pack import pack

# A logarithmic axis over few decades. Plotly's own labels between them say the first digit alone: "5" at 0.5.
LOG_125 = {
    "type": "log",
    "tickvals": [float(f"{digit}e{power}") for power in range(-4, 5) for digit in (1, 2, 5)],
}
DASHES = {"full": "solid", "dash": "dash", "dot": "dot"}


def line(x, y, name: str, role: str, dash: str = "full", width: float = 2.5, **more) -> dict[str, Any]:
    """A curve in a role's colour; `dash` tells it apart from others without the colour."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": pack(x),
        "y": pack(y),
        "name": name,
        "line": {"color": f"role:{role}", "dash": DASHES[dash], "width": width},
        **more,
    }


def legend(name: str, role: str, dash: str = "full") -> dict[str, Any]:
    """An entry of the legend for a curve that the page draws over the plot."""
    return line([0], [-1e9], name, role, dash, hoverinfo="skip")


def heatmap(x, y, z, name: str, **more) -> dict[str, Any]:
    """Values z of shape (len(y), len(x)), dark where small in both themes (a perceptual scale)."""
    return {
        "type": "heatmap",
        "x": pack(x),
        "y": pack(y),
        "z": pack(z),
        "name": name,
        "colorscale": "Viridis",
        **more,
    }


def figure(traces: list[dict], x: str, y: str, **layout) -> dict[str, Any]:
    """A Plotly figure with titled axes; `xaxis` and `yaxis` in `layout` add to them."""
    axes = {"xaxis": {"title": {"text": x}}, "yaxis": {"title": {"text": y}}}
    for key in axes:
        axes[key] |= layout.pop(key, {})
    return {"data": traces, "layout": {**axes, **layout}}


def keyed(figure: dict[str, Any]) -> dict[str, Any]:
    """The figure with a key of its content: the page redraws a figure only when its key changes."""
    content = orjson.dumps(figure, option=orjson.OPT_SERIALIZE_NUMPY)
    return {**figure, "key": blake2b(content, digest_size=8).hexdigest()}


def thinned(length: int, points: int = 400) -> np.ndarray:
    """At most about `points` indices from 0 to length − 1, both ends among them."""
    return np.unique(np.linspace(0, length - 1, min(length, points)).round().astype(int))
