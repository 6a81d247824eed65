"""The mixture of two Gaussians, a family for posteriors with two modes."""

from dataclasses import dataclass

import numpy as np

from explainer.variational.families.one_number import MAX_MEAN, MAX_STD, MIN_STD, Gaussian, Linear
from explainer.variational.posteriors.base import Array, check_field


@dataclass(frozen=True)
class Mixture(Linear):
    """weight N(mean1, std1²) + (1 − weight) N(mean2, std2²)."""

    NAME = "mixture"
    TITLE = "Mixture of two Gaussians"
    PARAMETERS = ("weight", "mean1", "std1", "mean2", "std2")
    THETA = ("log odds of the weight", "mean1", "ln std1", "mean2", "ln std2")

    weight: float = 0.5
    mean1: float = -1.0
    std1: float = 1.0
    mean2: float = 1.0
    std2: float = 1.0

    def __post_init__(self) -> None:
        check_field(self, "weight", 1e-6, 1 - 1e-6, "the weight of q's first part")
        for part in ("1", "2"):
            check_field(self, f"mean{part}", -MAX_MEAN, MAX_MEAN, f"the mean of q's part {part}")
            check_field(self, f"std{part}", MIN_STD, MAX_STD, f"the width of q's part {part}")

    @property
    def parts(self) -> tuple[Gaussian, Gaussian]:
        """The two Gaussians."""
        return Gaussian(self.mean1, self.std1), Gaussian(self.mean2, self.std2)

    @property
    def theta(self):
        odds = np.log(self.weight) - np.log1p(-self.weight)
        return np.array([odds, self.mean1, np.log(self.std1), self.mean2, np.log(self.std2)])

    @classmethod
    def from_theta(cls, theta):
        weight = float(0.5 * (1 + np.tanh(theta[0] / 2)))
        first, second = Gaussian.from_theta(theta[1:3]), Gaussian.from_theta(theta[3:5])
        return cls(weight, *first.parameters, *second.parameters)

    def log_density(self, z):
        return np.logaddexp(*self._log_parts(z))

    def score(self, z):
        first, second = self._log_parts(z)
        share = np.exp(first - np.logaddexp(first, second))
        left, right = (part.score(z) for part in self.parts)
        return np.concatenate([(share - self.weight)[None], share * left, (1 - share) * right])

    def sample(self, rng, n):
        left, right = (part.sample(rng, n) for part in self.parts)
        return np.where(rng.random(n) < self.weight, left, right)

    def edges(self):
        return np.unique(np.concatenate([part.edges() for part in self.parts]))

    def pathwise(self, joint, rng, n):
        # Each part has its own draws: the choice of a part has no derivative, and isn't drawn.
        # ∂ ln q/∂theta at a fixed z has mean 0 under q and is left out.
        w, rows = self.weight, []
        for share, part in zip((w, 1 - w), self.parts, strict=True):
            eps = rng.standard_normal(n)
            z = part.mean + part.std * eps
            value, g = joint(z)
            pull = share * (g - self._log_slope(z))
            rows.append((value - self.log_density(z), pull, pull * part.std * eps))
        (f1, *first), (f2, *second) = rows
        return np.stack([w * (1 - w) * (f1 - f2), *first, *second], axis=1)

    def _log_slope(self, z: Array) -> Array:
        """d ln q/dz."""
        first, second = self._log_parts(z)
        share = np.exp(first - np.logaddexp(first, second))
        left, right = self.parts
        return share * (left.mean - z) / left.std**2 + (1 - share) * (right.mean - z) / right.std**2

    def _log_parts(self, z: Array) -> tuple[Array, Array]:
        """ln of each part's weight times its density."""
        left, right = self.parts
        return np.log(self.weight) + left.log_density(z), np.log1p(-self.weight) + right.log_density(z)
