"""What is drawn of the axes of z: arrays in, Plotly dicts out."""

from typing import Any

import numpy as np

from explainer.kit import drawn
from explainer.kit.pack import pack


def axes(kl: np.ndarray, least: float) -> dict[str, Any]:
    """What each axis of z says about x, the most telling first; those under `least` nats in another colour."""
    bars = {
        "type": "bar",
        "x": [str(i + 1) for i in range(len(kl))],
        "y": pack(kl),
        "marker": {"color": ["role:data" if nats >= least else "role:wrong" for nats in kl]},
        "name": "KL of an axis",
    }
    return drawn.figure([bars], "latent dimension, by its KL", "KL, nats")
