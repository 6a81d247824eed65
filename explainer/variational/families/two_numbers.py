"""The families q(z) over two latent numbers, z (..., 2), and the list of all families."""

from dataclasses import dataclass

import numpy as np

from explainer.maths import arguments
from explainer.maths.arguments import BadArgument
from explainer.variational.families.mixture import Mixture
from explainer.variational.families.one_number import (
    MAX_MEAN,
    MAX_STD,
    MIN_STD,
    Family,
    Gaussian,
    Laplace,
    Student,
    std_from,
)
from explainer.variational.posteriors.base import LOG_2PI, Array, check_field

MAX_CORRELATION = 0.999999


@dataclass(frozen=True)
class Planar(Family):
    """A Gaussian over two numbers, given by its means, standard deviations and correlation."""

    DIM = 2

    @property
    def mean(self) -> Array:
        """(2,)."""
        return np.array([self.mean1, self.mean2])

    @property
    def rho(self) -> float:
        """The correlation of the two numbers."""
        return 0.0

    @property
    def root(self) -> Array:
        """Lower triangular L (2, 2) with covariance L Lᵀ; z = mean + L ε."""
        rho = self.rho
        return np.array([[self.std1, 0.0], [rho * self.std2, np.sqrt(1 - rho * rho) * self.std2]])

    @property
    def cov(self) -> Array:
        """Covariance (2, 2)."""
        return self.root @ self.root.T

    def log_density(self, z):
        a, b = self._standard(z)
        rest = 1 - self.rho**2
        squares = (a * a - 2 * self.rho * a * b + b * b) / rest
        log_det = np.log(self.std1) + np.log(self.std2) + 0.5 * np.log(rest)
        return -0.5 * squares - log_det - LOG_2PI

    def sample(self, rng, n):
        return self.mean + rng.standard_normal((n, 2)) @ self.root.T

    def entropy(self):
        log_det = np.log(self.std1) + np.log(self.std2) + 0.5 * np.log(1 - self.rho**2)
        return 1 + LOG_2PI + float(log_det)

    def pathwise(self, joint, rng, n):
        eps = rng.standard_normal((n, 2))
        e1, e2 = eps.T
        _, g = joint(self.mean + eps @ self.root.T)
        g1, g2 = g.T
        rho, rest = self.rho, np.sqrt(1 - self.rho**2)
        moved = g2 * self.std2
        rows = [g1, g2, g1 * self.std1 * e1 + 1, moved * (rho * e1 + rest * e2) + 1]
        # d rho/d atanh(rho) = 1 − rho²; the entropy gives d ln √(1 − rho²) = −rho.
        rows.append(moved * rest * (rest * e1 - rho * e2) - rho)
        return np.stack(rows[: len(self.THETA)], axis=1)

    def score(self, z):
        a, b = self._standard(z)
        rho = self.rho
        rest = 1 - rho * rho
        u, v = (a - rho * b) / rest, (b - rho * a) / rest
        rows = [u / self.std1, v / self.std2, a * u - 1, b * v - 1]
        rows.append(rho + rest * u * v)
        return np.stack(rows[: len(self.THETA)])

    def _standard(self, z: Array) -> tuple[Array, Array]:
        return (z[..., 0] - self.mean1) / self.std1, (z[..., 1] - self.mean2) / self.std2

    def _check(self) -> None:
        for i in ("1", "2"):
            check_field(self, f"mean{i}", -MAX_MEAN, MAX_MEAN, f"q's mean {i}")
            check_field(self, f"std{i}", MIN_STD, MAX_STD, f"q's width {i}")


@dataclass(frozen=True)
class MeanField(Planar):
    """q(z) = N(z1; mean1, std1²) N(z2; mean2, std2²): the two numbers are independent."""

    NAME = "mean-field"
    TITLE = "Mean field"
    PARAMETERS = ("mean1", "mean2", "std1", "std2")
    THETA = ("mean1", "mean2", "ln std1", "ln std2")

    mean1: float = 0.0
    mean2: float = 0.0
    std1: float = 1.0
    std2: float = 1.0

    def __post_init__(self) -> None:
        self._check()

    @property
    def theta(self):
        return np.array([self.mean1, self.mean2, np.log(self.std1), np.log(self.std2)])

    @classmethod
    def from_theta(cls, theta):
        return cls(float(theta[0]), float(theta[1]), std_from(theta[2]), std_from(theta[3]))


@dataclass(frozen=True)
class FullCovariance(Planar):
    """N(mean, Σ) with any covariance, given by two standard deviations and the correlation."""

    NAME = "full"
    TITLE = "Full covariance"
    PARAMETERS = ("mean1", "mean2", "std1", "std2", "correlation")
    THETA = ("mean1", "mean2", "ln std1", "ln std2", "atanh correlation")

    mean1: float = 0.0
    mean2: float = 0.0
    std1: float = 1.0
    std2: float = 1.0
    correlation: float = 0.0

    def __post_init__(self) -> None:
        self._check()
        check_field(self, "correlation", -MAX_CORRELATION, MAX_CORRELATION, "q's correlation")

    @property
    def rho(self):
        return self.correlation

    @property
    def theta(self):
        logs = np.log(self.std1), np.log(self.std2)
        return np.array([self.mean1, self.mean2, *logs, np.arctanh(self.correlation)])

    @classmethod
    def from_theta(cls, theta):
        means, rho = (float(theta[0]), float(theta[1])), float(np.tanh(theta[4]))
        return cls(*means, std_from(theta[2]), std_from(theta[3]), rho)


FAMILIES: dict[str, type[Family]] = {
    family.NAME: family for family in (Gaussian, Laplace, Student, Mixture, MeanField, FullCovariance)
}


def families_for(dim: int) -> tuple[str, ...]:
    """The names of the families over `dim` latent numbers."""
    return tuple(name for name, family in FAMILIES.items() if dim == family.DIM)


def make_q(family: str, *parameters: float) -> Family:
    """The q of a family with these numbers, in the order of its PARAMETERS.

    Raises BadArgument about "family", about "parameters" where their count is wrong, or about the
    field of the family that is out of range.
    """
    kind = FAMILIES[arguments.choice("family", family, FAMILIES)]
    if len(parameters) != len(kind.PARAMETERS):
        names = ", ".join(kind.PARAMETERS)
        raise BadArgument("parameters", f"{len(parameters)} numbers make no {family} q; allowed are {names}")
    return kind(*parameters)


def ellipse(q: Planar, points: int = 73, reach: float = 1.0) -> Array:
    """The closed curve (points, 2) at `reach` standard deviations of a Gaussian q."""
    turn = np.linspace(0, 2 * np.pi, points)
    return q.mean + reach * np.stack([np.cos(turn), np.sin(turn)], axis=1) @ q.root.T
