"""What the autoencoder section plots: arrays in, Plotly dicts out."""

from typing import Any

import numpy as np

from explainer.kit import drawn
from explainer.kit.pack import pack

ROLES = (("model", "dash"), ("data", "full"))


def along(values: np.ndarray, names: list[str], title: str, span: list[float]) -> dict[str, Any]:
    """A curve per network, (networks, points), along the way from one digit (0) to another (1)."""
    s = np.linspace(0, 1, values.shape[1])
    curves = [
        drawn.line(s, row, name, role, dash) for row, name, (role, dash) in zip(values, names, ROLES, strict=True)
    ]
    return drawn.figure(curves, "place on the line", title, yaxis={"range": span}, showlegend=True)


def read_as(counts: list[np.ndarray], names: list[str]) -> dict[str, Any]:
    """How often each digit is read, a group of bars per digit."""
    bars = [
        {
            "type": "bar",
            "x": [str(i) for i in range(len(row))],
            "y": pack(row),
            "name": name,
            "marker": {"color": f"role:{role}", "pattern": {"shape": "/" if dash == "dash" else ""}},
        }
        for row, name, (role, dash) in zip(counts, names, ROLES, strict=True)
    ]
    return drawn.figure(
        bars, "read as", "of 1,000 samples", barmode="group", showlegend=True, xaxis={"type": "category"}
    )
