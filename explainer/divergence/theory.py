"""What the lessons of the divergence chapter compute: plain numbers in, arrays and numbers out.

Distributions arrive as text of the little language (`families.distribution`) or ready made.
"""

from dataclasses import asdict, dataclass
from math import inf, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from explainer.divergence import closed_kl, numeric, sampling
from explainer.divergence.calculator import Table, calculate, comparable
from explainer.divergence.families import distribution
from explainer.divergence.pointwise import LN2, phi
from explainer.divergence.symmetric import Normal
from explainer.maths.quadrature import integrate

Array = NDArray[np.float64]
MAX_PATH = 200_000


def _known(p):
    return distribution(p) if isinstance(p, str) else p


def table(p, q, unit: str = "nats") -> Table:
    """Every divergence of p and q, by every way; see `calculator.calculate`."""
    return calculate(_known(p), _known(q), unit)


def plain(results: Table) -> dict[str, list[dict]]:
    """The table as names → list of dicts with value, method, error, unit, why, formula, n."""
    return {name: [asdict(r) for r in ways] for name, ways in results.results.items()}


@dataclass(frozen=True)
class Curves:
    """Values over x, all of shape (n,): densities (or probabilities), and what is integrated.

    `p_term` = p ln(p/q) has the area D(p‖q), `q_term` = q ln(q/p) the area D(q‖p); `js_p` =
    ½ p ln(p/m) and `js_q` = ½ q ln(q/m) together have the area JS. ±∞ where p > 0 = q.
    """

    x: Array
    p: Array
    q: Array
    m: Array
    p_term: Array
    q_term: Array
    js_p: Array
    js_q: Array
    discrete: bool


def curves(p, q, grid: int | ArrayLike = 400, span: tuple[float, float] | None = None) -> Curves:
    """Densities and integrands over a grid: the places themselves, or about how many to choose.

    `span` = where to choose them, `window(p, q)` without it.

    Raises ValueError for distributions in more than one dimension.
    """
    p, q = _known(p), _known(q)
    comparable(p, q)
    if p.dimension > 1:
        raise ValueError(f"curves are drawn on the line; p has {p.dimension} dimensions")
    if p.discrete:
        windows = p.window(), q.window()
        first, last = min(w[0] for w in windows), max(w[1] for w in windows)
        x = np.arange(first, min(last, first + 1000) + 1.0)
    else:
        ends = span or window(p, q)
        x = _places(p, q, grid, *ends) if isinstance(grid, int) else np.asarray(grid, dtype=np.float64)
    with np.errstate(all="ignore"):
        lp, lq = sampling.log_density(p, x), sampling.log_density(q, x)
        heights, others = np.exp(lp), np.exp(lq)
        u = lq - lp
        return Curves(
            x,
            heights,
            others,
            (heights + others) / 2,
            np.where(heights > 0, -heights * u, 0.0),
            np.where(others > 0, others * u, 0.0),
            np.where(heights > 0, heights * (LN2 - np.logaddexp(0, u)) / 2, 0.0),
            np.where(others > 0, others * (LN2 - np.logaddexp(0, -u)) / 2, 0.0),
            p.discrete,
        )


def window(p, q) -> tuple[float, float]:
    """The middle 96 % of both densities, and a margin."""
    lo, hi = min(p.middle[0], q.middle[0]), max(p.middle[1], q.middle[1])
    margin = 0.4 * (hi - lo)
    return lo - margin, hi + margin


def _places(p, q, n: int, lo: float, hi: float) -> Array:
    """An even grid, closer where a density changes."""
    even = np.linspace(lo, hi, n)
    knots = [(k.x, k.step) for d in (p, q) for k in d.cuts if even[0] <= k.x <= even[-1]]
    narrow = [np.linspace(x - s, x + s, 9) for x, s in knots if s < 40 * (even[1] - even[0])]
    ends = {x for d in (p, q) for pair in d.support for x in pair if abs(x) < inf}
    jumps = [np.nextafter(x, [-inf, inf]) for x in ends]
    return np.unique(np.concatenate([even, *narrow, *jumps]))


@dataclass(frozen=True)
class Path:
    """Monte Carlo after n draws: the estimates of D(p‖q) in nats and their standard errors."""

    n: Array
    estimate: Array
    error: Array


def monte_carlo_path(p, q, n: int = 10_000, seed: int = 0, points: int = 200) -> Path:
    """The running estimate of D(p‖q) at about `points` counts of draws, even in ln n."""
    if not isinstance(n, int) or not 2 <= n <= MAX_PATH:
        raise ValueError(f"n is {n!r}; allowed is a whole number from 2 to {MAX_PATH:,}")
    p, q = _known(p), _known(q)
    comparable(p, q)
    estimate, error = sampling.running_kl(p, q, n, seed)
    at = np.unique(np.geomspace(2, n, points).round().astype(int)) - 1
    return Path(at + 1.0, estimate[at], error[at])


@dataclass(frozen=True)
class Coin:
    """Two coins: the terms of D(p‖q) for tails and heads, of D(q‖p), and the sums; nats."""

    terms_pq: tuple[float, float]
    terms_qp: tuple[float, float]
    kl_pq: float
    kl_qp: float


def coin(p: float, q: float) -> Coin:
    """D between Bernoulli(p) and Bernoulli(q) with its terms (1 − p) ln((1 − p)/(1 − q)), p ln(p/q).

    0 ln 0 = 0, and ∞ where a side is impossible under the second coin only.
    """
    for name, value in (("p", p), ("q", q)):
        if not 0 <= value <= 1:
            raise ValueError(f"the coin's {name} is {value!r}; allowed is 0 to 1")
    forward = tuple(float(special.rel_entr(a, b)) for a, b in ((1 - p, 1 - q), (p, q)))
    backward = tuple(float(special.rel_entr(a, b)) for a, b in ((1 - q, 1 - p), (q, p)))
    return Coin(forward, backward, sum(forward), sum(backward))


def coin_curve(p: float, points: int = 199) -> tuple[Array, Array, Array]:
    """q from 0 to 1 and D(B(p)‖B(q)), D(B(q)‖B(p)) there, each (points,), in nats."""
    q = np.linspace(0, 1, points)
    forward = special.rel_entr(p, q) + special.rel_entr(1 - p, 1 - q)
    backward = special.rel_entr(q, p) + special.rel_entr(1 - q, 1 - p)
    return q, forward, backward


def normal_kl(mean_p, std_p, mean_q, std_q) -> Array:
    """D(N(mean_p, std_p²)‖N(mean_q, std_q²)) in nats, broadcast over arrays."""
    ratio = 2 * np.log(np.divide(std_p, std_q))
    shift = np.divide(np.subtract(mean_p, mean_q), std_q)
    return (np.expm1(ratio) - ratio + shift**2) / 2


def asymmetry(shift: float = 0.0, scales: ArrayLike | None = None) -> tuple[Array, Array, Array]:
    """Scales s and D(p‖q), D(q‖p) in nats for p = N(0, 1), q = N(shift, s²); equal only at s = 1."""
    s = np.geomspace(0.2, 5, 161) if scales is None else np.asarray(scales, dtype=np.float64)
    if not (s > 0).all():
        raise ValueError("every scale must be above 0")
    return s, normal_kl(0.0, 1.0, shift, s), normal_kl(shift, s, 0.0, 1.0)


@dataclass(frozen=True)
class Triangle:
    """Sides a→b, b→c, a→c of three normals: D in nats, and √JS in √nats; is the detour longer?"""

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
    """The triangle inequality for three normals, each (mean, std)."""
    parts = [Normal(mean, std) for mean, std in (a, b, c)]
    sides = [(parts[0], parts[1]), (parts[1], parts[2]), (parts[0], parts[2])]
    kls = tuple(closed_kl.kl(p, q).value for p, q in sides)
    roots = tuple(
        0.0 if p.key == q.key else numeric.integrals(p, q, True, True)["js_distance"][0] for p, q in sides
    )
    return Triangle(kls, roots)


@dataclass(frozen=True)
class Apart:
    """Two equal shapes pulled apart: divergences over the distance, each (n,), in nats and x."""

    distance: Array
    kl: Array
    js: Array
    js_slope: Array
    wasserstein: Array


def apart(distance: ArrayLike, width: float = 1.0, shape: str = "normal") -> Apart:
    """KL, JS, dJS/d(distance) and W₁ of two equal normals (std `width`) or uniforms (`width` wide).

    JS climbs to ln 2 and its slope dies; W₁ keeps growing evenly; KL grows without bound, and for
    uniforms is ∞ as soon as they part.
    """
    d = np.atleast_1d(np.asarray(distance, dtype=np.float64))
    if not (np.isfinite(d).all() and (d >= 0).all()):
        raise ValueError("every distance must be a finite number from 0 up")
    if not 0 < width < inf:
        raise ValueError(f"the width is {width!r}; it must be above 0")
    if shape == "uniform":
        alone = np.minimum(d / width, 1.0)
        slope = np.where(d < width, LN2 / width, 0.0)
        return Apart(d, np.where(d > 0, inf, 0.0), alone * LN2, slope, d)
    if shape != "normal":
        raise ValueError(f"the shape is {shape!r}; allowed are normal and uniform")
    r = d / width
    js, slope = _js_of_shift(r)
    return Apart(d, r**2 / 2, js, slope / width, d)


def _js_of_shift(r: Array) -> tuple[Array, Array]:
    """JS and dJS/dr of N(0, 1) and N(r, 1), by quadrature about the middle."""
    shift = r[:, None]

    def rows(z: Array) -> Array:
        # By symmetry JS = E_q[ln(q/m)]; z is x seen from q, and ln(p/q) = −r(z + r/2).
        odds = -shift * (z + shift / 2)
        density = np.exp(-z * z / 2) / sqrt(2 * np.pi)
        far = odds > 30
        deficit = np.log1p(np.expm1(np.where(far, 0.0, odds)) / 2)  # ln(m/q)
        deficit = np.where(far, odds - LN2, deficit)
        # Near r = 0 the mean of −ln(m/q) cancels; that of φ(ln(m/q)) is the same and does not.
        js = np.where(shift < 1, phi(deficit), -deficit)
        return np.concatenate([density * js, -density * z * deficit / 2])

    got = integrate(rows, np.linspace(-14, 13, 9), rtol=1e-10, atol=1e-25)
    js, slope = np.split(np.asarray(got.value), 2)
    return js, slope
