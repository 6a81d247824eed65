"""The bound of one picture while it is measured: a total that is good early, and an error that shrinks.

The steps stand in bins, ten of one step each and then bins of equal width in ln t, since L_{t−1} and its
spread fall about as 1/t. A round draws a step at random in each bin, those of the smallest t more than
once. A bin's share of the sum is its number of steps times the mean of what was measured there: unbiased
after every round.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

SINGLE = 10  # bins of one step
RATIO = 1.25  # from the first step of a later bin to that of the next
AGAIN = (4, 2)  # draws a round of t = 1 and t = 2
ROUNDS = 24


def edges(T: int, ratio: float = RATIO) -> NDArray[np.int64]:
    """The first step of each bin for T steps, and T + 1: (bins + 1,)."""
    found = list(range(1, min(SINGLE, T) + 1))
    while (following := max(found[-1] + 1, round(found[-1] * ratio))) <= T:
        found.append(following)
    return np.array([*found, T + 1])


def rounds(T: int, rng: np.random.Generator, count: int = ROUNDS) -> Iterator[NDArray[np.int64]]:
    """The steps to be measured, batch after batch: the first ten once, the rest once, then whole rounds."""
    bounds = edges(T)
    low, high = bounds[:-1], bounds[1:]
    often = np.ones(len(low), int)
    often[: len(AGAIN)] = AGAIN[: len(low)]
    yield low[:SINGLE]
    if len(low) > SINGLE:
        yield rng.integers(low[SINGLE:], high[SINGLE:])
    for _ in range(count):
        yield np.repeat(low, often) + rng.integers(0, np.repeat(high - low, often))


@dataclass
class Running:
    """What was measured so far of a chain of T steps, in bits a pixel; `last` is L_T."""

    T: int
    last: float
    sums: NDArray[np.float64] = field(init=False)

    def __post_init__(self) -> None:
        self.edges = edges(self.T)
        self.steps = np.diff(self.edges)
        self.count, self.sums, self.squares = (np.zeros(len(self.steps)) for _ in range(3))

    def add(self, places: NDArray[np.int64], bits: NDArray[np.float64]) -> None:
        """Take the terms measured at these steps."""
        bins = np.searchsorted(self.edges, places, side="right") - 1
        for total, values in ((self.count, 1.0), (self.sums, bits), (self.squares, bits**2)):
            np.add.at(total, bins, values)

    @property
    def means(self) -> NDArray[np.float64]:
        """The mean term of each bin, nan where nothing was measured."""
        with np.errstate(invalid="ignore"):
            return self.sums / self.count

    @property
    def total(self) -> float | None:
        """L_T and all terms; None while a bin is empty."""
        return float(self.last + (self.steps * self.means).sum()) if self.count.all() else None

    @property
    def error(self) -> float | None:
        """The standard error of the total; None while a bin has fewer than two draws."""
        if self.count.min() < 2:
            return None
        spread = np.maximum(self.squares - self.sums**2 / self.count, 0) / (self.count - 1)
        return float(np.sqrt((self.steps**2 * spread / self.count).sum()))
