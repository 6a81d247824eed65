"""What every model of this chapter is: prior, likelihood, data as an argument, and their checks."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
LOG_2PI = float(np.log(2 * np.pi))

DEPTH = 60.0  # nats below its top where a density is taken as empty: e^−60 is 1e−26
MAX_POINTS = 200
MAX_VALUE = 20.0


def number(name: str, value: object, low: float, high: float) -> float:
    """`value` as a float in [low, high]; ValueError that names it otherwise."""
    try:
        x = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        x = float("nan")
    if not low <= x <= high:
        raise ValueError(f"{name} is {value!r}; allowed is a number from {low:g} to {high:g}")
    return x


def whole(name: str, value: object, low: int, high: int) -> int:
    """`value` as an int in [low, high]; ValueError that names it otherwise."""
    good = isinstance(value, int | float | np.number) and not isinstance(value, bool | np.bool_)
    if not good or value != value or not low <= value <= high or value != int(value):
        raise ValueError(f"{name} is {value!r}; allowed is a whole number from {low} to {high}")
    return int(value)


def choice(name: str, value: object, allowed: Sequence[str]) -> str:
    """`value`, which must be one of `allowed`; ValueError that names it otherwise."""
    if value not in allowed:
        raise ValueError(f"{name} is {value!r}; allowed are {', '.join(allowed)}")
    return str(value)


@dataclass(frozen=True)
class Model(ABC):
    """Base of the six models: latent z, data x, p(x, z) = p(x | z) p(z), everything in nats.

    z is an array of any shape for one latent dimension, (..., 2) for two. Data is one number a
    point, or a pair (first column an input). Every method takes what `check` returned. The fields
    are the model's own constants, each a number within `LIMITS`.
    """

    NAME: ClassVar[str]
    TITLE: ClassVar[str]
    WORDS: ClassVar[str]  # one sentence: what is z, what is x
    LATENT: ClassVar[tuple[str, ...]]  # the name of each latent dimension
    EXAMPLE: ClassVar[tuple]  # the data that a reader sees first
    PAIRS: ClassVar[bool] = False  # whether a point is (input, output)
    BINARY: ClassVar[bool] = False  # whether an outcome is 0 or 1
    LIMITS: ClassVar[dict[str, tuple[float, float]]] = {}

    def __post_init__(self) -> None:
        for field in fields(self):
            low, high = self.LIMITS[field.name]
            value = number(field.name, getattr(self, field.name), low, high)
            object.__setattr__(self, field.name, value)

    @property
    def dim(self) -> int:
        """The number of latent dimensions, 1 or 2."""
        return len(self.LATENT)

    def check(self, data: ArrayLike) -> Array:
        """The data as float64, (n,) or (n, 2) for pairs.

        Raises ValueError that names the value where a point is missing, far off or of the wrong
        kind, or where there are none or too many.
        """
        kind = "pairs (input, outcome)" if self.PAIRS else "numbers"
        try:
            x = np.array(data, dtype=np.float64)
        except (TypeError, ValueError):
            raise ValueError(f"data is {_short(data)}; allowed are {kind}") from None
        if x.size == 0:
            raise ValueError(f"there is no data; allowed are 1 to {MAX_POINTS} points")
        if x.ndim != 1 + self.PAIRS or (self.PAIRS and x.shape[1] != 2):
            raise ValueError(f"data is {_short(data)}; allowed are {kind}")
        if len(x) > MAX_POINTS:
            raise ValueError(f"there are {len(x)} data points; allowed are 1 to {MAX_POINTS}")
        far = ~(np.abs(x) <= MAX_VALUE)
        if far.any():
            raise ValueError(
                f"a data point is at {float(x[far][0])!r}; allowed is {-MAX_VALUE:g} to {MAX_VALUE:g}"
            )
        outcome = x[..., 1] if self.PAIRS else x
        if self.BINARY and not np.isin(outcome, (0.0, 1.0)).all():
            bad = float(outcome[~np.isin(outcome, (0.0, 1.0))][0])
            raise ValueError(f"an outcome is {bad!r}; allowed are 0 and 1")
        return x

    @abstractmethod
    def log_prior(self, z: Array) -> Array:
        """ln p(z)."""

    @abstractmethod
    def log_likelihood(self, z: Array, x: Array) -> Array:
        """ln p(x | z), all points together."""

    def log_joint(self, z: Array, x: Array) -> Array:
        """ln p(x, z) = ln p(x | z) + ln p(z)."""
        return self.log_likelihood(z, x) + self.log_prior(z)

    @abstractmethod
    def grad_log_joint(self, z: Array, x: Array) -> Array:
        """∂ ln p(x, z)/∂z, of z's own shape."""

    def log_evidence_closed(self, x: Array) -> float | None:
        """ln p(x) by its closed form, None where there is none."""
        return None

    def log_posterior_closed(self, z: Array, x: Array) -> Array | None:
        """ln p(z | x) by its closed form, None where there is none."""
        return None

    @abstractmethod
    def bracket(self, x: Array) -> tuple[float, float, float]:
        """For z's first dimension: lo, hi around all posterior mass; a bound on −d² ln p/dz²."""

    def kink(self, x: Array) -> float | None:
        """How wide the bend of ln p(x | z) at z = 0 is, None where it has none."""
        return None


class PlanarModel(Model):
    """A model with two latent numbers."""

    @abstractmethod
    def conditional(self, z1: Array, x: Array) -> tuple[Array, float]:
        """Where z2's mass lies given z1 (centre, of z1's shape) and its width."""


def normal(z: Array, mean: float, std: float) -> Array:
    """ln N(z; mean, std²)."""
    return -0.5 * (((z - mean) / std) ** 2 + LOG_2PI) - np.log(std)


def log_sigmoid(z: Array) -> Array:
    """ln σ(z) = −ln(1 + e^−z), without overflow."""
    return np.minimum(z, 0.0) - np.log1p(np.exp(-np.abs(z)))


def sigmoid(z: Array) -> Array:
    """σ(z) = 1/(1 + e^−z), without overflow."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1 + e)


def _short(data: object) -> str:
    text = repr(data)
    return text if len(text) <= 60 else text[:57] + "…"
