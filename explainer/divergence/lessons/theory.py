"""What the lessons compute: plain numbers in, arrays and numbers out."""

from dataclasses import dataclass
from math import inf, sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from explainer.divergence.distributions.base import Array, phi
from explainer.divergence.distributions.multivariate import MultivariateNormal
from explainer.divergence.distributions.symmetric import Normal
from explainer.divergence.quantities import closed_kl, integrals
from explainer.divergence.quantities.integrands import LN2
from explainer.maths import arguments
from explainer.maths.arguments import BadArgument
from explainer.maths.gaussians import normal_kl, normal_pdf
from explainer.maths.quadrature import integrate


@dataclass(frozen=True)
class Coin:
    """Two coins: the terms of D(p‖q) and of D(q‖p), for tails and heads, and their sums, in nats."""

    terms_pq: tuple[float, float]
    terms_qp: tuple[float, float]
    kl_pq: float
    kl_qp: float


def coin(p: float, q: float) -> Coin:
    """D between Bernoulli(p) and Bernoulli(q) with its terms (1 − p) ln((1 − p)/(1 − q)), p ln(p/q).

    0 ln 0 = 0; ∞ where a side is impossible under the second coin only. Raises BadArgument.
    """
    arguments.number("p", p, 0, 1)
    arguments.number("q", q, 0, 1)
    forward = tuple(float(special.rel_entr(a, b)) for a, b in ((1 - p, 1 - q), (p, q)))
    backward = tuple(float(special.rel_entr(a, b)) for a, b in ((1 - q, 1 - p), (q, p)))
    return Coin(forward, backward, sum(forward), sum(backward))


def coin_curve(p: float, points: int = 199) -> tuple[Array, Array, Array]:
    """q from 0 to 1, D(B(p)‖B(q)) and D(B(q)‖B(p)), each (points,), in nats."""
    q = np.linspace(0, 1, points)
    forward = special.rel_entr(p, q) + special.rel_entr(1 - p, 1 - q)
    backward = special.rel_entr(q, p) + special.rel_entr(1 - q, 1 - p)
    return q, forward, backward


def asymmetry(shift: float = 0.0, scales: ArrayLike | None = None) -> tuple[Array, Array, Array]:
    """Scales s, D(p‖q) and D(q‖p) in nats for p = N(0, 1), q = N(shift, s²); equal only at s = 1.

    Each (n,). Raises BadArgument.
    """
    s = np.geomspace(0.2, 5, 161) if scales is None else np.asarray(scales, dtype=np.float64)
    if not (s > 0).all():
        raise BadArgument("scales", f"the least scale is {s.min():g}; allowed are numbers above 0")
    logvar = 2 * np.log(s)
    return s, normal_kl(0.0, 0.0, shift, logvar), normal_kl(shift, logvar)


@dataclass(frozen=True)
class Triangle:
    """The sides a→b, b→c, a→c of three normals: D in nats and √JS in √nats."""

    kl: tuple[float, float, float]
    js_distance: tuple[float, float, float]

    @property
    def kl_holds(self) -> bool:
        """Whether D(a‖c) ≤ D(a‖b) + D(b‖c)."""
        return self.kl[2] <= self.kl[0] + self.kl[1]

    @property
    def js_holds(self) -> bool:
        """Whether √JS(a, c) ≤ √JS(a, b) + √JS(b, c)."""
        return self.js_distance[2] <= sum(self.js_distance[:2])


def triangle(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> Triangle:
    """The sides by D and by √JS for three normals, each (mean, std)."""
    parts = [Normal(mean, std) for mean, std in (a, b, c)]
    sides = [(parts[0], parts[1]), (parts[1], parts[2]), (parts[0], parts[2])]
    kls = tuple(closed_kl.kl(p, q).value for p, q in sides)
    roots = tuple(
        0.0 if p.key == q.key else integrals.integrals(p, q, True, True)["js_distance"][0] for p, q in sides
    )
    return Triangle(kls, roots)


@dataclass(frozen=True)
class Apart:
    """Divergences of two equal shapes over their distance, each (n,), in nats; W₁ in units of x."""

    distance: Array
    kl: Array
    js: Array
    js_slope: Array
    wasserstein: Array


def apart(distance: ArrayLike, width: float = 1.0, shape: str = "normal") -> Apart:
    """KL, JS, dJS/d(distance) and W₁ of two equal normals (std `width`) or uniforms (`width` wide).

    JS climbs to ln 2 and its slope vanishes; W₁ keeps growing evenly; KL grows without bound, and is ∞
    for uniforms at any distance above 0. Raises BadArgument.
    """
    d = np.atleast_1d(np.asarray(distance, dtype=np.float64))
    if not (np.isfinite(d).all() and (d >= 0).all()):
        sentence = f"the distances are {d.tolist()!r:.60}; allowed are finite numbers of at least 0"
        raise BadArgument("distance", sentence)
    arguments.number("width", width, 0, inside=True)
    arguments.choice("shape", shape, ("normal", "uniform"), name="the shape")
    if shape == "uniform":
        alone = np.minimum(d / width, 1.0)
        slope = np.where(d < width, LN2 / width, 0.0)
        return Apart(d, np.where(d > 0, inf, 0.0), alone * LN2, slope, d)
    r = d / width
    js, slope = _js_of_shift(r)
    return Apart(d, r**2 / 2, js, slope / width, d)


def _js_of_shift(r: Array) -> tuple[Array, Array]:
    """JS and dJS/dr of N(0, 1) and N(r, 1), by quadrature about the middle."""
    shift = r[:, None]

    def rows(z: Array) -> Array:
        # By symmetry JS = E_q[ln(q/m)]; z is x − r, and ln(p/q) = −r(z + r/2).
        odds = -shift * (z + shift / 2)
        density = normal_pdf(z)
        far = odds > 30
        deficit = np.log1p(np.expm1(np.where(far, 0.0, odds)) / 2)  # ln(m/q)
        deficit = np.where(far, odds - LN2, deficit)
        # Near r = 0 the mean of −ln(m/q) cancels; the mean of φ(ln(m/q)) is the same and does not.
        js = np.where(shift < 1, phi(deficit), -deficit)
        return np.concatenate([density * js, -density * z * deficit / 2])

    integral = integrate(rows, np.linspace(-14, 13, 9), rtol=1e-10, atol=1e-25)
    js, slope = np.split(np.asarray(integral.value), 2)
    return js, slope


@dataclass(frozen=True)
class Plane:
    """Two normals in the plane: KL both ways and the two terms of each, in nats.

    D(p‖q) = shape + shift: `shape` = ½[tr(Σq⁻¹Σp) − 2 − ln det(Σq⁻¹Σp)], `shift` = ½ΔᵀΣq⁻¹Δ.
    An ellipse of one standard deviation is (x, y, long half-axis, short half-axis, angle of the long
    one in [0, π)).
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
    """KL of two normals in the plane by the closed form; BadArgument where a covariance is not one."""
    p = MultivariateNormal(np.asarray(mean_p), np.asarray(cov_p))
    q = MultivariateNormal(np.asarray(mean_q), np.asarray(cov_q))
    pq, qp = closed_kl.kl(p, q).value, closed_kl.kl(q, p).value
    shift_pq = float((q.white(p.mean[None]) ** 2).sum()) / 2
    shift_qp = float((p.white(q.mean[None]) ** 2).sum()) / 2
    shapes = (pq - shift_pq, qp - shift_qp)
    return Plane(pq, qp, *shapes, shift_pq, shift_qp, _ellipse(p), _ellipse(q))


def turned(long: float, short: float, angle: float) -> Array:
    """The covariance (2, 2) of an ellipse with these half-axes, the long one at `angle` radians.

    Raises BadArgument.
    """
    arguments.number("long", long, 0, inside=True)
    arguments.number("short", short, 0, inside=True)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return turn @ np.diag([long**2, short**2]) @ turn.T


def _ellipse(p: MultivariateNormal) -> tuple[float, float, float, float, float]:
    values, vectors = np.linalg.eigh(p.cov)
    angle = float(np.arctan2(vectors[1, 1], vectors[0, 1]) % np.pi)
    return (*p.mean.tolist(), float(sqrt(values[1])), float(sqrt(values[0])), angle)
