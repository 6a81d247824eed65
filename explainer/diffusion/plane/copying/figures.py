"""What the copies draw: points beside what was made of them, shares of copies over n, distances."""

from typing import Any

import numpy as np

from explainer.kit import drawn
from explainer.kit.pack import pack

OUTSIDE = 9.0  # where points lie that a smaller training set does not have
STYLES = (("noise", "dash"), ("model", "full"), ("p", "dot"))


def copies(counts, training, made, exact, shares, by_chance, stops, width: int) -> dict[str, Any]:
    """Training sets and what was made of them along n, and the shares of copies for each width."""
    rows = np.full((len(counts), *training.shape), OUTSIDE)
    for row, count in zip(rows, counts, strict=True):
        row[:count] = training[:count]
    names = {one: f"width {one}" + (f": stops at n = {stops[one]}" if stops[one] else "") for one in shares}
    traces = [
        drawn.line(counts, [1] * len(counts), "exact denoiser", "wrong"),
        *(
            drawn.line(counts, shares[one], names[one], role, dash, mode="lines+markers")
            for one, (role, dash) in zip(shares, STYLES, strict=True)
        ),
        drawn.line(counts, by_chance, "fresh points, by chance", "text", "dot", 1.5),
    ]
    plot = drawn.figure(
        traces,
        "training points n",
        "share of copies",
        xaxis={"type": "log", "tickvals": list(counts)},
        yaxis={"range": [-0.02, 1.05]},
        showlegend=True,
    )
    return {
        "knots": pack(counts),
        "training": pack(rows, "f2"),
        "made": pack(made, "f2"),
        "exact": pack(exact, "f2"),
        "stops": stops[width],
        "figure": drawn.keyed(plot),
    }


def distances(network, real, copied: float) -> dict[str, Any]:
    """How many samples have a training point within a distance, for the network's and for fresh points."""
    words = f"{100 * copied:.0f}% of the network's are copies"
    return {"words": words, "copied": round(copied, 3), **_steps("network", network), **_steps("real", real)}


def _steps(name: str, nearest) -> dict[str, Any]:
    share = np.linspace(0, 1, 101)
    return {f"{name}_x": pack(np.maximum(np.quantile(nearest, share), 1e-4)), f"{name}_y": pack(share)}


def frame() -> dict[str, Any]:
    """The axes of the distances."""
    across = {"type": "log", "range": [-4, 0.3], "exponentformat": "power", "dtick": 1}
    traces = [
        drawn.line([1e-4, 1e-4], [0, 1], "exact denoiser: all 0", "wrong", width=5),
        drawn.legend("the network", "model"),
        drawn.legend("fresh points", "data", "dash"),
    ]
    axis = {"range": [0, 1.02]}
    titles = "distance to the nearest training point", "share within it"
    plot = drawn.figure(traces, *titles, xaxis=across, yaxis=axis, showlegend=True)
    return {"figure": drawn.keyed(plot)}
