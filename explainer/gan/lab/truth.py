"""What the talk proves, on the line: V, V(D*) and JS by quadrature, for known densities.

For fixed G the best D maximises V(D) = ∫ p ln D + q ln(1 − D) point by point, so
D* = p/(p + q) and V(D*) = 2 JS(p‖q) − 2 ln 2 (Goodfellow et al. 2014, proposition 1 and
theorem 1). Here p is the data's density and q the generator's.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explainer.gan.game.losses import SURE, optimal_d, sigmoid
from explainer.maths.arguments import BadArgument
from explainer.maths.gaussians import Mixture, normal_pdf
from explainer.maths.quadrature import integrate

Array = NDArray[np.float64]
MAX_KNOTS = 400


@dataclass(frozen=True, eq=False)
class Curve:
    """A drawn curve: straight between its knots (n,), constant beyond them."""

    x: Array
    y: Array

    def __call__(self, x: ArrayLike) -> Array:
        """Height at x."""
        return np.interp(x, self.x, self.y)


def drawn_d(x: ArrayLike, y: ArrayLike) -> Curve:
    """D as drawn, kept within [1e-6, 1 − 1e-6]; BadArgument("curve") for bad knots."""
    x, y = _knots(x, y)
    return Curve(x, np.clip(y, SURE, 1 - SURE))


@dataclass(frozen=True, eq=False)
class Drawn:
    """A drawn density: straight between its knots, 0 beyond them, with area 1."""

    curve: Curve

    def pdf(self, x: ArrayLike) -> Array:
        """Density at x, of x's shape."""
        return np.interp(x, self.curve.x, self.curve.y, left=0.0, right=0.0)

    def sample(self, n: int, rng: np.random.Generator) -> Array:
        """n independent draws (n,): an interval between knots by its area, then the inverse of its cdf."""
        x, y = self.curve.x, self.curve.y
        area = np.diff(x) * (y[1:] + y[:-1]) / 2
        i = rng.choice(len(area), size=n, p=area / area.sum())
        u, a, b = rng.random(n), y[i], y[i + 1]
        # (a + (b − a)t/2) t = u (a + b)/2, solved so that a = b and a = 0 are no special cases
        t = u * (a + b) / (a + np.sqrt(a * a + (b * b - a * a) * u))
        return x[i] + t * (x[i + 1] - x[i])


def drawn_density(x: ArrayLike, y: ArrayLike) -> Drawn:
    """A density from a drawn curve with heights ≥ 0 at any scale; BadArgument("curve") otherwise."""
    x, y = _knots(x, y)
    if (y < 0).any():
        raise BadArgument("curve", f"the density is {y.min():g} somewhere; allowed is 0 or more")
    area = float((np.diff(x) * (y[1:] + y[:-1]) / 2).sum())
    if not area > 0:
        raise BadArgument("curve", "the density is 0 everywhere; allowed is one that rises above 0 somewhere")
    return Drawn(Curve(x, y / area))


def _knots(x: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    try:
        x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    except (TypeError, ValueError):
        raise BadArgument("curve", "the curve's knots are no numbers; allowed are finite numbers") from None
    if x.ndim != 1 or x.shape != y.shape or not 2 <= len(x) <= MAX_KNOTS:
        sizes = f"{x.shape} places and {y.shape} heights"
        raise BadArgument("curve", f"the curve has {sizes}; allowed are 2 to {MAX_KNOTS} of each")
    if not (np.isfinite(x).all() and np.isfinite(y).all() and (np.diff(x) > 0).all()):
        raise BadArgument(
            "curve", "the curve's places must increase, and all its numbers be finite; nothing else is allowed"
        )
    return x, y


Density = Mixture | Drawn


def edges(*densities: Density, knots: Sequence[float] = ()) -> list[float]:
    """Cuts of the line, from −∞ to ∞, so that no piece has a narrow peak or a kink inside."""
    cuts = {float(k) for k in knots}
    for density in densities:
        if isinstance(density, Drawn):
            cuts |= set(density.curve.x.tolist())
        else:
            for m, s in zip(density.means, density.stds, strict=True):
                cuts |= {m + k * s for k in (-38, -8, -4, -1.5, 0, 1.5, 4, 8, 38)}
    ordered = sorted(cuts)
    apart = [b for a, b in zip([-math.inf, *ordered], ordered, strict=False) if b - a > 1e-12]
    return [-math.inf, *apart, math.inf]


def value(d: Callable[[Array], Array], p: Density, q: Density, knots: Sequence[float] = ()) -> float:
    """V(D) = ∫ p ln D + q ln(1 − D) dx in nats; `knots` are D's kinks. D must lie inside (0, 1)."""

    def integrand(x: Array) -> Array:
        height = d(x)
        return p.pdf(x) * np.log(height) + q.pdf(x) * np.log1p(-height)

    return float(integrate(integrand, edges(p, q, knots=knots), rtol=1e-10, atol=1e-12).value)


def js(p: Density, q: Density) -> float:
    """JS(p‖q) = ½ ∫ p ln(p/m) + ½ ∫ q ln(q/m), m = (p + q)/2, in nats (syllabus 4e)."""

    def integrand(x: Array) -> Array:
        a, b = p.pdf(x), q.pdf(x)
        m = (a + b) / 2
        return (_entropy(a, m) + _entropy(b, m)) / 2

    return float(integrate(integrand, edges(p, q), rtol=1e-10, atol=1e-12).value)


def best_value(p: Density, q: Density) -> float:
    """V(D*) = ∫ p ln D* + q ln(1 − D*) in nats, integrated directly and not through JS."""

    def integrand(x: Array) -> Array:
        a, b = p.pdf(x), q.pdf(x)
        return _entropy(a, a + b) + _entropy(b, a + b)

    return float(integrate(integrand, edges(p, q), rtol=1e-10, atol=1e-12).value)


def _entropy(a: Array, over: Array) -> Array:
    """a ln(a/over), 0 where a = 0."""
    on = (a > 0) & (over > 0)
    return np.where(on, a * np.log(np.where(on, a, 1) / np.where(on, over, 1)), 0.0)


@dataclass(frozen=True, eq=False)
class Verdict:
    """Densities and discriminators (n,) over x, and their V and JS in nats.

    `v` and `short` = V(D*) − V(D) ≥ 0 belong to the drawn D. The floor of V(D*) is −2 ln 2, at q = p.
    """

    x: Array
    p: Array
    q: Array
    best: Array
    js: float
    v_best: float
    v: float
    short: float


def verdict(p: Density, q: Density, x: ArrayLike, d: Curve) -> Verdict:
    """A drawn D beside D*, for the densities p and q at the points x (n,)."""
    x = np.asarray(x, dtype=np.float64)
    a, b = p.pdf(x), q.pdf(x)
    v_best = best_value(p, q)
    v = value(d, p, q, d.x.tolist())
    return Verdict(x, a, b, optimal_d(a, b), js(p, q), v_best, v, v_best - v)


def slopes_at_best(distance: ArrayLike, std: float = 1.0) -> tuple[Array, Array]:
    """|∂L_G/∂(shift)| of q = N(distance, s²) against D* of p = N(0, s²), (n,): saturating, non-saturating.

    With D* held fixed, d/dx ln(1 − D*) = −D*(ln p/q)′ and d/dx(−ln D*) = −(1 − D*)(ln p/q)′, where
    (ln p/q)′ = −distance/s². As D* becomes sure, E_q[D*] goes to 0, and so does the first; the second grows.
    """
    gap = np.atleast_1d(np.asarray(distance, dtype=np.float64)) / std
    if not (np.isfinite(gap).all() and (gap >= 0).all() and std > 0):
        raise BadArgument(
            "distance",
            "a distance or the std is out of range; allowed are finite distances of at least 0 and a std above 0",
        )

    def doubted(z: Array) -> Array:  # z = (x − distance)/s, so that ln p/q = −gap(z + gap/2)
        return normal_pdf(z) * sigmoid(-gap[:, None] * (z + gap[:, None] / 2))

    span = 40.0 + float(gap.max())
    got = integrate(doubted, np.linspace(-span, 40, 41), rtol=1e-10, atol=1e-300)
    doubt = np.asarray(got.value)
    return gap / std * doubt, gap / std * (1 - doubt)
