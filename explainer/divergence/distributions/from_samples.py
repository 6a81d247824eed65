"""Densities that are known only by a sample: reading the numbers, and estimating the density.

The estimate uses Gaussian kernels, joined on a grid of a third of a bandwidth. The data choose the bandwidth: the
plug-in one of Botev, Grotowski and Kroese where it is narrower than Silverman's, which is meant for one bell.
"""

from collections.abc import Iterable
from functools import cached_property
from hashlib import sha256
from math import log
from pathlib import Path

import numpy as np
from scipy import special
from scipy.fft import dct

from explainer.divergence.distributions.base import Array, log_sum
from explainer.divergence.distributions.line import Continuous, Knot, Points, Tail
from explainer.divergence.distributions.symmetric import HALF_LOG_2PI
from explainer.maths.arguments import BadArgument

MAX_BYTES = 200_000_000
MAX_NUMBERS = 5_000_000
MAX_KERNELS = 400
BINS = 4096
REPEATED = 0.1  # share of numbers that may stand twice
MISSING = ("na", "n/a", "nan", "null", "none", "inf", "infinity")


def read_file(name: str) -> Array:
    """The numbers of a text file or of a CSV with one column (a header line is skipped), (n,).

    Raises BadArgument that names the file and the line.
    """
    path = Path(name)
    if not path.is_file():
        raise BadArgument("name", f"there is no file {name!r}")
    if path.stat().st_size > MAX_BYTES:
        raise BadArgument("name", f"{name!r} has {path.stat().st_size:,} bytes; allowed are {MAX_BYTES:,}")
    try:
        return numbers(decoded(path.read_bytes()), name)
    except UnicodeDecodeError:
        raise BadArgument("name", f"{name!r} is not a text file") from None


def decoded(data: bytes) -> str:
    """The text of a file, UTF-8 or, with its mark, UTF-16; UnicodeDecodeError otherwise."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if marked else "utf-8-sig")


def numbers(text: str, name: str = "the text") -> Array:
    """The numbers in a text, one per line or in lines of several, (n,); BadArgument as in `read_file`.

    A table of several columns is refused. A first line that is a word is a header, and so is a whole number
    above numbers that all have a point, as pandas writes an unnamed column.
    """
    lines = [line.strip() for line in text.replace("−", "-").replace('"', "").splitlines()]
    lines = [line for line in lines if line]
    one_line = len(lines) == 1
    if lines and _is_header(lines):
        lines = lines[1:]
    rows = [line.rstrip(",;") for line in lines]
    if any(mark in text for mark in "\t;,") and not one_line:
        _one_column(rows, name)
    joined = " ".join(rows)
    if one_line:
        joined = joined.replace(",", " ").replace(";", " ")
    cells = joined.split()
    if len(rows) > 1 and len(cells) == len(rows) * (wide := len(rows[0].split())) and wide > 1:
        if all(len(row.split()) == wide for row in rows):
            raise BadArgument("text", f"{name!r} has {wide} columns ({rows[0][:40]!r}); one is allowed")
    try:
        if "_" in joined:  # Python reads 1_000, people write it by mistake
            raise ValueError
        values = np.array(cells, dtype=np.float64)
    except ValueError:
        raise BadArgument("text", _complaint(lines, name)) from None
    if len(values) > MAX_NUMBERS:
        raise BadArgument("text", f"{name!r} has {len(values):,} numbers; allowed are {MAX_NUMBERS:,}")
    return _usable(values, name)


def _is_header(lines: list[str]) -> bool:
    first, rest = lines[0], lines[1:]
    if _number(first) is None:
        word = first.split()[0]
        return not word.startswith(tuple("-+.0123456789")) and word.lower() not in MISSING
    return first.isdigit() and len(rest) > 1 and all("." in line or "e" in line for line in rest)


def _one_column(rows: list[str], name: str) -> None:
    """BadArgument where a line has several cells."""
    for row in rows:
        cells = [cell for cell in row.replace(";", ",").replace("\t", ",").split(",") if cell.strip()]
        if len(cells) > 1:
            hint = "; for a decimal comma write 1.5" if len(cells) == 2 and "," in row else ""
            raise BadArgument("text", f"{name!r} has {len(cells)} columns ({row[:40]!r}); one is allowed{hint}")


def _usable(values: Array, name: str) -> Array:
    """The values themselves if a density can be estimated from them, BadArgument otherwise."""
    if len(values) < 2:
        raise BadArgument("values", f"{name!r} has {len(values)} number(s); a density needs at least 2")
    if not np.isfinite(values).all():
        bad = values[~np.isfinite(values)][0]
        raise BadArgument("values", f"{name!r} holds {bad}; only finite numbers are allowed")
    if np.ptp(values) == 0:
        raise BadArgument("values", f"all {len(values):,} numbers in {name!r} are {values[0]:g}: no density")
    if np.abs(values).max() > 1e60:
        raise BadArgument("values", f"{name!r} holds a number beyond ±1e60, which is the limit")
    if np.ptp(values) < 1e-60:
        raise BadArgument("values", f"the numbers in {name!r} differ by less than 1e-60, which is the limit")
    return values


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _complaint(lines: list[str], name: str) -> str:
    for i, line in enumerate(lines, 1):
        for word in line.split():
            if _number(word) is None or "_" in word:
                if len(cells := word.replace(";", ",").split(",")) > 1:
                    return f"{name!r} has {len(cells)} columns ({word[:40]!r}); one is allowed"
                return f"{name!r} holds {word[:40]!r} on data line {i}, which is not a number"
    return f"{name!r} holds something that is not a number"


class Samples(Continuous):
    """The Gaussian kernel density estimate of some numbers."""

    name = "samples"

    def __init__(self, values: Array, label: str = "…", bandwidth: float | None = None) -> None:
        self.values = np.sort(np.asarray(values, dtype=np.float64))
        self.label = label
        self.bandwidth = bandwidth or chosen_bandwidth(self.values)
        self.centres, weights = _gather(self.values, self.bandwidth)
        self.weights = weights / weights.sum()
        self.left = self.right = Tail(2, log(self.bandwidth))

    @cached_property
    def params(self) -> tuple:
        return (sha256(self.values.tobytes()).hexdigest(), self.bandwidth)

    def logpdf(self, x: Points) -> Array:
        z = [x.off(c) / self.bandwidth for c in self.centres.tolist()]
        logs = [-0.5 * v * v for v in z]
        return log_sum(np.log(self.weights), logs) - (log(self.bandwidth) + HALF_LOG_2PI)

    def cdf(self, x: Points) -> Array:
        pairs = zip(self.weights, self.centres.tolist(), strict=True)
        return sum(w * special.ndtr(x.off(c) / self.bandwidth) for w, c in pairs)

    def sf(self, x: Points) -> Array:
        pairs = zip(self.weights, self.centres.tolist(), strict=True)
        return sum(w * special.ndtr(-x.off(c) / self.bandwidth) for w, c in pairs)

    def knots(self) -> Iterable[Knot]:
        h = self.bandwidth
        for c in self.centres.tolist():
            yield Knot(c, c, 4 * h)
        for side, c in ((-1, float(self.centres[0])), (1, float(self.centres[-1]))):
            for rung in (2.0, 4.5, 8.0, 14.0, 38.0):
                yield Knot(c + side * rung * h, c, rung * h / 2)

    def sample(self, rng: np.random.Generator, n: int) -> Array:
        return rng.choice(self.values, n) + self.bandwidth * rng.standard_normal(n)

    @property
    def moments(self) -> tuple[float, float]:
        return float(self.values.mean()), float(self.values.var()) + self.bandwidth**2

    def __str__(self) -> str:
        return f"samples({self.label})"


def rests_on_numbers(d) -> bool:
    """Whether a distribution, or a part of it, is known by a sample alone."""
    return isinstance(d, Samples) or any(rests_on_numbers(part) for part in getattr(d, "parts", ()))


def chosen_bandwidth(values: Array) -> float:
    """The narrower of both rules' widths for sorted values, as far as MAX_KERNELS kernels can show it.

    Rounded numbers, of which many stand more than once, would be taken for so many spikes: Silverman's alone.
    """
    usual = silverman(values)
    if (np.diff(values) == 0).mean() > REPEATED:
        return usual
    own = plug_in(values)
    return usual if own is None else min(usual, max(own, 3.2 * float(np.ptp(values)) / MAX_KERNELS))


def plug_in(values: Array) -> float | None:
    """The fixed point of the improved Sheather–Jones rule, None where there is none.

    Botev, Grotowski and Kroese, "Kernel density estimation via diffusion" (2010), algorithm 1.
    """
    from scipy.optimize import brentq  # two hundred modules, which the start need not wait for

    n, low, span = len(values), values.min() - 0.1 * np.ptp(values), 1.2 * np.ptp(values)
    place = np.minimum(((values - low) / span * BINS).astype(np.int64), BINS - 1)
    squares = (dct(np.bincount(place, minlength=BINS) / n)[1:] / 2) ** 2
    k = np.arange(1, BINS) ** 2.0

    def roughness(s: int, time: float) -> float:
        return 2 * np.pi ** (2 * s) * float((k**s * squares * np.exp(-k * np.pi**2 * time)).sum())

    def gap(time: float) -> float:
        found = roughness(7, time)
        for s in range(6, 1, -1):
            odd = np.prod(np.arange(1.0, 2 * s, 2)) / np.sqrt(2 * np.pi)
            found = roughness(s, (2 * (1 + 0.5 ** (s + 0.5)) / 3 * odd / (n * found)) ** (2 / (3 + 2 * s)))
        return time - (2 * n * np.sqrt(np.pi) * found) ** -0.4

    times = np.geomspace(1e-9, 0.1, 60)
    with np.errstate(all="ignore"):
        gaps = np.array([gap(time) for time in times])
        rises = np.flatnonzero((gaps[:-1] < 0) & (gaps[1:] >= 0))
        if not len(rises):
            return None
        return float(np.sqrt(brentq(gap, times[rises[0]], times[rises[0] + 1])) * span)


def silverman(values: Array) -> float:
    """0.9·min(std, IQR/1.34)·n^(−1/5) (Silverman, 1986, eq. 3.31)."""
    spread = values.std(ddof=1)
    low, high = np.percentile(values, [25, 75])
    if high > low:
        spread = min(spread, (high - low) / 1.34)
    return float(0.9 * spread * len(values) ** -0.2)


def _gather(values: Array, h: float) -> tuple[Array, Array]:
    """Centres and weights of at most `MAX_KERNELS` kernels; neighbours within h/3 are joined."""
    width = max(h / 3, np.ptp(values) / MAX_KERNELS / 1e6)
    while True:
        cell = np.floor((values - values[0]) / width).astype(np.int64)
        start = np.flatnonzero(np.diff(cell, prepend=-1))
        if len(start) <= MAX_KERNELS:
            break
        width *= 1.5
    count = np.diff(np.append(start, len(values)))
    return np.add.reduceat(values, start) / count, count.astype(np.float64)
