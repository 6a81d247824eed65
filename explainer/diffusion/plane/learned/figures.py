"""What the comparison draws: two fields of arrows, the error as a field, and along t."""

from typing import Any

import numpy as np

from explainer.diffusion.plane.figures import bent, shades
from explainer.kit import drawn
from explainer.kit.pack import pack

FULL = 1.0  # the error that is shaded fully


def beside(found, density, anchors, exact) -> dict[str, Any]:
    """Both fields, the error in bytes, and its mean along t."""
    plot = drawn.figure(
        [
            drawn.line(found.ts, found.where_data_are, "at points of $p_t$", "right"),
            drawn.line(found.ts, found.everywhere, "over the whole square", "wrong", "dash"),
        ],
        "t",
        "mean squared error",
        yaxis={"type": "log", "exponentformat": "power", "dtick": 1},
        showlegend=True,
    )
    return {
        "knots": pack(found.ts, "i4"),
        "shade": shades(density),
        "anchors": pack(anchors),
        "exact": pack(bent(-exact), "f2"),
        "learned": pack(bent(-found.arrows), "f2"),
        "gap": pack(np.rint(255 * np.clip(found.error / FULL, 0, 1)), "u1"),
        "where_data_are": pack(found.where_data_are),
        "figure": drawn.keyed(plot),
    }
