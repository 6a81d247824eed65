"""A table of numbers that follows the hand: Python formats, the page shows."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """The table that `source` answers under `rows`.

    It is {"head": [text, …], "rows": [[text, …], …], "notes": [text, …]}; the first cell of a row is
    its name. `label` says what the table holds.
    """

    source: str
    label: str
    rows: str = "rows"
    name: str | None = None

    def spec(self) -> dict[str, Any]:
        """The panel as the page reads it."""
        return {"type": "numbers", **asdict(self)}
