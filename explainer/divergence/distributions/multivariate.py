"""Normal distributions in several dimensions, and mixtures of them."""

from collections.abc import Iterable, Sequence
from math import log, pi

import numpy as np
from scipy.linalg import solve_triangular

from explainer.divergence.distributions.base import EPS, Array, Distribution, Weighted, log_sum, written
from explainer.maths.arguments import BadArgument


class MultivariateNormal(Distribution):
    """N(mean, cov) with a positive definite cov (d, d); BadArgument("cov") otherwise."""

    name = "mvn"

    def __init__(self, mean: Array, cov: Array) -> None:
        self.mean, self.cov = np.asarray(mean, dtype=np.float64), np.asarray(cov, dtype=np.float64)
        self.dimension = len(self.mean)
        try:
            self.chol = np.linalg.cholesky(self.cov)
        except np.linalg.LinAlgError:
            low = float(np.linalg.eigvalsh(self.cov)[0])
            sentence = f"the covariance is not positive definite: its least eigenvalue is {low:.3g}"
            raise BadArgument("cov", sentence) from None
        self.log_det = 2 * float(np.log(np.diag(self.chol)).sum())
        std = np.sqrt(np.diag(self.cov))
        # How far the floats of cov, and its factor, may move the widths along its axes, relatively: a nearly
        # singular correlation magnifies their rounding (Demmel, LAPACK working note 14).
        self.noise = 4 * EPS * self.dimension * float(np.linalg.cond(self.cov / np.outer(std, std)))
        self.params = (tuple(self.mean.tolist()), tuple(self.cov.ravel().tolist()))

    def white(self, x: Array) -> Array:
        """L⁻¹(x − mean) with cov = L Lᵀ, for x (n, d)."""
        return solve_triangular(self.chol, (x - self.mean).T, lower=True).T

    def logpdf(self, x: Array) -> Array:
        """ln p of the rows of x (n, d), shape (n,)."""
        norm = self.dimension * log(2 * pi) + self.log_det
        return -0.5 * ((self.white(x) ** 2).sum(1) + norm)

    def sample(self, rng: np.random.Generator, n: int) -> Array:
        """n draws, shape (n, d)."""
        return self.mean + rng.standard_normal((n, self.dimension)) @ self.chol.T

    @property
    def entropy(self) -> float:
        """In nats."""
        return 0.5 * (self.dimension * (1 + log(2 * pi)) + self.log_det)

    def __str__(self) -> str:
        mean = ", ".join(map(written, self.mean))
        cov = "], [".join(", ".join(map(written, row)) for row in self.cov)
        return f"mvn([{mean}], [[{cov}]])"


class MultivariateMixture(Weighted):
    """Σ wᵢ pᵢ with Σ wᵢ = 1 in d dimensions."""

    def __init__(self, weights: Iterable[float], parts: Sequence[MultivariateNormal]) -> None:
        super().__init__(weights, parts)
        self.dimension = self.parts[0].dimension

    def logpdf(self, x: Array) -> Array:
        """ln p of the rows of x (n, d), shape (n,)."""
        return log_sum(np.log(self.weights), [p.logpdf(x) for p in self.parts])


def common_axes(p: MultivariateNormal, q: MultivariateNormal) -> tuple[Array, Array]:
    """q in the coordinates where p is N(0, I) and q is N(shift, diag(scale²)): shift, scale."""
    inner = solve_triangular(p.chol, q.chol, lower=True)
    turn, scale, _ = np.linalg.svd(inner)
    return turn.T @ p.white(q.mean[None])[0], scale
