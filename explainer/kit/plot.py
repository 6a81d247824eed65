"""Linked plots: Plotly draws what stands still, the kit's canvas over it what follows the hand."""

from abc import ABC, abstractmethod
from dataclasses import asdict, dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar

from explainer.kit.handles import Handle, Points
from explainer.kit.picture import COEFFICIENTS, NOISE, PICTURE


@cache
def plotly_folder() -> Path:
    """Where the installed Python package keeps plotly.min.js (found without importing it)."""
    return Path(find_spec("plotly").origin).parent / "package_data"


@dataclass(frozen=True, kw_only=True)
class Overlay(ABC):
    """What is drawn over a plot; paths are "source.name" of packed arrays in an answer."""

    kind: ClassVar[str]
    xaxis: str = "xaxis"
    yaxis: str = "yaxis"

    def spec(self) -> dict[str, Any]:
        """The overlay with the values and sources whose change repaints it."""
        return {
            "kind": self.kind,
            **asdict(self),
            "keys": self.keys(),
            "sources": sorted({path.split(".")[0] for path in self.paths()}),
        }

    def keys(self) -> list[str]:
        """Values of the section that it follows."""
        return [self.at]

    @abstractmethod
    def paths(self) -> list[str]:
        """Arrays that it reads."""


@dataclass(frozen=True, kw_only=True)
class Marker(Overlay):
    """A vertical line at the value of `at`, a dot on each of `curves` = ((path, role), …) there."""

    kind: ClassVar[str] = "marker"
    at: str = "t"
    curves: tuple[tuple[str, str], ...] = ()

    def paths(self) -> list[str]:
        """One array for each curve."""
        return [path for path, _ in self.curves]


@dataclass(frozen=True, kw_only=True)
class Row(Overlay):
    """The row at the value of `at` of a table (knots × grid) as a curve; rows between are mixed."""

    kind: ClassVar[str] = "row"
    at: str = "t"
    table: str
    knots: str
    grid: str
    color: str
    fill: bool = False
    dash: bool = False

    def paths(self) -> list[str]:
        """The table and its two axes."""
        return [self.table, self.knots, self.grid]


@dataclass(frozen=True, kw_only=True)
class Curve(Overlay):
    """A curve of an answer's own arrays `x`, `y`, over a plot whose axes stand still.

    For asked drags: only this is repainted. `fill` shades down to the value `ground` (the axis
    without one). `moved` = (key of its place, key of its width, path of the place, path of the width
    that the arrays were made for): a density that is moved and widened while the answer is on its way.
    """

    kind: ClassVar[str] = "curve"
    x: str
    y: str
    color: str
    fill: bool = False
    dash: bool = False
    ground: float | None = None
    moved: tuple[str, str, str, str] | None = None

    def keys(self) -> list[str]:
        """None of its own, it follows its answer; what moves it, if something does."""
        return list(self.moved[:2]) if self.moved else []

    def paths(self) -> list[str]:
        """Both arrays."""
        return [self.x, self.y]


@dataclass(frozen=True, kw_only=True)
class Spot(Overlay):
    """A dot at (x[i], y[i]), where the i-th of `knots` is nearest to the value of `at`."""

    kind: ClassVar[str] = "spot"
    at: str = "t"
    x: str
    y: str
    knots: str
    color: str = "accent"

    def paths(self) -> list[str]:
        """The curve and its knots."""
        return [self.x, self.y, self.knots]


@dataclass(frozen=True, kw_only=True)
class Says(Overlay):
    """The text at the path `text`, line by line, above the plot: on the left or, with `right`, on the right."""

    kind: ClassVar[str] = "says"
    text: str
    color: str = "text"
    size: int = 17
    right: bool = False

    def keys(self) -> list[str]:
        """None of its own: it follows its answer."""
        return []

    def paths(self) -> list[str]:
        """The text."""
        return [self.text]


@dataclass(frozen=True, kw_only=True)
class Box(Overlay):
    """A filled rectangle, a part of a bar: each side a number, or the path of one in an answer.

    `text` is the path of what is written in it, above it where it is too low. With `cut` it is torn off at its
    lower end: it begins below the plot.
    """

    kind: ClassVar[str] = "box"
    x0: float | str
    x1: float | str
    y0: float | str
    y1: float | str
    color: str
    text: str | None = None
    alpha: float = 0.85
    cut: bool = False

    def keys(self) -> list[str]:
        """None of its own: it follows its answer."""
        return []

    def paths(self) -> list[str]:
        """The sides that are paths, and the text."""
        places = (self.x0, self.x1, self.y0, self.y1, self.text)
        return [place for place in places if isinstance(place, str)]


@dataclass(frozen=True, kw_only=True)
class Counts(Overlay):
    """A histogram of what the picture panel `panel` shows, over evenly spaced `edges`."""

    kind: ClassVar[str] = "counts"
    at: str = "t"
    panel: str
    edges: str
    color: str
    follows: tuple[str, ...] = (PICTURE, NOISE, COEFFICIENTS)

    def paths(self) -> list[str]:
        """The edges, and the sources that the panel shows."""
        return [self.edges, *self.follows]


@dataclass(frozen=True, kw_only=True)
class Bell(Overlay):
    """The unit density on `z`, moved to signal[t] · (the picked pixel of `panel`), widened to sigma[t]."""

    kind: ClassVar[str] = "bell"
    at: str = "t"
    panel: str
    z: str
    density: str
    signal: str
    sigma: str
    color: str
    picks: tuple[str, str]
    follows: tuple[str, ...] = (PICTURE,)

    def keys(self) -> list[str]:
        """t and the picked pixel."""
        return [self.at, *self.picks]

    def paths(self) -> list[str]:
        """The bell, its two coefficients, and the picture."""
        return [self.z, self.density, self.signal, self.sigma, *self.follows]


@dataclass(frozen=True, kw_only=True)
class Plot:
    """The Plotly figure (a dict: data, layout) that `source` answers under `figure`.

    Colours in it are roles ("role:data"). A figure with a "key" (`drawn.keyed`) is drawn anew only when
    its key changes: an asked drag repaints the overlays alone, over axes that stand still. `sets` names the
    value that a press on the plot sets; `handles` are dots that a hand drags; `full` gives it a row of
    its own.
    """

    source: str
    label: str
    figure: str = "figure"
    overlays: tuple[Overlay, ...] = ()
    handles: tuple[Handle | Points, ...] = ()
    sets: str | None = None
    aspect: float = 1.6
    full: bool = False
    name: str | None = None

    def spec(self) -> dict[str, Any]:
        """The panel as the page reads it."""
        return {
            "type": "plot",
            **asdict(self),
            "overlays": [overlay.spec() for overlay in self.overlays],
            "handles": [handle.spec() for handle in self.handles],
        }
