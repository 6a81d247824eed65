"""A diagram of boxes and lines: each box a button that sets a value, with what it makes at t on it."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Diagram:
    """What `source` answers: {"nodes": […], "edges": […]}, placed on a square of 100.

    A node is {name, title, shape, head, words, box: [left, top, width, height]}; an edge is {kind:
    flow, skip or told, points: [[x, y], …]}, with an arrow's head unless it is `plain`. To point
    at, focus or press a node sets the value `sets` to its name; its words stand below. `thumbs` is the
    path of bytes by node name, (rows, n, height, width), the first of which at the row of `knots`
    nearest to `t` is shown on it, 128 for 0.
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
