"""Variance schedules β_t of the forward process, in float64.

Every array runs over t = 0 … T, so that `alpha_bar[t]` is ᾱ_t with the talk's own 1-based t and
x_0 is the picture: β_0 = 0 and ᾱ_0 = 1 stand for "no noise yet". Nowhere else is t shifted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import signature

import numpy as np
from numpy.typing import NDArray

from explainer.maths import arguments
from explainer.maths.arguments import BadArgument

MAX_STEPS = 4000


@dataclass(frozen=True)
class Schedule:
    """β_t for t = 0 … T with β_0 = 0, shape (T + 1,), each in [0, 1); BadArgument otherwise."""

    beta: NDArray[np.float64]

    def __post_init__(self) -> None:
        beta = np.asarray(self.beta, dtype=np.float64)
        if beta.ndim != 1 or len(beta) < 2 or beta[0] != 0:
            raise BadArgument("beta", "beta must be one row of T + 1 numbers that starts with β_0 = 0")
        if not np.all((beta[1:] > 0) & (beta[1:] < 1)):
            raise BadArgument("beta", "each β_t must lie strictly between 0 and 1")
        object.__setattr__(self, "beta", beta)

    @property
    def T(self) -> int:
        """The number of steps."""
        return len(self.beta) - 1

    @property
    def alpha(self) -> NDArray[np.float64]:
        """α_t = 1 − β_t, shape (T + 1,)."""
        return 1 - self.beta

    @property
    def alpha_bar(self) -> NDArray[np.float64]:
        """ᾱ_t = Π_{i ≤ t} α_i, shape (T + 1,); DDPM, below eq. 3."""
        return np.cumprod(self.alpha)

    @property
    def snr(self) -> NDArray[np.float64]:
        """Signal-to-noise ratio ᾱ_t / (1 − ᾱ_t), shape (T + 1,); ∞ at t = 0."""
        with np.errstate(divide="ignore"):
            return self.alpha_bar / (1 - self.alpha_bar)

    @property
    def posterior_var(self) -> NDArray[np.float64]:
        """β̃_t = (1 − ᾱ_{t−1}) / (1 − ᾱ_t) · β_t, shape (T + 1,), β̃_0 = β̃_1 = 0; DDPM eq. 7."""
        var = np.zeros_like(self.beta)
        var[1:] = (1 - self.alpha_bar[:-1]) / (1 - self.alpha_bar[1:]) * self.beta[1:]
        return var


def linear(T: int, start: float = 1e-4, end: float = 0.02) -> Schedule:
    """β_t evenly spaced from `start` to `end`; DDPM, section 4."""
    return _from_betas(np.linspace(start, end, T))


def constant(T: int, end: float = 0.01) -> Schedule:
    """The same β_t = `end` at every step."""
    return _from_betas(np.full(T, end))


def sigmoid(T: int, start: float = 1e-4, end: float = 0.02) -> Schedule:
    """β_t on a logistic curve over [−6, 6] from `start` to `end`; GeoDiff, arXiv 2203.02923."""
    return _from_betas(start + (end - start) / (1 + np.exp(-np.linspace(-6, 6, T))))


def cosine(T: int, end: float = 0.999) -> Schedule:
    """ᾱ_t = f(t)/f(0), f(t) = cos²((t/T + s)/(1 + s) · π/2), s = 0.008, with β_t ≤ `end`.

    Nichol & Dhariwal, "Improved DDPM", eq. 17.
    """
    s = 0.008
    f = np.cos((np.arange(T + 1) / T + s) / (1 + s) * np.pi / 2) ** 2
    return _from_betas(np.minimum(1 - f[1:] / f[:-1], end))


@dataclass(frozen=True)
class Kind:
    """A kind of schedule that the page offers: its name in links, its title, and β_t as a function of T.

    The function takes the end points that it uses, `start` and `end`, as arguments with defaults.
    `end_means` says what `end` is where it is not simply the last step's variance.
    """

    name: str
    title: str
    function: Callable[..., Schedule]
    end_means: str = ""

    @property
    def own(self) -> dict[str, float]:
        """The end points that it uses, each with its default."""
        return {p.name: p.default for p in signature(self.function).parameters.values() if p.name != "T"}


# A new schedule is a function above and an entry here: menus, help texts, checks and tests follow.
SCHEDULES = {
    kind.name: kind
    for kind in (
        Kind("linear", "Linear (DDPM)", linear),
        Kind("cosine", "Cosine (Improved DDPM)", cosine, end_means="the largest allowed"),
        Kind("sigmoid", "Sigmoid", sigmoid),
        Kind("constant", "Constant", constant),
    )
}

_AT = {"start": "β at t = 1", "end": "β at t = T"}


def make(name: str, T: int = 1000, start: float | None = None, end: float | None = None) -> Schedule:
    """The schedule called `name` with T steps; end points that are None are the schedule's own.

    BadArgument for an unknown name, T outside 1 … MAX_STEPS, and end points outside (0, 1) or falling.
    """
    arguments.choice("name", name, SCHEDULES, name="the schedule")
    arguments.whole("T", T, 1, MAX_STEPS)
    given = {key: value for key, value in (("start", start), ("end", end)) if value is not None}
    for key, value in given.items():
        arguments.number(key, value, 0, 1, name=_AT[key], inside=True)
    kind = SCHEDULES[name]
    ends = {key: given.get(key, default) for key, default in kind.own.items()}
    if T == 1 and "start" in ends and given.get("end", ends["start"]) != ends["start"]:
        sentence = f"{_AT['end']} is {ends['end']!r}; with T = 1 allowed is {ends['start']!r}, {_AT['start']}"
        raise BadArgument("end", sentence)
    if ends.keys() == {"start", "end"} and ends["start"] > ends["end"]:
        crossed = f"{_AT['start']} is {ends['start']!r}, above {ends['end']!r} at t = T"
        raise BadArgument("start" if start is not None else "end", f"{crossed}; allowed is at most that")
    return kind.function(T, **ends)


def _from_betas(beta: NDArray[np.float64]) -> Schedule:
    return Schedule(np.concatenate([[0.0], beta]))
