"""What is drawn of both terms over the test set: arrays in, Plotly dicts out."""

from typing import Any

import numpy as np

from explainer.kit import drawn
from explainer.kit.pack import pack


def histogram(values: np.ndarray, title: str) -> dict[str, Any]:
    """Counts of `values`, scaled to a maximum of 1, so that what is drawn over it needs no scale."""
    counts, edges = np.histogram(values, 48, range=(values.min(), np.quantile(values, 0.998)))
    bars = {
        "type": "bar",
        "x": pack((edges[1:] + edges[:-1]) / 2),
        "y": pack(counts / counts.max()),
        "width": float(edges[1] - edges[0]),
        "marker": {"color": "role:noise"},
        "name": "test pictures",
    }
    yaxis = {"showticklabels": False, "range": [0, 1.25]}
    return drawn.keyed(drawn.figure([bars], title, "test pictures", yaxis=yaxis))
