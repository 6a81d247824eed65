"""How copies look: distances along t, both ends with what is nearest to them, and a table of distances."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explainer.kit import drawn
from explainer.kit.pack import pack

NAMES = {
    "learned": (r"the network's $\hat x_0$", "model", "full"),
    "exact": (r"the exact $\hat x_0$", "wrong", "dash"),
}
SPAN = {"range": [0, 1000]}


def along(t, gaps: NDArray, numbers: NDArray) -> dict[str, Any]:
    """Both estimates' distances (frames, 2) to the nearest training picture, and how many are mixed (frames,)."""
    lines = [drawn.line(t, gaps[:, i], *legend) for i, legend in enumerate(NAMES.values())]
    mixed = drawn.line(t, numbers, "pictures it still mixes", "wrong", "dash")
    return {
        "gap_figure": drawn.figure(
            lines, "t", "distance to the set", showlegend=True, xaxis=SPAN, yaxis={"rangemode": "tozero"}
        ),
        "number_figure": drawn.figure(
            [mixed], "t", "pictures it mixes", xaxis=SPAN, yaxis={"type": "log", "dtick": 1}
        ),
    }


def ends(data: Mapping[str, NDArray]) -> dict[str, Any]:
    """Where both chains end, and the training pictures nearest to that."""
    return {
        "end_learned": pack(data["end_learned"], "u1"),
        "near_learned": pack(np.concatenate(data["near_learned"].transpose(1, 0, 2, 3)), "u1"),
        "end_memory": pack(data["end_memory"], "u1"),
        "near_memory": pack(data["near_memory"][:, 0], "u1"),
    }


def table(far_learned: NDArray, far_memory: NDArray) -> dict[str, Any]:
    """Distances (pictures, nearest) of both chains' ends to the nearest training pictures."""
    rows = [
        [f"{i + 1}", *(f"{far:.3f}" for far in learned), f"{memory[0]:.4f}"]
        for i, (learned, memory) in enumerate(zip(far_learned, far_memory, strict=True))
    ]
    nearest = ["nearest", "2nd nearest", "3rd nearest"][: far_learned.shape[1]]
    head = ["picture", *(f"network’s: {text}" for text in nearest), "exact denoiser’s: nearest"]
    return {"head": head, "rows": rows, "notes": []}
