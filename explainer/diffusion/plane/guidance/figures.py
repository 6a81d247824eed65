"""What guidance in the plane draws: densities and points along w, and what becomes of them."""

from typing import Any

import numpy as np

from explainer.diffusion.plane.figures import shades
from explainer.kit import drawn
from explainer.kit.pack import pack


def density(weights, tables) -> dict[str, Any]:
    """The tilted densities along w."""
    return {"knots": pack(weights), "shade": shades(tables)}


def led(weights, ends, wanted, others, found) -> dict[str, Any]:
    """Points along w beside real ones, and their measures."""
    rows = (
        ("sure", r"mean $p(c\mid x)$", "p", "full"),
        ("spread", "spread ÷ the class's", "model", "dash"),
        ("beyond", "share beyond the data", "wrong", "dot"),
    )
    traces = [
        drawn.line(weights, [getattr(one, key) for one in found], name, role, dash)
        for key, name, role, dash in rows
    ]
    span = {"range": [-0.02, max(1.1, 1.05 * max(one.spread for one in found))]}
    return {
        "knots": pack(weights),
        "ends": pack(ends, "f2"),
        "wanted": pack(np.broadcast_to(wanted, (len(weights), *wanted.shape)), "f2"),
        "others": pack(np.broadcast_to(others, (len(weights), *others.shape)), "f2"),
        "beyond": [round(one.beyond, 4) for one in found],
        "figure": drawn.keyed(drawn.figure(traces, "w", "", yaxis=span, showlegend=True)),
    }
