"""The models with one latent number: a Gaussian mean, a coin, one logistic weight, two clusters.

The models with two latent numbers, and `MODELS`, the list of all six, are in `two_numbers.py`.
"""

from dataclasses import dataclass
from math import lgamma
from typing import ClassVar

import numpy as np

from explainer.variational.posteriors.base import (
    DEPTH,
    LOG_2PI,
    Array,
    Model,
    log_sigmoid,
    normal_logpdf,
    sigmoid,
)


@dataclass(frozen=True)
class GaussianMean(Model):
    """z ~ N(prior_mean, prior_std²), x_i ~ N(z, noise_std²): conjugate."""

    NAME = "gaussian"
    TITLE = "A Gaussian's mean"
    LATENT = ("mean",)
    EXAMPLE = (0.8, 1.9, 2.4)
    LIMITS: ClassVar = {"prior_mean": (-10, 10), "prior_std": (0.2, 10), "noise_std": (0.2, 10)}

    prior_mean: float = 0.0
    prior_std: float = 2.0
    noise_std: float = 1.0

    def log_prior(self, z):
        return normal_logpdf(z, self.prior_mean, self.prior_std)

    def log_likelihood(self, z, x):
        # By mean and spread: the cost doesn't grow with the number of points.
        n, mean = len(x), x.mean()
        spread = np.sum((x - mean) ** 2)
        squares = (spread + n * (z - mean) ** 2) / self.noise_std**2
        return -0.5 * (squares + n * LOG_2PI) - n * np.log(self.noise_std)

    def grad_log_joint(self, z, x):
        prior = (self.prior_mean - z) / self.prior_std**2
        return prior + len(x) * (x.mean() - z) / self.noise_std**2

    def posterior_moments(self, x) -> tuple[float, float]:
        """Mean and std of p(z | x), which is Gaussian."""
        precision = 1 / self.prior_std**2 + len(x) / self.noise_std**2
        mean = (self.prior_mean / self.prior_std**2 + x.sum() / self.noise_std**2) / precision
        return float(mean), float(precision**-0.5)

    def bracket(self, x):
        curvature = 1 / self.prior_std**2 + len(x) / self.noise_std**2
        reach = 12 * self.prior_std
        lo, hi = min(self.prior_mean, x.min()), max(self.prior_mean, x.max())
        return lo - reach, hi + reach, curvature


@dataclass(frozen=True)
class Coin(Model):
    """z = ln(c/(1 − c)), the log odds of the chance c ~ Beta(heads, tails); x_i ~ Bernoulli(c).

    A Gaussian q needs the whole axis, which the log odds have; divergences don't depend on the
    coordinate. The data are the flips in a row, so p(x) has no binomial coefficient.
    """

    NAME = "coin"
    TITLE = "A coin with a Beta prior"
    LATENT = ("log odds",)
    EXAMPLE = (1.0, 1.0, 0.0, 1.0, 1.0)
    BINARY = True
    LIMITS: ClassVar = {"heads": (0.5, 50), "tails": (0.5, 50)}

    heads: float = 2.0
    tails: float = 2.0

    def log_prior(self, z):
        """The density of ln(c/(1 − c)) where c ~ Beta(heads, tails)."""
        a, b = self.heads, self.tails
        log_beta = lgamma(a) + lgamma(b) - lgamma(a + b)
        return a * log_sigmoid(z) + b * log_sigmoid(-z) - log_beta

    def log_likelihood(self, z, x):
        heads = x.sum()
        return heads * log_sigmoid(z) + (len(x) - heads) * log_sigmoid(-z)

    def grad_log_joint(self, z, x):
        a, b = self.posterior_counts(x)
        return a - (a + b) * sigmoid(z)

    def posterior_counts(self, x) -> tuple[float, float]:
        """a and b of c | x ~ Beta(a, b)."""
        return float(self.heads + x.sum()), float(self.tails + len(x) - x.sum())

    def bracket(self, x):
        a, b = self.posterior_counts(x)
        return -75 / a - 10, 75 / b + 10, (a + b) / 4

    def kink(self, x):
        return 1.0


@dataclass(frozen=True)
class Logistic(Model):
    """z ~ N(0, prior_std²), y_i ~ Bernoulli(σ(z t_i)); data (t_i, y_i): not conjugate."""

    NAME = "logistic"
    TITLE = "Logistic regression, one weight"
    LATENT = ("weight",)
    EXAMPLE = ((-2.0, 0.0), (-1.0, 0.0), (-0.5, 1.0), (0.5, 1.0), (1.5, 1.0), (2.5, 1.0))
    PAIRS = True
    BINARY = True
    LIMITS: ClassVar = {"prior_std": (0.2, 10)}

    prior_std: float = 2.0

    def log_prior(self, z):
        return normal_logpdf(z, 0.0, self.prior_std)

    def log_likelihood(self, z, x):
        signed, count = _signed(x)
        return log_sigmoid(np.multiply.outer(z, signed)) @ count

    def grad_log_joint(self, z, x):
        signed, count = _signed(x)
        return sigmoid(-np.multiply.outer(z, signed)) @ (signed * count) - z / self.prior_std**2

    def bracket(self, x):
        # ln p(x | z) ≤ 0 and is −n ln 2 at z = 0: beyond `reach` the prior's fall outweighs that.
        reach = self.prior_std * np.sqrt(2 * (DEPTH + len(x) * np.log(2)))
        return -reach, reach, 1 / self.prior_std**2 + np.sum(x[:, 0] ** 2) / 4

    def kink(self, x):
        return 1 / max(np.abs(x[:, 0]).max(), 1e-3)


@dataclass(frozen=True)
class Clusters(Model):
    """z ~ N(0, prior_std²), x_i ~ w N(z, noise_std²) + (1 − w) N(−z, noise_std²).

    Two clusters mirrored at 0 with an unknown centre: the posterior has two modes, ±z.
    """

    NAME = "clusters"
    TITLE = "Two clusters, one unknown centre"
    LATENT = ("centre",)
    EXAMPLE = (-2.3, -1.6, 1.4, 2.1, 2.6)
    LIMITS: ClassVar = {"prior_std": (0.2, 10), "noise_std": (0.2, 10), "weight": (0.01, 0.99)}

    prior_std: float = 3.0
    noise_std: float = 1.0
    weight: float = 0.55

    def log_prior(self, z):
        return normal_logpdf(z, 0.0, self.prior_std)

    def log_likelihood(self, z, x):
        w, s = self.weight, self.noise_std
        tilt = self._tilt(z, x)
        # w e^u + (1 − w) e^−u = 2 √(w (1 − w)) cosh(tilt), which is even and never overflows.
        cosh = (np.abs(tilt) + np.log1p(np.exp(-2 * np.abs(tilt)))).sum(-1)
        squares = (np.sum(x**2) + len(x) * z * z) / s**2
        each = 0.5 * np.log(w * (1 - w)) - 0.5 * LOG_2PI - np.log(s)
        return cosh - 0.5 * squares + len(x) * each

    def grad_log_joint(self, z, x):
        pull = np.tanh(self._tilt(z, x)) @ x - len(x) * z
        return pull / self.noise_std**2 - z / self.prior_std**2

    def _tilt(self, z, x):
        """x_i z/s² + ½ ln(w/(1 − w)): half the log odds that x_i belongs to the cluster at z."""
        prior = 0.5 * np.log(self.weight / (1 - self.weight))
        return np.multiply.outer(z, x) / self.noise_std**2 + prior

    def bracket(self, x):
        reach = np.abs(x).max() + 12 * self.prior_std
        return -reach, reach, 1 / self.prior_std**2 + len(x) / self.noise_std**2

    def kink(self, x):
        return self.noise_std**2 / max(np.abs(x).max(), 1e-3)


def _signed(x: Array) -> tuple[Array, Array]:
    """±t_i, so that ln p(y_i | z) = ln σ(±t_i z), each value once, and how often it occurs."""
    signed, count = np.unique(x[:, 0] * (2 * x[:, 1] - 1), return_counts=True)
    return signed, count.astype(np.float64)
