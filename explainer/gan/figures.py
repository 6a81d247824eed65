"""What several parts of the section draw: a game's arrays for a plane, real points, numbers in words."""

from typing import Any

import numpy as np

from explainer.kit.pack import pack
from explainer.maths.numerals import numeral

FAR = 1000.0  # points are clipped here: half floats end at 65504
LONGEST = 0.35  # of an arrow, in the plane's units


def real(points, scaling) -> dict[str, Any]:
    """Real points (n, 2), and how own points were scaled, in words that fit into a plot."""
    words = "" if scaling is None else str(scaling).replace("), then", "),\nthen").replace(", moved", ",\nmoved")
    return {"points": _points(points), "words": words}


def layers(frame) -> dict[str, Any]:
    """A frame's arrays for a plane."""
    return {
        "points": _points(frame.points),
        "field": pack(unit_field(frame), "f2"),
        "arrows": pack(arrows(frame.pull), "f2"),
        "grid": None if frame.grid is None else _points(frame.grid),
    }


def _points(x) -> dict[str, str]:
    return pack(np.clip(x, -FAR, FAR), "f2")


def unit_field(frame) -> np.ndarray:
    """D(x) as it is; a critic's value squeezed into 0…1, with ½ where it is undecided."""
    if frame.v is not None:
        return frame.field
    spread = float(np.abs(frame.field - frame.middle).mean()) or 1.0
    return 0.5 + 0.5 * np.tanh((frame.field - frame.middle) / (2 * spread))


def arrows(pull) -> np.ndarray:
    """A fifth of the pull, with lengths bent below 0.35, so that a vanishing gradient still looks so."""
    length = np.linalg.norm(pull, axis=1, keepdims=True) + 1e-12
    return pull / length * LONGEST * np.tanh(0.2 * length / LONGEST)


def span(step: int) -> int:
    """The end of an axis of steps: 500, 1,000, 2,000, 5,000, …"""
    ends = (factor * 10**k for k in range(2, 9) for factor in (1, 2, 5))
    return next(end for end in ends if end >= max(step, 500))


def number(value, digits: int = 4) -> str:
    """A number in a table; a dash where there is none."""
    if value is None:
        return "–"
    size = abs(value)
    return numeral(value, f".{digits}f" if size == 0 or 1e-3 <= size < 1e4 else ".2e")
