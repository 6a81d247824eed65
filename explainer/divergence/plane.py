"""Two normals in the plane: D both ways by the closed form, and the ellipses that draw them."""

from dataclasses import dataclass
from math import inf, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explainer.divergence import closed_kl
from explainer.divergence.multivariate import MultivariateMixture, MultivariateNormal

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


@dataclass(frozen=True)
class Surfaces:
    """Over a grid (len(y), len(x)): how far below its top each density lies, and what is integrated.

    `p_widths` = √(2 (max ln p − ln p)): 1 on a normal's ellipse of one standard deviation. `p_term`
    = p ln(p/q) has the volume D(p‖q), `q_term` the volume D(q‖p), `js_term` the volume JS.
    """

    x: Array
    y: Array
    p_widths: Array
    q_widths: Array
    m_widths: Array
    p_term: Array
    q_term: Array
    js_term: Array


def surfaces(p, q, points: int = 81) -> Surfaces:
    """Two densities over the plane; of those in more dimensions the first two numbers."""
    p, q = _flat(p), _flat(q)
    ends = np.array(
        [
            [part.mean + sign * 3.6 * np.sqrt(np.diag(part.cov)) for part in (*_parts(p), *_parts(q))]
            for sign in (-1, 1)
        ]
    )
    x, y = (np.linspace(ends[0, :, i].min(), ends[1, :, i].max(), points) for i in (0, 1))
    places = np.stack(np.meshgrid(x, y), axis=-1)
    lp, lq = (d.logpdf(places.reshape(-1, 2)).reshape(points, points) for d in (p, q))
    lm = np.logaddexp(lp, lq) - np.log(2)
    heights, others = np.exp(lp), np.exp(lq)
    return Surfaces(
        x,
        y,
        *(np.sqrt(2 * (log_height.max() - log_height)) for log_height in (lp, lq, lm)),
        heights * (lp - lq),
        others * (lq - lp),
        (heights * (lp - lm) + others * (lq - lm)) / 2,
    )


def _parts(p) -> tuple[MultivariateNormal, ...]:
    return p.parts if isinstance(p, MultivariateMixture) else (p,)


def _flat(p):
    """The distribution of the first two numbers of p."""
    parts = [MultivariateNormal(part.mean[:2], part.cov[:2, :2]) for part in _parts(p)]
    return MultivariateMixture(p.weights, parts) if isinstance(p, MultivariateMixture) else parts[0]
