"""What the figures of this chapter share: axes that seldom move, and contours."""

import math
from typing import Any

from explainer.kit.pack import pack


def above(value: float, least: float = 1.0) -> float:
    """The smallest of `least` · 1, 1.5, 2, 3, 4, 6, 8, … that is ≥ value: an axis that seldom moves."""
    ratio = max(value / least, 1.0)
    power = 2.0 ** math.floor(math.log2(ratio))
    return least * next(power * step for step in (1, 1.5, 2) if power * step >= ratio)


def levels(field) -> dict[str, Any]:
    """Lines of equal posterior density over two numbers, in p's colour."""
    return {
        "type": "contour",
        "x": pack(field.x),
        "y": pack(field.y),
        "z": pack(field.density),
        "colorscale": [[0, "role:p"], [1, "role:p"]],
        "contours": {"coloring": "lines"},
        "line": {"width": 1.6},
        "showscale": False,
        "ncontours": 10,
        "name": "posterior",
        "hoverinfo": "skip",
    }
