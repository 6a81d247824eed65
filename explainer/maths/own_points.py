"""A visitor's own points: read from text, checked, and fitted into the square as a cloud."""

import base64
import binascii
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from explainer.maths import arguments
from explainer.maths.arguments import BadArgument
from explainer.maths.toy2d import Cloud, cloud

Array = NDArray[np.float64]
REACH = 0.9  # the longer half side of the points' box after scaling
SPREAD = 0.02
LONG = 1000  # lines
MIN_POINTS, MAX_POINTS, MAX_CHARACTERS, LARGEST = 3, 20_000, 2_000_000, 1e12


@dataclass(frozen=True)
class Scaling:
    """`count` points were moved by −`middle`, then multiplied by `factor`, the same on both axes."""

    middle: tuple[float, float]
    factor: float
    count: int

    def apply(self, x: Array) -> Array:
        """Points (n, 2) in the visitor's units, brought into the square."""
        return (x - self.middle) * self.factor

    def __str__(self) -> str:
        a, b = self.middle
        return f"{self.count:,} points, moved by ({-a:.4g}, {-b:.4g}), then scaled by {self.factor:.4g}"


def chosen(data: str, points: str | None) -> tuple[Cloud, Scaling | None]:
    """The data set called `data`, or "own": `points`, a text in base64, and how they were scaled.

    BadArgument for "data" or for "points".
    """
    if data != "own":
        return cloud(data), None
    if not points:
        raise BadArgument("data", "there are no points of your own yet: draw some, or choose a file under More")
    with _reading:  # several questions about a new file come at once; the first reads it
        return _own(points)


_reading = Lock()


@lru_cache(maxsize=8)
def _own(points: str) -> tuple[Cloud, Scaling]:
    try:
        data = base64.b64decode(points, validate=True)
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8")
    except (binascii.Error, ValueError):
        raise BadArgument("points", "the file is no text of numbers; allowed are two numbers per line") from None
    return own_points(text)


def own_points(text: str) -> tuple[Cloud, Scaling]:
    """A visitor's points, as CSV text of two numbers per line, fitted into the square, and their scaling.

    The middle of their box moves to 0 and its longer half side becomes 0.9; each point becomes a
    Gaussian of std 0.02. BadArgument("points") names the line or the number that is wrong.
    """
    x = _read(text)
    if not MIN_POINTS <= len(x) <= MAX_POINTS:
        raise _bad(f"there are {len(x):,} points; allowed are {MIN_POINTS} to {MAX_POINTS:,}")
    finite = np.isfinite(x).all(1) & (np.abs(x) <= LARGEST).all(1)
    if not finite.all():
        row = int(np.argmin(finite))
        a, b = x[row]
        raise _bad(f"point {row + 1} is ({a:g}, {b:g}); allowed are finite numbers within ±{LARGEST:g}")
    low, high = x.min(0), x.max(0)
    half = float((high - low).max() / 2)
    if half <= 1e-9 * float(np.abs(x).max()):
        raise _bad(f"all {len(x):,} points lie at ({x[0, 0]:g}, {x[0, 1]:g}); they must differ")
    if half < 1e-250:
        raise _bad(f"the points lie within {2 * half:g} of one another; allowed is 1e-250 or more")
    middle = (low + high) / 2
    scaling = Scaling((float(middle[0]), float(middle[1])), REACH / half, len(x))
    return Cloud("own", scaling.apply(x), SPREAD), scaling


def _bad(sentence: str) -> BadArgument:
    return BadArgument("points", sentence)


def _read(text: str) -> Array:
    """Rows of two numbers, separated by comma, semicolon, tab or space; the first line may be a header."""
    arguments.text("points", text, MAX_CHARACTERS, name="the text")
    text = _without_numbered_header(text.replace("−", "-").replace('"', ""))
    if (rows := _plain(text)) is not None:
        return rows
    return _line_by_line(text)


def _without_numbered_header(text: str) -> str:
    """The text with its first line empty where that is two whole numbers above numbers that all have a point.

    So pandas writes columns that have no names.
    """
    first, end, rest = text.lstrip("\ufeff").partition("\n")
    words = first.replace(",", " ").split()
    lines = [line for line in rest.splitlines() if line.strip()]
    numbered = len(words) == 2 and all(word.isdigit() for word in words)
    return end + rest if numbered and lines and all("." in line for line in lines) else text


def _plain(text: str) -> Array | None:
    """The rows of a long text in which every line is two numbers and a comma; None for anything else.

    NumPy reads it four times as fast as `_line_by_line`, which knows more forms and says what is wrong.
    """
    if text.count("\n") < LONG:
        return None
    try:
        rows = np.loadtxt(StringIO(text), delimiter=",", ndmin=2)
    except ValueError:
        return None
    return rows if rows.shape[1] == 2 else None


def _line_by_line(text: str) -> Array:
    rows: list[tuple[float, float]] = []
    header = False
    for number, raw in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        row = raw.partition("#")[0].strip()
        if not row:
            continue
        words = _words(row)
        try:
            values = [float(word) for word in words]
        except ValueError:
            if not rows and not header and not any(map(_is_number, words)):
                header = True
                continue
            strange = next(word for word in words if not _is_number(word))
            raise _bad(f"line {number} holds {strange[:40]!r}, which is not a number") from None
        if len(values) != 2:
            raise _bad(f"line {number} has {len(values)} numbers; allowed are two, x and y")
        rows.append((values[0], values[1]))
    return np.array(rows, dtype=np.float64).reshape(-1, 2)


def _words(row: str) -> list[str]:
    for separator in (";", "\t"):
        if separator in row:  # then a comma can only be a decimal comma
            return [word.strip().replace(",", ".") for word in row.split(separator)]
    return [word.strip() for word in row.split(",")] if "," in row else row.split()


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True
