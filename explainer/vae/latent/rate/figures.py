"""What is drawn of the six weights of the KL: arrays in, Plotly dicts out."""

from typing import Any

import numpy as np

from explainer.kit import drawn


def rate_distortion(beta, rate, distortion) -> dict[str, Any]:
    """The six networks in the plane of both terms; dotted: where −ELBO equals that of the best."""
    best = float((np.asarray(rate) + distortion).min())
    span = np.array([0.0, max(rate) + 2])
    dots = {
        **drawn.line(rate, distortion, "networks", "data"),
        "mode": "lines+markers+text",
        "text": [f"β = {weight:g}" for weight in beta],
        "textposition": ["bottom center" if weight == 1 else "top right" for weight in beta],
        "marker": {"size": 9, "color": "role:data"},
    }
    equal = drawn.line(span, best - span, "equal −ELBO", "noise", "dot")
    return drawn.figure(
        [dots, equal],
        "rate, nats",
        "distortion, nats",
        xaxis={"range": [0, float(span[1])]},
        yaxis={"range": [float(min(distortion)) - 6, float(max(distortion)) + 12]},
        showlegend=True,
    )
