"""The families q(z) over one latent number that have one shape: Gaussian, Laplace, Student.

Every shape is set by its mean and its standard deviation; a fit moves the unconstrained parameters
`theta`. The mixture is in `mixture.py`, families over two latent numbers in `two_numbers.py`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from explainer.variational.posteriors.base import LOG_2PI, Array, check_field

MAX_MEAN, MIN_STD, MAX_STD = 30.0, 1e-3, 30.0
Joint = Callable[[Array], tuple[Array, Array]]


@dataclass(frozen=True)
class Family(ABC):
    """Base of the families: an instance is one q; everything in nats.

    BadArgument names a field that is out of range.
    """

    NAME: ClassVar[str]
    TITLE: ClassVar[str]
    DIM: ClassVar[int] = 1
    PARAMETERS: ClassVar[tuple[str, ...]]  # the fields, as a visitor sets them
    THETA: ClassVar[tuple[str, ...]]  # as a fit moves them

    @property
    @abstractmethod
    def theta(self) -> Array:
        """The unconstrained parameters (P,)."""

    @classmethod
    @abstractmethod
    def from_theta(cls, theta: Array) -> "Family":
        """The q of unconstrained parameters (P,); BadArgument where one leaves its range."""

    @property
    def parameters(self) -> tuple[float, ...]:
        """The numbers that define this q, in the order of PARAMETERS."""
        return tuple(getattr(self, name) for name in self.PARAMETERS)

    @abstractmethod
    def log_density(self, z: Array) -> Array:
        """ln q(z)."""

    @abstractmethod
    def score(self, z: Array) -> Array:
        """∂ ln q(z)/∂theta, shape (P, *z's own)."""

    @abstractmethod
    def sample(self, rng: np.random.Generator, n: int) -> Array:
        """n draws z ~ q, (n,) or (n, 2)."""

    def entropy(self) -> float | None:
        """−E_q[ln q] in closed form, None where there is none."""
        return None

    @abstractmethod
    def pathwise(self, joint: Joint, rng: np.random.Generator, n: int) -> Array:
        """n draws (n, P) of an unbiased estimate of ∂ELBO/∂theta, by z = g(ε; theta).

        `joint(z)` gives ln p(x, z) and its ∂/∂z. The entropy's gradient is exact where it has a
        closed form, which only lowers the noise.
        """


@dataclass(frozen=True)
class Linear(Family):
    """A family over one latent number."""

    @abstractmethod
    def edges(self) -> Array:
        """Panel edges for a quadrature under q, increasing."""


@dataclass(frozen=True)
class LocationScale(Linear):
    """q(z) = f((z − mean)/scale)/scale with scale = std·RATIO: one shape f, shifted and scaled."""

    PARAMETERS = ("mean", "std")
    THETA = ("mean", "ln std")
    RATIO: ClassVar[float] = 1.0  # scale over std
    CUTS: ClassVar[Array]  # panel edges in units of scale

    mean: float = 0.0
    std: float = 1.0

    def __post_init__(self) -> None:
        check_field(self, "mean", -MAX_MEAN, MAX_MEAN, "the mean of q")
        check_field(self, "std", MIN_STD, MAX_STD, "the width of q")

    @property
    def scale(self) -> float:
        """The scale of the standard shape."""
        return self.std * self.RATIO

    @property
    def theta(self):
        return np.array([self.mean, np.log(self.std)])

    @classmethod
    def from_theta(cls, theta):
        return cls(float(theta[0]), std_from(theta[1]))

    def log_density(self, z):
        return self._log_shape((z - self.mean) / self.scale) - np.log(self.scale)

    def score(self, z):
        t = (z - self.mean) / self.scale
        slope = self._slope(t)
        return np.stack([-slope / self.scale, -1 - slope * t])

    def sample(self, rng, n):
        return self.mean + self.scale * self._noise(rng, n)

    def entropy(self):
        return self._entropy() + float(np.log(self.scale))

    def edges(self):
        return self.mean + self.scale * self.CUTS

    def pathwise(self, joint, rng, n):
        eps = self._noise(rng, n)
        _, g = joint(self.mean + self.scale * eps)
        return np.stack([g, g * self.scale * eps + 1], axis=1)

    @abstractmethod
    def _log_shape(self, t: Array) -> Array:
        """ln f(t)."""

    @abstractmethod
    def _slope(self, t: Array) -> Array:
        """d ln f/dt."""

    @abstractmethod
    def _noise(self, rng: np.random.Generator, n: int) -> Array:
        """n draws of the standard shape."""

    @abstractmethod
    def _entropy(self) -> float:
        """−∫ f ln f, of the standard shape."""


@dataclass(frozen=True)
class Gaussian(LocationScale):
    """N(mean, std²)."""

    NAME = "gaussian"
    TITLE = "Gaussian"
    CUTS = np.linspace(-9, 9, 13)

    def _log_shape(self, t):
        return -0.5 * (t * t + LOG_2PI)

    def _slope(self, t):
        return -t

    def _noise(self, rng, n):
        return rng.standard_normal(n)

    def _entropy(self):
        return 0.5 * (1 + LOG_2PI)


@dataclass(frozen=True)
class Laplace(LocationScale):
    """½ e^{−|z − mean|/b}/b with b = std/√2: a sharp peak."""

    NAME = "laplace"
    TITLE = "Laplace"
    RATIO = 0.5**0.5
    CUTS = np.concatenate([-np.array([42, 32, 24, 16, 10, 5, 2]), [0], [2, 5, 10, 16, 24, 32, 42]])

    def _log_shape(self, t):
        return -np.abs(t) - np.log(2)

    def _slope(self, t):
        return -np.sign(t)

    def _noise(self, rng, n):
        return rng.laplace(size=n)

    def _entropy(self):
        return 1 + float(np.log(2))


@dataclass(frozen=True)
class Student(LocationScale):
    """Student's t with 5 degrees of freedom: heavier tails; std² = 5/3 scale²."""

    NAME = "student"
    TITLE = "Student, 5 degrees of freedom"
    DF: ClassVar[float] = 5.0
    RATIO = 0.6**0.5
    # The tails fall like |t|^−6: panels double in width up to 2^20, with 1e−29 of the mass beyond.
    CUTS = np.concatenate([-(2.0 ** np.arange(20, -2, -1)), [0.0], 2.0 ** np.arange(-1, 21)])
    _LOG_C: ClassVar[float] = float(np.log(8 / (3 * np.pi * 5**0.5)))

    def _log_shape(self, t):
        return self._LOG_C - 3 * np.log1p(t * t / self.DF)

    def _slope(self, t):
        return -6 * t / (self.DF + t * t)

    def _noise(self, rng, n):
        return rng.standard_t(self.DF, n)

    def _entropy(self):
        # 3 (ψ(3) − ψ(5/2)) − ln c, with ψ(3) − ψ(5/2) = 2 ln 2 − 7/6.
        return float(3 * (2 * np.log(2) - 7 / 6) - self._LOG_C)


def std_from(x: float) -> float:
    """e^x, ∞ where it overflows."""
    return float(np.exp(min(float(x), 709.0)))
