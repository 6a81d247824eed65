"""A table of numbers that follows the hand: Python formats, the page shows."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """The table that `source` answers under `rows`.

    It is {"head": [text, …], "rows": [[text, …], …], "notes": [text, …]}; the first cell of a row is
    its name. `label` says what the table holds. With `track`, `source` and `rest` are films whose track
    holds the rows of each frame, for each picture where `pick` names the picked one; `head` is theirs.

    A note that is {"text", "math", "after"} has MathML (`kit/typeset.py`) in its middle. `beside` is
    the path of a further column, which may come later: {"head": text, "cells": [text, …], "of": what
    the rows are "of"}; until it is of the same it shows dots.
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
    name: str | None = None

    def spec(self) -> dict[str, Any]:
        """The panel as the page reads it."""
        return {"type": "numbers", **asdict(self)}
