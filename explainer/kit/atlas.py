"""Atlases and maps of a plane: a hand moves a place over a map, a picture follows in the next frame."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from explainer.kit.pack import pack


@dataclass(frozen=True, kw_only=True)
class Hand:
    """A dot on a map that a hand, a finger or arrow keys move: it sets the pair "x,y" of `key`.

    `rest` names a value that becomes the pair once the hand has let go: what is asked of Python
    follows that one, so that a drag asks nothing.
    """

    key: str
    label: str
    color: str = "accent"
    text: str = ""
    rest: str | None = None


@dataclass(frozen=True, kw_only=True)
class Map:
    """A square of the plane with points by class (colour and mark), from a source of `map_data`.

    `ground` names the value that says what lies under the hand: points, density or mosaic (pictures
    of `atlas`). `circles` are radii round 0; `lines` and `dots` are (path, role) of places (n, 2) in
    answers. `unit`: pairs are shares of the map's half width, so that one hand moves over several
    maps. `pick=(key, path)` chooses the points' row where the value of `key` stands at that path.
    `along=(path, key)` is a dot on the path at the row that the value of `key` names.
    `extent=(path, path)` are the corners of a close-up. `draws=(key, other, value)`: while `other`
    has that value a stroke over the map becomes the text "x,y x,y …" of `key`. `chips` are buttons
    that take the first hand to the centre of each class.
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
    """The picture at a place: blended from the atlas at once, by the network once that has answered.

    The place is the pair of `at` (`unit`: as shares of the half width), or the row at the value of
    `along[1]` of the path `along[0]`. `exact` names a source that answers `exact_data` for the place
    at which the hand rests.
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
    """Corners, codes (n, 2) or (rows, n, 2) with labels (n,), a name and a mark a class, their centres.

    `density` (m, m) as [y, x] is shown by its square root, so that what is thin is seen, too.
    """
    out = {
        "low": [float(one) for one in low],
        "high": [float(one) for one in high],
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
    """Nodes of network `of`'s grid, its pictures: grey bytes, less their left neighbour's, deflated."""
    return {"of": of, "xs": pack(xs), "ys": pack(ys), "deflated": pack(deflated, "u1")}


def exact_data(of: str, place: str, pixels, said: str) -> dict[str, Any]:
    """Network `of`'s picture, grey levels (28, 28), at the pair `place`, and a sentence about it."""
    return {"of": of, "place": place, "pixels": pack(pixels, "u1"), "said": said}
