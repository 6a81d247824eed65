"""The plane: a field, two clouds of points, arrows and a warped grid on one canvas."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Plane:
    """A square of the plane, [−reach, reach]², painted from arrays that sources answer.

    Each of `field` (n, n) as [y, x] within 0…1 (or bytes, 0…255), `real` (m, 2), `points` (k, 2),
    `arrows` (k, 2), displacements at the points, and `grid` (a, b, 2) or (a, 2) is the path of an
    array. The field is shaded from one role's colour at 0 to the other's at 1; a line is drawn where
    it is ½. `shows` names for a layer the value (a switch) that hides it. Nothing is painted while
    the value `waits` is "loading".
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
