"""A part of the gallery: a diagram whose boxes are buttons, and tiles out of a table."""

from typing import Any

import numpy as np

from explainer.kit import controls
from explainer.kit.asked import Source
from explainer.kit.diagram import Diagram
from explainer.kit.figure import Figure
from explainer.kit.pack import pack
from explainer.kit.scrubber import Scrubber
from explainer.kit.tiles import Tiles

SECTION = "gallery"


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


def inside() -> None:
    """The figure `gallery-inside`."""
    Figure(
        SECTION,
        "inside",
        title="A diagram, and tiles",
        try_this="point at a box; drag t.",
        panels=[
            Diagram(source="boxes", label="Two boxes", sets="box", thumbs="table.maps", knots="table.t", t="at"),
            Tiles(parts=(("table.maps.{box}", "maps"),), knots="table.t", t="at", signed=True, size=0.6),
            Tiles(parts=(("table.rows", "rows"),), knots="table.t", t="at", index=("slice",), size=0.3),
        ],
        sources=[Source("boxes", boxes, ()), Source("table", table, ())],
        scrubbers=[Scrubber(key="at", label="t", help="Asks nothing.", value=4, maximum=10)],
        controls=[
            controls.Select(
                key="box", label="Box", help="Which box.", value="one", choices=(("one", "One"), ("two", "Two"))
            ),
            controls.Number(
                key="slice", label="Slice", help="Along an axis.", value=0, minimum=0, maximum=1, whole=True
            ),
        ],
        reflects=("at", "box", "slice"),
    )
