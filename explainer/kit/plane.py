"""The plane: a field, two clouds of points, arrows and a warped grid on one canvas."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Plane:
    """A square of the plane, [−reach, reach]², painted from arrays that sources answer.

    These are paths of arrays: `field` (n, n) as [y, x] within 0…1 (or bytes, 0…255), `real` (m, 2),
    `points` (k, 2), `arrows` (k, 2), which are displacements at the points, and `grid` (a, b, 2) or (a, 2).
    The field is shaded from the colour of the role `low` at 0 to that of `high` at 1, with a line where it
    is ½. `shows` are (layer, key): the layer is hidden while that value is false. Nothing is painted while
    the value of `waits` is "loading".
    """

    label: str
    field: str
    points: str
    real: str
    arrows: str | None = None
    grid: str | None = None
    reach: float = 1.5
    low: str = "q"
    high: str = "p"
    shows: tuple[tuple[str, str], ...] = ()
    waits: str = "state"
    name: str | None = None

    def spec(self) -> dict[str, Any]:
        """The panel as the page reads it, with the sources whose answers repaint it."""
        paths = (self.field, self.points, self.real, self.arrows, self.grid)
        return {
            "type": "plane",
            **asdict(self),
            "shows": dict(self.shows),
            "sources": sorted({path.split(".")[0] for path in paths if path}),
        }
