"""The base of this chapter's models: prior and likelihood, with data as an argument, and their checks."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, fields
from reprlib import repr as shortened
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explainer.maths import arguments
from explainer.maths.arguments import BadArgument

Array = NDArray[np.float64]
LOG_2PI = float(np.log(2 * np.pi))

DEPTH = 60.0  # nats below its top at which a density counts as 0: e^−60 is 1e−26
MAX_POINTS = 200
MAX_VALUE = 20.0


def check_field(record: object, field: str, low: float, high: float, name: str | None = None) -> None:
    """Turn a field of a frozen dataclass into a float; BadArgument unless it is from `low` to `high`."""
    value = arguments.number(field, getattr(record, field), low, high, name=name)
    object.__setattr__(record, field, float(value))


@dataclass(frozen=True)
class Model(ABC):
    """Base of the six models: latent z, data x, p(x, z) = p(x | z) p(z); everything in nats.

    z is an array of any shape for one latent dimension, (..., 2) for two. A data point is a number
    or a pair whose first entry is an input. Every method takes data as `check` returns them. The
    fields are the model's own constants, each within `LIMITS`.
    """

    NAME: ClassVar[str]
    TITLE: ClassVar[str]
    LATENT: ClassVar[tuple[str, ...]]  # the name of each latent dimension
    EXAMPLE: ClassVar[tuple]  # the data that a reader sees first
    PAIRS: ClassVar[bool] = False  # whether a point is (input, output)
    BINARY: ClassVar[bool] = False  # whether an outcome is 0 or 1
    LIMITS: ClassVar[dict[str, tuple[float, float]]] = {}

    def __post_init__(self) -> None:
        for field in fields(self):
            check_field(self, field.name, *self.LIMITS[field.name])

    @property
    def dim(self) -> int:
        """The number of latent dimensions, 1 or 2."""
        return len(self.LATENT)

    def check(self, data: ArrayLike) -> Array:
        """The data as float64, (n,) or (n, 2) for pairs.

        Raises BadArgument about "data" where a point is missing, too far out or of the wrong kind,
        or where there are no points or too many.
        """
        try:
            x = np.array(data, dtype=np.float64)
        except (TypeError, ValueError):
            raise self._wrong_kind(data) from None
        if x.size == 0:
            raise BadArgument("data", f"there is no data; allowed are 1 to {MAX_POINTS} points")
        if x.ndim != 1 + self.PAIRS or (self.PAIRS and x.shape[1] != 2):
            raise self._wrong_kind(data)
        if len(x) > MAX_POINTS:
            raise BadArgument("data", f"there are {len(x)} data points; allowed are 1 to {MAX_POINTS}")
        far = ~(np.abs(x) <= MAX_VALUE)
        if far.any():
            allowed = f"{-MAX_VALUE:g} to {MAX_VALUE:g}"
            raise BadArgument("data", f"a data point is at {float(x[far][0])!r}; allowed is {allowed}")
        outcome = x[..., 1] if self.PAIRS else x
        if self.BINARY and not np.isin(outcome, (0.0, 1.0)).all():
            bad = float(outcome[~np.isin(outcome, (0.0, 1.0))][0])
            raise BadArgument("data", f"an outcome is {bad!r}; allowed are 0 and 1")
        return x

    def _wrong_kind(self, data: object) -> BadArgument:
        allowed = "pairs (input, outcome)" if self.PAIRS else "numbers"
        return BadArgument("data", f"data is {shortened(data)}; allowed are {allowed}")

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

    @abstractmethod
    def bracket(self, x: Array) -> tuple[float, float, float]:
        """For z's first dimension: lo and hi around all posterior mass, an upper bound on −d² ln p/dz²."""

    def kink(self, x: Array) -> float | None:
        """Width of the bend of ln p(x | z) at z = 0; None where it has none."""
        return None


class PlanarModel(Model):
    """A model with two latent numbers."""

    @abstractmethod
    def conditional(self, z1: Array, x: Array) -> tuple[Array, float]:
        """Centre (of z1's shape) and width of z2's mass given z1."""


def normal_logpdf(z: Array, mean: float, std: float) -> Array:
    """ln N(z; mean, std²)."""
    return -0.5 * (((z - mean) / std) ** 2 + LOG_2PI) - np.log(std)


def log_sigmoid(z: Array) -> Array:
    """ln σ(z) = −ln(1 + e^−z), without overflow."""
    return np.minimum(z, 0.0) - np.log1p(np.exp(-np.abs(z)))


def sigmoid(z: Array) -> Array:
    """σ(z) = 1/(1 + e^−z), without overflow."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1 + e)
