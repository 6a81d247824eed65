"""What the calculator shows of a pair: its table, its curves, its surfaces and its Monte Carlo path.

Distributions arrive as text of the language (`from_text.distribution`) or ready made.
"""

from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import ArrayLike

from explainer.divergence.distributions.base import Array
from explainer.divergence.distributions.from_text import distribution
from explainer.divergence.distributions.multivariate import MultivariateMixture, MultivariateNormal
from explainer.divergence.quantities.infinities import comparable
from explainer.divergence.quantities.integrands import LN2
from explainer.divergence.quantities.monte_carlo import log_density, running_kl
from explainer.divergence.quantities.table import Table, calculate
from explainer.maths import arguments
from explainer.maths.arguments import BadArgument

MAX_PATH = 200_000


def _described(p):
    return distribution(p) if isinstance(p, str) else p


def table(p, q, unit: str = "nats") -> Table:
    """Every quantity of p and q, by every way; BadArgument as in `table.calculate`."""
    return calculate(_described(p), _described(q), unit)


@dataclass(frozen=True)
class Curves:
    """Densities (or probabilities) and integrands over x, each (n,).

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
    """Densities and integrands over a grid: its points, or about how many to choose within `span`.

    `span` is `window(p, q)` by default. Raises BadArgument where p and q do not compare or have more
    than one dimension.
    """
    p, q = _described(p), _described(q)
    comparable(p, q)
    if p.dimension > 1:
        raise BadArgument("p", f"curves are drawn on the line; p has {p.dimension} dimensions")
    if p.discrete:
        windows = p.window(), q.window()
        first, last = min(w[0] for w in windows), max(w[1] for w in windows)
        x = np.arange(first, min(last, first + 1000) + 1.0)
    else:
        ends = span or window(p, q)
        x = _grid(p, q, grid, *ends) if isinstance(grid, int) else np.asarray(grid, dtype=np.float64)
    with np.errstate(all="ignore"):
        lp, lq = log_density(p, x), log_density(q, x)
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


def _grid(p, q, n: int, lo: float, hi: float) -> Array:
    """About n points from lo to hi, evenly spaced, and more of them where a density changes."""
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
    """The running estimate of D(p‖q) at about `points` counts of draws, evenly spaced in ln n.

    Raises BadArgument.
    """
    arguments.whole("n", n, 2, MAX_PATH)
    p, q = _described(p), _described(q)
    comparable(p, q)
    estimate, error = running_kl(p, q, n, seed)
    at = np.unique(np.geomspace(2, n, points).round().astype(int)) - 1
    return Path(at + 1.0, estimate[at], error[at])


@dataclass(frozen=True)
class Surfaces:
    """How far each density lies below its maximum, and the integrands, each (len(y), len(x)).

    `p_widths` = √(2 (max ln p − ln p)) is 1 on a normal's ellipse of one standard deviation. `p_term`
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
    """Two densities over the plane, `points` along each axis; of more dimensions the first two."""
    p, q = _flat(p), _flat(q)
    ends = np.array(
        [
            [part.mean + sign * 3.6 * np.sqrt(np.diag(part.cov)) for part in (*_parts(p), *_parts(q))]
            for sign in (-1, 1)
        ]
    )
    x, y = (np.linspace(ends[0, :, i].min(), ends[1, :, i].max(), points) for i in (0, 1))
    grid = np.stack(np.meshgrid(x, y), axis=-1)
    lp, lq = (d.logpdf(grid.reshape(-1, 2)).reshape(points, points) for d in (p, q))
    lm = np.logaddexp(lp, lq) - LN2
    heights, others = np.exp(lp), np.exp(lq)
    return Surfaces(
        x,
        y,
        *(np.sqrt(2 * (logs.max() - logs)) for logs in (lp, lq, lm)),
        heights * (lp - lq),
        others * (lq - lp),
        (heights * (lp - lm) + others * (lq - lm)) / 2,
    )


def _parts(p) -> tuple[MultivariateNormal, ...]:
    return p.parts if isinstance(p, MultivariateMixture) else (p,)


def _flat(p):
    """The marginal of the first two dimensions of p."""
    parts = [MultivariateNormal(part.mean[:2], part.cov[:2, :2]) for part in _parts(p)]
    return MultivariateMixture(p.weights, parts) if isinstance(p, MultivariateMixture) else parts[0]
