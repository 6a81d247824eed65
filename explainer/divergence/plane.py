"""Two normals in the plane: D both ways by the closed form, and the ellipses that draw them."""

from dataclasses import dataclass
from math import inf, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explainer.divergence import closed_kl
from explainer.divergence.multivariate import MultivariateNormal

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Plane:
    """Two normals in the plane: KL both ways and the two terms of each, in nats.

    D(p‖q) = shape + shift: `shape` = ½[tr(Σq⁻¹Σp) − 2 − ln det(Σq⁻¹Σp)], `shift` = ½ΔᵀΣq⁻¹Δ.
    An ellipse is (x, y, long half-axis, short half-axis, angle of the long one in [0, π)), 1 σ.
    """

    kl_pq: float
    kl_qp: float
    shape_pq: float
    shape_qp: float
    shift_pq: float
    shift_qp: float
    ellipse_p: tuple[float, float, float, float, float]
    ellipse_q: tuple[float, float, float, float, float]


def gaussian_2d(mean_p: ArrayLike, cov_p: ArrayLike, mean_q: ArrayLike, cov_q: ArrayLike) -> Plane:
    """KL between two normals in the plane by the closed form; ValueError where cov is not one."""
    p = MultivariateNormal(np.asarray(mean_p), np.asarray(cov_p))
    q = MultivariateNormal(np.asarray(mean_q), np.asarray(cov_q))
    pq, qp = closed_kl.kl(p, q).value, closed_kl.kl(q, p).value
    shift_pq = float((q.white(p.mean[None]) ** 2).sum()) / 2
    shift_qp = float((p.white(q.mean[None]) ** 2).sum()) / 2
    shapes = (pq - shift_pq, qp - shift_qp)
    return Plane(pq, qp, *shapes, shift_pq, shift_qp, _ellipse(p), _ellipse(q))


def turned(long: float, short: float, angle: float) -> Array:
    """The covariance (2, 2) of an ellipse with these half-axes, the long one at `angle` radians."""
    if not (0 < long < inf and 0 < short < inf):
        raise ValueError(f"the half-axes are {long!r} and {short!r}; both must be above 0")
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return turn @ np.diag([long**2, short**2]) @ turn.T


def _ellipse(p: MultivariateNormal) -> tuple[float, float, float, float, float]:
    values, vectors = np.linalg.eigh(p.cov)
    angle = float(np.arctan2(vectors[1, 1], vectors[0, 1]) % np.pi)
    return (*p.mean.tolist(), float(sqrt(values[1])), float(sqrt(values[0])), angle)
