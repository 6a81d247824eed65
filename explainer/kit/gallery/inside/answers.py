"""A diagram of two boxes, and tables of small pictures that turn with t."""

from typing import Any

import numpy as np

from explainer.kit.asked import Source
from explainer.kit.pack import pack


def boxes() -> dict[str, Any]:
    """Two boxes and three lines."""
    nodes = [
        {"name": name, "title": name, "shape": "2×4×4", "head": f"{name}.", "words": words, "box": box}
        for name, words, box in (("one", "The first.", [0, 10, 30, 30]), ("two", "The other.", [60, 50, 30, 30]))
    ]
    edges = [
        {"kind": "flow", "points": [[30, 25], [75, 25], [75, 50]]},
        {"kind": "skip", "points": [[30, 35], [60, 65]]},
        {"kind": "told", "points": [[15, 95], [15, 40]], "plain": True},
    ]
    return {"nodes": nodes, "edges": edges}


def table() -> dict[str, Any]:
    """Slopes that turn with t, two channels a box, and a table with an axis to pick along."""
    t = np.array([0, 5, 10])
    x, y = np.meshgrid(np.linspace(-1, 1, 4), np.linspace(-1, 1, 4))
    maps = np.array([[np.cos(s / 5) * x + np.sin(s / 5) * y, x * y] for s in t])
    return {
        "t": pack(t, "i4"),
        "maps": {name: pack(128 + 80 * sign * maps, "u1") for name, sign in (("one", 1), ("two", -1))},
        "rows": pack(np.arange(3 * 2 * 16).reshape(3, 2, 1, 4, 4) * 2, "u1"),
    }


SOURCES = {source.name: source for source in (Source("boxes", boxes, ()), Source("table", table, ()))}
