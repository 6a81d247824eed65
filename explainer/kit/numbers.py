"""A table of numbers that follows the hand: Python formats the cells, the page shows them."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """The table that `source` answers under `rows`.

    It is {"head": [text, …], "rows": [[text, …], …], "notes": [text, …]}; the first cell of a row is its
    name. `label` says what the table contains. With `track`, `source` and `rest` are films, whose track has
    the rows of each frame; if `pick` names a value, it has the rows of each picture, and the picked one's
    are shown. `head` is then the head of the table.

    `beside` is the path of a further column, which may come later: {"head": text, "cells": [text, …],
    "of": …}. While its "of" is not that of the rows, it shows dots. `folded`: it answers what
    its figure asks.
    """

    source: str
    label: str
    rows: str = "rows"
    beside: str | None = None
    track: str | None = None
    rest: str | None = None
    t: str = "t"
    pick: str | None = None
    head: tuple[str, ...] = ()
    folded: bool = False
    name: str | None = None

    def spec(self) -> dict[str, Any]:
        """The panel as the page reads it."""
        return {"type": "numbers", **asdict(self)}
