"""Variance schedules β_t of the forward process, in float64.

Every array runs over t = 0 … T, so that `alpha_bar[t]` is ᾱ_t with the talk's own 1-based t and
x_0 is the picture: β_0 = 0 and ᾱ_0 = 1 stand for "no noise yet". Nowhere else is t shifted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import signature

import numpy as np
from numpy.typing import NDArray

from explainer.maths.arguments import BadArgument

MAX_STEPS = 4000


@dataclass(frozen=True)
class Schedule:
    """β_t for t = 0 … T with β_0 = 0, shape (T + 1,), each in [0, 1); ValueError otherwise."""

    beta: NDArray[np.float64]

    def __post_init__(self) -> None:
        beta = np.asarray(self.beta, dtype=np.float64)
        if beta.ndim != 1 or len(beta) < 2 or beta[0] != 0:
            raise ValueError("beta must be one row of T + 1 numbers that starts with β_0 = 0")
        if not np.all((beta[1:] > 0) & (beta[1:] < 1)):
            raise ValueError("each β_t must lie strictly between 0 and 1")
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


def constant(T: int, start: float = 0.01, end: float = 0.01) -> Schedule:
    """The same β_t = `end` at every step; `start` is ignored, so that all schedules read alike."""
    return _from_betas(np.full(T, end))


def sigmoid(T: int, start: float = 1e-4, end: float = 0.02) -> Schedule:
    """β_t on a logistic curve over [−6, 6] from `start` to `end`; GeoDiff, arXiv 2203.02923."""
    return _from_betas(start + (end - start) / (1 + np.exp(-np.linspace(-6, 6, T))))


def cosine(T: int, start: float = 0.0, end: float = 0.999) -> Schedule:
    """ᾱ_t = f(t)/f(0), f(t) = cos²((t/T + s)/(1 + s) · π/2), s = 0.008, with β_t ≤ `end`.

    Nichol & Dhariwal, "Improved DDPM", eq. 17. `start` is ignored.
    """
    s = 0.008
    f = np.cos((np.arange(T + 1) / T + s) / (1 + s) * np.pi / 2) ** 2
    return _from_betas(np.minimum(1 - f[1:] / f[:-1], end))


SCHEDULES: dict[str, Callable[..., Schedule]] = {
    "linear": linear,
    "cosine": cosine,
    "sigmoid": sigmoid,
    "constant": constant,
}

_ENDS = {
    name: {p.name: p.default for p in signature(function).parameters.values() if p.name != "T"}
    for name, function in SCHEDULES.items()
}
_AT = {"start": "β at t = 1", "end": "β at t = T"}


def make(name: str, T: int = 1000, start: float | None = None, end: float | None = None) -> Schedule:
    """The schedule called `name` with T steps, its own end points where none are given.

    Raises BadArgument, whose sentence names the value and what is allowed.
    """
    if name not in SCHEDULES:
        raise BadArgument("name", f"the schedule is {name!r}; allowed are {', '.join(SCHEDULES)}")
    if isinstance(T, bool) or not isinstance(T, int) or not 1 <= T <= MAX_STEPS:
        raise BadArgument("T", f"T is {T!r}; allowed is a whole number from 1 to {MAX_STEPS}")
    ends = {key: value for key, value in (("start", start), ("end", end)) if value is not None}
    for key, value in ends.items():
        if not 0 < value < 1:
            raise BadArgument(key, f"{_AT[key]} is {value!r}; allowed is a number between 0 and 1")
    full = {**_ENDS[name], **ends}
    if full["start"] > full["end"] and name in ("linear", "sigmoid"):
        crossed = f"{_AT['start']} is {full['start']!r}, above {full['end']!r} at t = T"
        raise BadArgument("start" if start is not None else "end", f"{crossed}; allowed is at most that")
    return SCHEDULES[name](T, **ends)


def _from_betas(beta: NDArray[np.float64]) -> Schedule:
    return Schedule(np.concatenate([[0.0], beta]))
