"""The models with one latent number: a Gaussian mean, a coin, one logistic weight, two clusters.

The two with two latent numbers stand in `planar.py`; `MODELS` there lists all six.
"""

from dataclasses import dataclass
from math import lgamma
from typing import ClassVar

import numpy as np

from explainer.variational.base import DEPTH, LOG_2PI, Array, Model, log_sigmoid, normal, sigmoid


@dataclass(frozen=True)
class GaussianMean(Model):
    """z ~ N(prior_mean, prior_std²), x_i ~ N(z, noise_std²): conjugate."""

    NAME = "gaussian"
    TITLE = "A Gaussian's mean"
    WORDS = "z is the unknown mean, each x a noisy measurement of it."
    LATENT = ("mean",)
    EXAMPLE = (0.8, 1.9, 2.4)
    LIMITS: ClassVar = {"prior_mean": (-10, 10), "prior_std": (0.2, 10), "noise_std": (0.2, 10)}

    prior_mean: float = 0.0
    prior_std: float = 2.0
    noise_std: float = 1.0

    def log_prior(self, z):
        return normal(z, self.prior_mean, self.prior_std)

    def log_likelihood(self, z, x):
        # By mean and spread, so that the cost doesn't grow with the number of points.
        n, mean = len(x), x.mean()
        spread = np.sum((x - mean) ** 2)
        squares = (spread + n * (z - mean) ** 2) / self.noise_std**2
        return -0.5 * (squares + n * LOG_2PI) - n * np.log(self.noise_std)

    def grad_log_joint(self, z, x):
        prior = (self.prior_mean - z) / self.prior_std**2
        return prior + len(x) * (x.mean() - z) / self.noise_std**2

    def log_evidence_closed(self, x):
        """x ~ N(prior_mean 1, noise_std² I + prior_std² 1 1ᵀ), by the determinant lemma."""
        n, r = len(x), x - self.prior_mean
        noise, prior = self.noise_std**2, self.prior_std**2
        total = noise + n * prior
        squares = np.sum((r - r.mean()) ** 2) / noise + n * r.mean() ** 2 / total
        return float(-0.5 * (squares + (n - 1) * np.log(noise) + np.log(total) + n * LOG_2PI))

    def posterior_moments(self, x) -> tuple[float, float]:
        """Mean and std of p(z | x), which is Gaussian."""
        precision = 1 / self.prior_std**2 + len(x) / self.noise_std**2
        mean = (self.prior_mean / self.prior_std**2 + x.sum() / self.noise_std**2) / precision
        return float(mean), float(precision**-0.5)

    def log_posterior_closed(self, z, x):
        return normal(z, *self.posterior_moments(x))

    def bracket(self, x):
        curvature = 1 / self.prior_std**2 + len(x) / self.noise_std**2
        reach = 12 * self.prior_std
        lo, hi = min(self.prior_mean, x.min()), max(self.prior_mean, x.max())
        return lo - reach, hi + reach, curvature


@dataclass(frozen=True)
class Coin(Model):
    """z = ln(c/(1 − c)), the log odds of the chance c ~ Beta(heads, tails); x_i ~ Bernoulli(c).

    On the log odds a Gaussian q has room; divergences don't change with the coordinate. The data
    is the row of flips, so that p(x) carries no binomial coefficient.
    """

    NAME = "coin"
    TITLE = "A coin with a Beta prior"
    WORDS = "z is the log odds of heads, each x one flip: 1 is heads."
    LATENT = ("log odds",)
    EXAMPLE = (1.0, 1.0, 0.0, 1.0, 1.0)
    BINARY = True
    LIMITS: ClassVar = {"heads": (0.5, 50), "tails": (0.5, 50)}

    heads: float = 2.0
    tails: float = 2.0

    def log_prior(self, z):
        return _log_odds_beta(z, self.heads, self.tails)

    def log_likelihood(self, z, x):
        heads = x.sum()
        return heads * log_sigmoid(z) + (len(x) - heads) * log_sigmoid(-z)

    def grad_log_joint(self, z, x):
        a, b = self.posterior_counts(x)
        return a - (a + b) * sigmoid(z)

    def log_evidence_closed(self, x):
        return _log_beta(*self.posterior_counts(x)) - _log_beta(self.heads, self.tails)

    def posterior_counts(self, x) -> tuple[float, float]:
        """a and b of c | x ~ Beta(a, b)."""
        return float(self.heads + x.sum()), float(self.tails + len(x) - x.sum())

    def log_posterior_closed(self, z, x):
        return _log_odds_beta(z, *self.posterior_counts(x))

    def bracket(self, x):
        a, b = self.posterior_counts(x)
        return -75 / a - 10, 75 / b + 10, (a + b) / 4

    def kink(self, x):
        return 1.0

    @staticmethod
    def chance(z):
        """c = σ(z), the chance of heads, for a figure on (0, 1); dc/dz = c (1 − c)."""
        return sigmoid(z)


@dataclass(frozen=True)
class Logistic(Model):
    """z ~ N(0, prior_std²), y_i ~ Bernoulli(σ(z t_i)); data (t_i, y_i): not conjugate."""

    NAME = "logistic"
    TITLE = "Logistic regression, one weight"
    WORDS = "z is the weight, each point an input and whether the answer was yes (1) or no (0)."
    LATENT = ("weight",)
    EXAMPLE = ((-2.0, 0.0), (-1.0, 0.0), (-0.5, 1.0), (0.5, 1.0), (1.5, 1.0), (2.5, 1.0))
    PAIRS = True
    BINARY = True
    LIMITS: ClassVar = {"prior_std": (0.2, 10)}

    prior_std: float = 2.0

    def log_prior(self, z):
        return normal(z, 0.0, self.prior_std)

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
    WORDS = "Points come from a cluster at z or, less often, from its mirror image at −z."
    LATENT = ("centre",)
    EXAMPLE = (-2.3, -1.6, 1.4, 2.1, 2.6)
    LIMITS: ClassVar = {"prior_std": (0.2, 10), "noise_std": (0.2, 10), "weight": (0.01, 0.99)}

    prior_std: float = 3.0
    noise_std: float = 1.0
    weight: float = 0.55

    def log_prior(self, z):
        return normal(z, 0.0, self.prior_std)

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
        """x_i z/s² + ½ ln(w/(1 − w)): half the log odds that x_i is of the cluster at z."""
        prior = 0.5 * np.log(self.weight / (1 - self.weight))
        return np.multiply.outer(z, x) / self.noise_std**2 + prior

    def bracket(self, x):
        reach = np.abs(x).max() + 12 * self.prior_std
        return -reach, reach, 1 / self.prior_std**2 + len(x) / self.noise_std**2

    def kink(self, x):
        return self.noise_std**2 / max(np.abs(x).max(), 1e-3)


def _log_odds_beta(z: Array, a: float, b: float) -> Array:
    """The density of ln(c/(1 − c)) where c ~ Beta(a, b)."""
    return a * log_sigmoid(z) + b * log_sigmoid(-z) - _log_beta(a, b)


def _log_beta(a: float, b: float) -> float:
    """ln B(a, b)."""
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _signed(x: Array) -> tuple[Array, Array]:
    """±t_i, so that ln p(y_i | z) = ln σ(±t_i z), equal ones counted once."""
    signed, count = np.unique(x[:, 0] * (2 * x[:, 1] - 1), return_counts=True)
    return signed, count.astype(np.float64)
