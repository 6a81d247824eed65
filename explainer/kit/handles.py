"""Handles: what a hand drags on a plot, by mouse, finger or arrow keys, to set a section's values."""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True)
class Handle:
    """A dot on a plot that sets the values of the keys `x` and `y` (or of one of them).

    Along a bound axis it stands at `x_from` + `x_scale` · value: a width hangs on its mean by
    x_from="q_mean". Along an axis that is not bound it stands at `at_x`, `at_y`. Each of these is
    a number, the key of a value, or "source.path" of a number in an answer. `line` draws it through
    the whole plot and catches the hand all along it. Values are kept to the limits of the keys'
    controls and rounded to `step` (the controls' own without it; three digits on a log axis). Shown
    `when=(key, value)` holds, if given.
    """

    kind: ClassVar[str] = "handle"
    label: str
    color: str = "accent"
    x: str | None = None
    y: str | None = None
    x_from: float | str = 0.0
    y_from: float | str = 0.0
    x_scale: float | str = 1.0
    y_scale: float | str = 1.0
    at_x: float | str = 0.0
    at_y: float | str = 0.0
    line: bool = False
    step: float | None = None
    xaxis: str = "xaxis"
    yaxis: str = "yaxis"
    when: tuple[str, Any] | None = None

    def spec(self) -> dict[str, Any]:
        """The handle with the values and the sources that move it."""
        places = (self.x_from, self.y_from, self.x_scale, self.y_scale, self.at_x, self.at_y)
        named = [place for place in places if isinstance(place, str)]
        keys = [self.x, self.y, *(name for name in named if "." not in name)]
        if self.when:
            keys.append(self.when[0])
        return {
            "kind": self.kind,
            **asdict(self),
            "keys": [key for key in keys if key],
            "sources": sorted({name.split(".")[0] for name in named if "." in name}),
        }


@dataclass(frozen=True, kw_only=True)
class Points:
    """Dots along x whose places are the numbers, parted by commas, of the text value `key`.

    Drag one to move it, press Delete on it (or drop it above the plot) to take it away, double-click
    the plot to add one; `fewest` and `most` limit how many. Rounded to `step`, kept to the axis.
    """

    kind: ClassVar[str] = "points"
    label: str
    key: str
    color: str = "data"
    at_y: float | str = 0.0
    step: float = 0.01
    fewest: int = 1
    most: int = 50
    xaxis: str = "xaxis"
    yaxis: str = "yaxis"
    when: tuple[str, Any] | None = None

    def spec(self) -> dict[str, Any]:
        """The points with the values and the sources that move them."""
        named = isinstance(self.at_y, str) and self.at_y
        keys = [self.key, named if named and "." not in named else None, self.when and self.when[0]]
        return {
            "kind": self.kind,
            **asdict(self),
            "keys": [key for key in keys if key],
            "sources": [named.split(".")[0]] if named and "." in named else [],
        }
