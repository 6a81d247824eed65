"""A diagram of boxes and lines: each box is a button that sets a value, and shows what it makes at t."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Diagram:
    """What `source` answers: {"nodes": […], "edges": […]}, placed on a square of 100.

    A node is {name, title, shape, head, words, box: [left, top, width, height]}; an edge is {kind:
    flow, skip or told, points: [[x, y], …]}, with an arrowhead unless it is `plain`. Pointing at,
    focusing or pressing a node sets the value `sets` to its name; its words show below. `thumbs` is the
    path of bytes by node name, (rows, n, height, width), 128 for 0. A node shows the first of the n at
    the row of `knots` nearest to `t`.
    """

    source: str
    label: str
    sets: str
    thumbs: str
    knots: str
    t: str = "t"
    name: str | None = None

    def spec(self) -> dict[str, Any]:
        """The panel as the page reads it."""
        return {"type": "diagram", **asdict(self)}
