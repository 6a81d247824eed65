"""Normal densities and mixtures of them, in float64."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


def normal_pdf(x: ArrayLike, mean: ArrayLike = 0.0, std: ArrayLike = 1.0) -> NDArray[np.float64]:
    """Density of N(mean, std²) at x; shapes broadcast."""
    z = (np.asarray(x, dtype=np.float64) - mean) / std
    return np.exp(-0.5 * z**2) / (np.sqrt(2 * np.pi) * std)


def normal_kl(mean_p, logvar_p, mean_q=0.0, logvar_q=0.0):
    """D(N(mean_p, e^logvar_p) ‖ N(mean_q, e^logvar_q)) in nats; arrays or torch tensors, shapes broadcast.

    Of N(0, 1) where no q is given. Kingma & Welling, "Auto-Encoding Variational Bayes", appendix B.
    """
    ratio = logvar_p - logvar_q
    # e^r − 1 − r loses its digits where r is small, hence expm1
    return (_of(ratio, "expm1") - ratio + (mean_p - mean_q) ** 2 * _of(-logvar_q, "exp")) / 2


def _of(x, name: str):
    """The elementary function `name` of a tensor by its own method, of anything else by NumPy's."""
    return getattr(x, name)() if hasattr(x, name) else getattr(np, name)(x)


@dataclass(frozen=True)
class Mixture:
    """Σ_k w_k N(m_k, s_k²) on the line; ValueError unless w sums to 1 and each s_k > 0."""

    weights: tuple[float, ...]
    means: tuple[float, ...]
    stds: tuple[float, ...]

    def __post_init__(self) -> None:
        if not len(self.weights) == len(self.means) == len(self.stds) > 0:
            raise ValueError("a mixture needs as many weights as means and standard deviations")
        if min(self.weights) < 0 or abs(sum(self.weights) - 1) > 1e-12:
            raise ValueError(f"the weights {self.weights} must be ≥ 0 and sum to 1")
        if min(self.stds) <= 0:
            raise ValueError(f"the standard deviations {self.stds} must be above 0")

    def pdf(self, x: ArrayLike) -> NDArray[np.float64]:
        """Density at x, of x's shape."""
        x = np.asarray(x, dtype=np.float64)[..., None]
        return (normal_pdf(x, np.array(self.means), np.array(self.stds)) * self.weights).sum(-1)

    def sample(self, n: int, rng: np.random.Generator) -> NDArray[np.float64]:
        """`n` independent draws, shape (n,)."""
        part = rng.choice(len(self.weights), size=n, p=self.weights)
        return rng.normal(np.array(self.means)[part], np.array(self.stds)[part])
