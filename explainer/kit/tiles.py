"""Tiles: small pictures from a table of bytes at the value of `t`, scrubbed with no request."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Tiles:
    """One strip for each of `parts` = ((path, label), …), at the row nearest to the value of `t`.

    A path leads to bytes (rows, …, n, height, width) in an answer; a part of it in braces, as in
    "atlas.maps.{block}", stands for that value of the section. `knots` is the path of the t of each row,
    None if there is one row. `index` names the values that choose along the axes between. Bytes are grey,
    or `signed`: 128 is 0, with one colour below it and another above. `pick` names the values (row,
    column) that a click sets on a grid of `cells` × `cells`. `size` is a share of the full size.
    `above` is the path of the words over the columns of the first strip.
    """

    parts: tuple[tuple[str, str], ...]
    knots: str | None = None
    t: str = "t"
    index: tuple[str, ...] = ()
    columns: int = 4
    signed: bool = False
    pick: tuple[str, str] | None = None
    cells: int = 7
    size: float = 1.0
    above: str | None = None
    name: str | None = None

    def spec(self) -> dict[str, Any]:
        """The panel as the page reads it."""
        return {"type": "tiles", **asdict(self)}
