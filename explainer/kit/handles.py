"""Handles: dots on a plot that mouse, finger or arrow keys drag to set a section's values."""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True)
class Handle:
    """A dot on a plot that sets the values of the keys `x` and `y` (or of one of them).

    Along an axis with a key it stands at `x_from` + `x_scale` · value: with x_from="q_mean", a width is
    measured from its mean. Along an axis without a key it stands at `at_x` or `at_y`. Each of these is a
    number, the key of a value, or the path of a number in an answer. `line` draws a line through the
    whole plot, which can be dragged anywhere. Values stay within the limits of the keys' controls and are
    rounded to `step` (without it, to the controls' own; on a log axis, to three digits). With
    `when=(key, value)` it is shown only while that holds. `elem_id` is its public id.
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
    elem_id: str | None = None

    def spec(self) -> dict[str, Any]:
        """The handle with the values and the sources that move it."""
        numbers = (self.x_from, self.y_from, self.x_scale, self.y_scale, self.at_x, self.at_y)
        named = [name for name in numbers if isinstance(name, str)]
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
    """Dots along x at the numbers, separated by commas, of the text value `key`.

    Drag one to move it; press Delete on it, or drop it above the plot, to remove it; double-click the plot
    to add one. `fewest` and `most` limit how many there are. They are rounded to `step` and stay on the
    axis.
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
