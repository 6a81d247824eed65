"""Densities that are known only by a sample: reading the numbers, and estimating the density.

The estimate uses Gaussian kernels with Silverman's bandwidth, joined on a grid of a third of a
bandwidth. The bias of the smoothing is not part of the stated error.
"""

from collections.abc import Iterable
from functools import cached_property
from hashlib import sha256
from math import log
from pathlib import Path

import numpy as np
from scipy import special

from explainer.divergence.distributions.base import Array, log_sum
from explainer.divergence.distributions.line import Continuous, Knot, Points, Tail
from explainer.divergence.distributions.symmetric import HALF_LOG_2PI
from explainer.maths.arguments import BadArgument

MAX_BYTES = 200_000_000
MAX_NUMBERS = 5_000_000
MAX_KERNELS = 400


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
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadArgument("name", f"{name!r} is not a text file") from None
    return numbers(text, name)


def numbers(text: str, name: str = "the text") -> Array:
    """The numbers in a text, separated by lines or spaces, (n,); BadArgument as in `read_file`."""
    lines = text.lstrip().splitlines()
    if lines and _number(lines[0]) is None and not lines[0].split()[0].startswith(tuple("-+.0123456789")):
        lines = lines[1:]
    try:
        values = np.array(" ".join(lines).replace(",\n", "\n").split(), dtype=np.float64)
    except ValueError:
        raise BadArgument("text", _complaint(lines, name)) from None
    if len(values) > MAX_NUMBERS:
        raise BadArgument("text", f"{name!r} has {len(values):,} numbers; allowed are {MAX_NUMBERS:,}")
    return _usable(values, name)


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
    return values


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _complaint(lines: list[str], name: str) -> str:
    for i, line in enumerate(lines, 1):
        for word in line.split():
            if _number(word) is None:
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
        self.bandwidth = bandwidth or silverman(self.values)
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

    def halves(self, seed: int) -> tuple["Samples", "Samples"]:
        """The estimates from two random halves; their gap shows the spread."""
        shuffled = np.random.default_rng(seed).permutation(self.values)
        parts = shuffled[::2], shuffled[1::2]
        return tuple(Samples(v, self.label, self.bandwidth) for v in parts)

    def __str__(self) -> str:
        return f"samples({self.label})"


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
