"""Maps of a plane and atlases: a hand moves a point over a map, and a picture follows in the next frame."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from explainer.kit.pack import pack


@dataclass(frozen=True, kw_only=True)
class Hand:
    """A dot on a map that a hand, a finger or arrow keys move: it sets the pair "x,y" of `key`.

    `rest` names a value that becomes the pair once the hand has let go. Sources depend on that value, so
    that a drag asks nothing.
    """

    key: str
    label: str
    color: str = "accent"
    text: str = ""
    rest: str | None = None


@dataclass(frozen=True, kw_only=True)
class Map:
    """A square of the plane with points by class (colour and mark), from a source of `map_data`.

    `ground` names the value that chooses what lies under the hand: points, density or mosaic (pictures
    of `atlas`). `circles` are radii around 0. `lines` and `dots` are (path, role) of points (n, 2) in
    answers. With `unit`, pairs are shares of the map's half width, so that one hand moves over several
    maps. `pick=(key, path)` chooses the row of points: the one at which the array at `path` has the value
    of `key`. `along=(path, key)` is a dot on the path at the row that the value of `key` names.
    `extent=(path, path)` are the corners of a close-up. With `draws=(key, other, value)`, a stroke over the
    map becomes the text "x,y x,y …" of `key` while `other` has that value. `chips` are buttons that move
    the first hand to the centre of each class.
    """

    source: str
    label: str
    hands: tuple[Hand, ...] = ()
    ground: str | None = None
    atlas: str | None = None
    circles: tuple[float, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    dots: tuple[tuple[str, str], ...] = ()
    unit: bool = False
    pick: tuple[str, str] | None = None
    along: tuple[str, str] | None = None
    extent: tuple[str, str] | None = None
    draws: tuple[str, str, str] | None = None
    chips: bool = False
    step: float = 0.1
    size: float = 1.0
    name: str | None = None

    def spec(self) -> dict[str, Any]:
        """The panel as the page reads it, with what repaints it."""
        paths = [path for path, _ in (*self.lines, *self.dots)] + list(self.extent or ())
        keys = [self.ground, *(hand.key for hand in self.hands), *(self.draws or ())[:2]]
        if self.pick:
            keys.append(self.pick[0])
            paths.append(self.pick[1])
        if self.along:
            paths.append(self.along[0])
            keys.append(self.along[1])
        names = {self.source, *(path.split(".")[0] for path in paths), *([self.atlas] if self.atlas else [])}
        return {
            "type": "map",
            **asdict(self),
            "keys": [key for key in keys if key],
            "sources": sorted(names),
        }


@dataclass(frozen=True, kw_only=True)
class Decoded:
    """The picture at a point: blended from the atlas at once, the network's own once that has answered.

    The point is the pair `at` (with `unit`, in shares of the half width). With `along=(path, key)` it is
    the row of that path which the value of `key` names. `exact` names a source that answers `exact_data`
    for the point at which the hand rests.
    """

    atlas: str
    label: str
    at: str | None = None
    unit: bool = False
    along: tuple[str, str] | None = None
    exact: str | None = None
    canvas: str | None = None
    size: float = 1.0
    name: str | None = None

    def spec(self) -> dict[str, Any]:
        """The panel as the page reads it."""
        return {"type": "decoded", **asdict(self)}


def map_data(
    low, high, points, labels, names: list[str], marks: list[str], centres, density=None
) -> dict[str, Any]:
    """Corners, codes (n, 2) or (rows, n, 2) with labels (n,), and each class's name, mark and centre.

    `density` (m, m) as [y, x] is shown by its square root, so that thin regions are visible.
    """
    out = {
        "low": [float(side) for side in low],
        "high": [float(side) for side in high],
        "points": pack(points),
        "labels": pack(labels, "u1"),
        "names": names,
        "marks": marks,
        "centres": pack(centres),
    }
    if density is not None:
        out["density"] = pack(np.rint(255 * np.sqrt(density / density.max())), "u1")
    return out


def atlas_data(of: str, xs, ys, deflated) -> dict[str, Any]:
    """The pictures of the network `of` on a grid: grey bytes minus those of the left neighbour, deflated."""
    return {"of": of, "xs": pack(xs), "ys": pack(ys), "deflated": pack(deflated, "u1")}


def exact_data(of: str, place: str, pixels, said: str) -> dict[str, Any]:
    """The picture of the network `of` at the pair `place`, grey levels (height, width), and a sentence."""
    return {"of": of, "place": place, "pixels": pack(pixels, "u1"), "said": said}
