"""The models with two latent numbers, z of shape (..., 2), and the list of all six."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from explainer.variational.posteriors.base import DEPTH, LOG_2PI, Array, Model, PlanarModel, normal_logpdf
from explainer.variational.posteriors.one_number import Clusters, Coin, GaussianMean, Logistic


@dataclass(frozen=True)
class Line(PlanarModel):
    """z = (height, slope) ~ N(0, prior_std² I), y_i ~ N(z1 + z2 t_i, noise_std²): conjugate.

    Where all inputs t_i lie on one side, height and slope trade off: the posterior is correlated.
    """

    NAME = "line"
    TITLE = "A line's height and slope"
    LATENT = ("height", "slope")
    EXAMPLE = ((0.5, 1.1), (1.0, 0.9), (1.5, 1.8), (2.0, 1.6), (2.5, 2.4))
    PAIRS = True
    LIMITS: ClassVar = {"prior_std": (0.2, 10), "noise_std": (0.2, 10)}

    prior_std: float = 2.0
    noise_std: float = 0.7

    def log_prior(self, z):
        return normal_logpdf(z[..., 0], 0.0, self.prior_std) + normal_logpdf(z[..., 1], 0.0, self.prior_std)

    def log_likelihood(self, z, x):
        a, b = z[..., 0], z[..., 1]
        (n, t, tt), y, ty, yy = _sums(x)
        squares = n * a * a + 2 * t * a * b + tt * b * b - 2 * (a * y + b * ty) + yy
        return -0.5 * (squares / self.noise_std**2 + n * LOG_2PI) - n * np.log(self.noise_std)

    def grad_log_joint(self, z, x):
        precision, pull = self._natural(x)
        return pull - z @ precision

    def posterior_moments(self, x) -> tuple[Array, Array]:
        """Mean (2,) and covariance (2, 2) of p(z | x), which is Gaussian."""
        precision, pull = self._natural(x)
        return np.linalg.solve(precision, pull), np.linalg.inv(precision)

    def _natural(self, x) -> tuple[Array, Array]:
        (n, t, tt), y, ty, _ = _sums(x)
        s = self.noise_std**2
        precision = np.array([[n, t], [t, tt]]) / s + np.eye(2) / self.prior_std**2
        return precision, np.array([y, ty]) / s

    def bracket(self, x):
        mean, cov = self.posterior_moments(x)
        reach = 12 * cov[0, 0] ** 0.5
        return mean[0] - reach, mean[0] + reach, 1 / cov[0, 0]

    def conditional(self, z1, x):
        precision, pull = self._natural(x)
        return (pull[1] - precision[0, 1] * z1) / precision[1, 1], precision[1, 1] ** -0.5


@dataclass(frozen=True)
class Banana(PlanarModel):
    """z1 ~ N(0, wide²), z2 ~ N(0, prior_std²), x_i ~ N(z2 + bend z1², noise_std²).

    The data say only that z2 + bend z1² is about x̄: the posterior bends along a parabola.
    """

    NAME = "banana"
    TITLE = "A banana"
    LATENT = ("z1", "z2")
    EXAMPLE = (2.5, 3.1, 2.8)
    LIMITS: ClassVar = {
        "wide": (0.2, 5),
        "prior_std": (0.2, 5),
        "bend": (-2, 2),
        "noise_std": (0.2, 10),
    }

    wide: float = 1.5
    prior_std: float = 2.0
    bend: float = 1.0
    noise_std: float = 0.8

    def log_prior(self, z):
        return normal_logpdf(z[..., 0], 0.0, self.wide) + normal_logpdf(z[..., 1], 0.0, self.prior_std)

    def log_likelihood(self, z, x):
        n, mean = len(x), x.mean()
        centre = z[..., 1] + self.bend * z[..., 0] ** 2
        squares = (np.sum((x - mean) ** 2) + n * (centre - mean) ** 2) / self.noise_std**2
        return -0.5 * (squares + n * LOG_2PI) - n * np.log(self.noise_std)

    def grad_log_joint(self, z, x):
        z1, z2 = z[..., 0], z[..., 1]
        pull = len(x) * (x.mean() - z2 - self.bend * z1**2) / self.noise_std**2
        first = 2 * self.bend * z1 * pull - z1 / self.wide**2
        return np.stack([first, pull - z2 / self.prior_std**2], axis=-1)

    def bracket(self, x):
        c, mean = self.bend, x.mean()
        variance = self.prior_std**2 + self.noise_std**2 / len(x)
        # x̄ | z1 ~ N(bend z1², variance): beyond `top` its density falls, as the prior's does.
        top = np.sqrt(mean / c) if c * mean > 0 else 0.0
        gain = self.wide * np.sqrt(2 * (DEPTH + mean**2 / (2 * variance)))
        reach = min(top + 12 * self.wide, gain)
        return -reach, reach, 1 / self.wide**2 + (6 * c * c * reach**2 - 2 * c * mean) / variance

    def conditional(self, z1, x):
        noise = len(x) / self.noise_std**2
        precision = noise + 1 / self.prior_std**2
        return noise * (x.mean() - self.bend * z1**2) / precision, precision**-0.5


def _sums(x: Array) -> tuple[tuple[float, float, float], float, float, float]:
    """(n, Σt, Σt²), Σy, Σty, Σy²: the sums that a line's likelihood needs."""
    t, y = x[:, 0], x[:, 1]
    return (len(x), t.sum(), t @ t), y.sum(), t @ y, y @ y


MODELS: dict[str, Model] = {kind.NAME: kind() for kind in (GaussianMean, Coin, Logistic, Clusters, Line, Banana)}
