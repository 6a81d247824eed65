"""Data for a game in the plane (or on the line) whose density is known: equal Gaussians at centres.

The shapes of `points` serve here too; what they lack (a line, one ring, 25 blobs, own points) is
added. `own_points` reads a visitor's text and says how it was scaled.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explainer.maths import points
from explainer.maths.arguments import BadArgument

Array = NDArray[np.float64]
REACH = 0.9  # own points: the longer half side of their box after scaling
OWN_SPREAD = 0.02
MIN_POINTS, MAX_POINTS, MAX_CHARACTERS, LARGEST = 3, 20_000, 2_000_000, 1e12


@dataclass(frozen=True, eq=False)
class Cloud:
    """Σ_k N(c_k, s² I)/m: centres (m, d) with d = 1 or 2, spread s > 0; `modes` (k, d) or None.

    `modes` are the blobs that a generator can miss one by one; a curve has none.
    """

    name: str
    centres: Array
    spread: float
    modes: Array | None = None

    @property
    def dim(self) -> int:
        """1 on the line, 2 in the plane."""
        return self.centres.shape[1]

    def sample(self, n: int, rng: np.random.Generator, dtype: type = np.float64) -> NDArray:
        """n independent points (n, d)."""
        x = rng.standard_normal((n, self.dim), dtype=dtype)
        x *= dtype(self.spread)
        x += self.centres[rng.integers(len(self.centres), size=n)]
        return x

    def log_density(self, x: ArrayLike, blur: float = 0.0) -> Array:
        """ln p at x (n, d), in nats, (n,); of p ∗ N(0, blur² I) when `blur` is given."""
        return log_mixture(np.asarray(x, dtype=np.float64), self.centres, math.hypot(self.spread, blur))

    def cell_mass(self, edges: ArrayLike) -> Array:
        """Exact probability of the cells between `edges` on every axis, (b,) or (b, b) as [x, y].

        Whatever lies outside counts to the outermost cells, so the sum is 1.
        """
        from scipy.special import ndtr

        outer = np.array(edges, dtype=np.float64)
        outer[0], outer[-1] = -np.inf, np.inf
        sides = [np.diff(ndtr((outer - c[:, None]) / self.spread)) for c in self.centres.T]
        return sides[0].mean(0) if self.dim == 1 else sides[0].T @ sides[1] / len(self.centres)


def log_mixture(x: Array, centres: Array, spread: float) -> Array:
    """ln Σ_k N(x; c_k, s² I)/m at x (n, d), (n,), block by block so that memory stays small."""
    d = centres.shape[1]
    out = np.empty(len(x))
    block = max(1, 2_000_000 // len(centres))
    for start in range(0, len(x), block):
        part = x[start : start + block]
        log = sum((part[:, None, a] - centres[:, a]) ** 2 for a in range(d)) / (-2 * spread**2)
        top = log.max(1)
        out[start : start + block] = top + np.log(np.exp(log - top[:, None]).mean(1))
    return out - d * math.log(math.sqrt(2 * math.pi) * spread)


def line() -> Array:
    """A straight stroke from lower left to upper right."""
    u = np.linspace(-0.8, 0.8, points.CENTRES // 4)
    return np.stack([u, 0.6 * u], 1)


def ring() -> Array:
    """One circle."""
    angle = np.linspace(0, 2 * np.pi, points.CENTRES // 2, endpoint=False)
    return 0.8 * np.stack([np.cos(angle), np.sin(angle)], 1)


def lattice() -> Array:
    """Twenty-five blobs, five rows of five."""
    side = np.linspace(-0.8, 0.8, 5)
    return np.stack(np.meshgrid(side, side, indexing="ij"), -1).reshape(-1, 2)


SHAPES: dict[str, Callable[[], Array]] = {
    "line": line,
    "ring": ring,
    "8-gaussians": points.gaussians,
    "25-gaussians": lattice,
    "moons": points.moons,
    "spiral": points.spiral,
    "checkerboard": points.checkerboard,
}


def cloud(name: str) -> Cloud:
    """A data set by name; BadArgument for an unknown one."""
    if name not in SHAPES:
        raise BadArgument("data", f"the data set is {name!r}; allowed are {', '.join(SHAPES)}")
    centres = SHAPES[name]()
    return Cloud(name, centres, points.SPREAD, centres if name.endswith("gaussians") else None)


@dataclass(frozen=True)
class Scaling:
    """Own points were moved by −`middle` and multiplied by `factor`, the same on both axes."""

    middle: tuple[float, float]
    factor: float
    count: int

    def there(self, x: ArrayLike) -> Array:
        """From the visitor's units to the square."""
        return (np.asarray(x, dtype=np.float64) - self.middle) * self.factor

    def back(self, x: ArrayLike) -> Array:
        """From the square to the visitor's units."""
        return np.asarray(x, dtype=np.float64) / self.factor + self.middle

    def __str__(self) -> str:
        a, b = self.middle
        return f"{self.count:,} points, moved by ({-a:.4g}, {-b:.4g}), then scaled by {self.factor:.4g}"


def own_points(given: str | ArrayLike) -> tuple[Cloud, Scaling]:
    """A visitor's points, as CSV text or as rows (n, 2), fitted into the square, and how.

    The middle of their box goes to 0 and its longer half side to 0.9; each point becomes a
    Gaussian of std 0.02. Raises BadArgument("points") that names the line or the number.
    """
    x = _read(given) if isinstance(given, str) else _rows(given)
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
    return Cloud("own", scaling.there(x), OWN_SPREAD), scaling


def _bad(sentence: str) -> BadArgument:
    return BadArgument("points", sentence)


def _rows(given: ArrayLike) -> Array:
    try:
        x = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        raise _bad("the points are no rows of two numbers each") from None
    if x.ndim != 2 or x.shape[1] != 2:
        raise _bad(f"the points have the shape {x.shape}; allowed are rows of two numbers, (n, 2)")
    return x


def _read(text: str) -> Array:
    """Rows of two numbers, apart by a comma, semicolon, tab or space; one header line may lead."""
    if len(text) > MAX_CHARACTERS:
        raise _bad(f"the text has {len(text):,} characters; allowed are {MAX_CHARACTERS:,}")
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
    for mark in (";", "\t"):
        if mark in row:  # then a comma can only be a decimal one
            return [word.strip().replace(",", ".") for word in row.split(mark)]
    return [word.strip() for word in row.split(",")] if "," in row else row.split()


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True
