"""The divergence calculator: every quantity of a pair, by every way that exists for it.

`calculate` gives a `Table`: for each name the results, best first. A result says its value, how
it is known, how far off it may be, and why where it is infinite or undefined.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf, isfinite, isnan, nan, sqrt
from typing import Any

from explainer.divergence import (
    closed_bounded,
    closed_entropy,
    closed_kl,
    estimated,
    numeric,
    sampling,
)
from explainer.divergence.base import EPS
from explainer.divergence.closed_entropy import Closed
from explainer.divergence.multivariate import MultivariateNormal
from explainer.divergence.pointwise import LN2
from explainer.divergence.samples import Samples

NAMES = (
    "kl_pq",
    "kl_qp",
    "js",
    "js_distance",
    "tv",
    "hellinger",
    "wasserstein",
    "entropy_p",
    "entropy_q",
    "cross_entropy_pq",
)
UNITS = ("nats", "bits")
MAX_SAMPLES = 5_000_000
AUTO_SAMPLES = 20_000
_INFORMATION = {"kl_pq", "kl_qp", "js", "entropy_p", "entropy_q", "cross_entropy_pq"}


@dataclass(frozen=True)
class Result:
    """One quantity, known in one way.

    `error` is an absolute bound (for Monte Carlo one standard error, from `n` draws), in `unit`;
    nan where nothing is known. `why` explains ∞ and nan; `formula` is LaTeX with the numbers in.
    """

    name: str
    value: float
    method: str
    error: float
    unit: str
    why: str | None = None
    formula: str | None = None
    n: int | None = None


@dataclass(frozen=True)
class Table:
    """All results of a pair: `results[name]`, the most certain first."""

    p: Any
    q: Any
    unit: str
    results: dict[str, tuple[Result, ...]]

    def best(self, name: str) -> Result:
        """The most certain result for a name of `NAMES`."""
        return self.results[name][0]


def calculate(p, q, unit: str = "nats", samples: int = 0, seed: int = 0) -> Table:
    """All of `NAMES` for two distributions, in nats or bits; `samples` > 0 adds Monte Carlo.

    Raises ValueError where p and q cannot be compared and where an argument is not allowed.
    """
    if unit not in UNITS:
        raise ValueError(f"the unit is {unit!r}; allowed are nats and bits")
    if not isinstance(samples, int) or not (samples == 0 or 2 <= samples <= MAX_SAMPLES):
        raise ValueError(f"samples is {samples!r}; allowed are 0 and 2 to {MAX_SAMPLES:,}")
    comparable(p, q)
    found: dict[str, list[Result]] = {name: [] for name in NAMES}
    add = _adder(found, unit)
    _exactly(p, q, add)
    if isinstance(p, Samples) or isinstance(q, Samples):
        _estimated(p, q, add, found)
    else:
        _closed(p, q, add, found)
        _numeric(p, q, add, found)
    draws = samples if samples else (0 if all(found[n] for n in NAMES) else AUTO_SAMPLES)
    if draws:
        only = NAMES if samples else [n for n in NAMES if not found[n]]
        _monte_carlo(p, q, draws, seed, only, add, found)
    return Table(p, q, unit, {name: _ranked(results) for name, results in found.items()})


def by_chance(p, q, unit: str, n: int, seed: int) -> dict[str, Result]:
    """The Monte Carlo results alone, by name, without the cost of any other way."""
    found: dict[str, list[Result]] = {name: [] for name in NAMES}
    add = _adder(found, unit)
    comparable(p, q)
    _exactly(p, q, add)
    _monte_carlo(p, q, n, seed, NAMES, add, found)
    return {name: way for name, ways in found.items() for way in ways if way.method == "Monte Carlo"}


def comparable(p, q) -> None:
    """Raise ValueError, saying why, where no divergence of p from q is defined."""
    if p.discrete != q.discrete:
        kinds = ("probabilities", "a density") if p.discrete else ("a density", "probabilities")
        raise ValueError(
            f"p has {kinds[0]} and q has {kinds[1]}: a single number has probability 0 under a "
            "density, so p(x)/q(x) does not exist"
        )
    if p.dimension != q.dimension:
        raise ValueError(f"p lives in {p.dimension} dimension(s) and q in {q.dimension}: compare like with like")


def unit_of(name: str, unit: str) -> str:
    """nats, bits, their root for √JS, x for W₁, "1" for a pure number."""
    if name in _INFORMATION:
        return unit
    return {"js_distance": f"√{unit}", "wasserstein": "x"}.get(name, "1")


def why_infinite(p, q, names: str = "pq") -> str | None:
    """Why D(p‖q) = ∞ (a set with p > 0 = q, or a tail), None if it is finite."""
    u, v = names
    if p.dimension > 1:
        return None
    for lo, hi in p.support:
        for a, b in _outside(lo, hi, q.support):
            if p.discrete:
                places = f"x = {a:.6g}" if b == a + 1 else f"x ≥ {a:.6g}"
                if b != a + 1 and b < inf:
                    places = f"x = {a:.6g} … {b - 1:.6g}"
                return f"{u}(x) > 0 = {v}(x) at {places}"
            held = numeric.mass(p, a, b)
            return f"{u}(x) > 0 = {v}(x) on ({a:.6g}, {b:.6g}), which holds {held:.3g} of {u}"
    if p.discrete:
        return None
    for side, mine, other in (("left", p.left, q.left), ("right", p.right, q.right)):
        if mine is not None and mine.index <= other.order:
            return (
                f"{u}'s {side} tail falls only like |x|^−{mine.index + 1:.6g}, ln {v} falls like "
                f"−|x|^{other.order}: E_{u}[−ln {v}] diverges"
            )
    return None


def why_far(p, q) -> str | None:
    """Why W₁ = ∞ for two densities on the line, None if it is finite."""
    if p.discrete:
        return None
    for side, word in ((-1, "left"), (1, "right")):
        a, b = numeric.tail_coefficients(p, side), numeric.tail_coefficients(q, side)
        for index in a.keys() | b.keys():
            c, d = a.get(index, 0.0), b.get(index, 0.0)
            if abs(c - d) > 1e-12 * max(c, d):
                return f"the {word} tails part like |x|^−{index:.6g}, whose integral diverges"
    return None


def _outside(lo: float, hi: float, cover: Iterable[tuple[float, float]]):
    """The parts of (lo, hi) that the sorted intervals leave uncovered."""
    for a, b in cover:
        if lo < min(a, hi):
            yield lo, min(a, hi)
        lo = max(lo, b)
    if lo < hi:
        yield lo, hi


def _adder(found: dict[str, list[Result]], unit: str):
    """A function that adds a value in nats to what was found, in the unit asked for."""

    def add(name: str, value: float, error: float, method: str, **more: Any) -> None:
        one = 1.0  # a division, not a product, so that JS = ln 2 is 1 bit and never more
        if unit == "bits":
            one = LN2 if name in _INFORMATION else sqrt(LN2) if name == "js_distance" else 1.0
        error = max(error, 2 * EPS * abs(value)) if isfinite(value) else error
        result = Result(name, value / one, method, error / one, unit_of(name, unit), **more)
        found[name].append(result)

    return add


def _exactly(p, q, add) -> None:
    """What needs no number: p = q, infinities, what is not defined."""
    if p.dimension > 1:
        why = "W₁ is computed here for distributions on the line"
        if p.key != q.key:
            add("wasserstein", nan, nan, "undefined", why=why)
    if p.key == q.key:
        for name in NAMES[:7]:
            add(name, 0.0, 0.0, "identity", why="p = q", formula="p = q")
        return
    for name, a, b in (("kl_pq", p, q), ("kl_qp", q, p)):
        if why := why_infinite(a, b, name[-2:]):
            method = "support" if "> 0 =" in why else "tails"
            for infinite in (name, "cross_entropy_pq") if name == "kl_pq" else (name,):
                add(infinite, inf, 0.0, method, why=why)
    if p.dimension == 1 and (why := why_far(p, q)):
        add("wasserstein", inf, 0.0, "tails", why=why)


def _closed(p, q, add, found) -> None:
    """Every closed form that exists."""

    def put(name: str, closed: Closed | None) -> None:
        if closed is not None and isfinite(closed.value) and not found[name]:
            add(name, closed.value, closed.error, "closed form", formula=closed.formula)

    put("entropy_p", closed_entropy.entropy(p))
    put("entropy_q", closed_entropy.entropy(q))
    if p.key == q.key:
        put("cross_entropy_pq", closed_entropy.entropy(p))
        return
    put("kl_pq", closed_kl.kl(p, q))
    put("kl_qp", closed_kl.kl(q, p))
    put("cross_entropy_pq", closed_entropy.cross_entropy(p, q))
    if p.dimension > 1 and found["kl_pq"] and p.entropy is not None:
        kl, own = closed_kl.kl(p, q), closed_entropy.entropy(p)
        both = Closed(kl.value + own.value, kl.error + own.error, r"H(p) + D(p\,\|\,q)")
        put("cross_entropy_pq", both)
    put("js", closed_bounded.js(p, q))
    if found["js"]:
        js = closed_bounded.js(p, q)
        put("js_distance", Closed(sqrt(js.value), js.error, r"\sqrt{\mathrm{JS}}"))
    put("tv", closed_bounded.tv(p, q))
    put("hellinger", closed_bounded.hellinger(p, q))
    put("wasserstein", closed_bounded.wasserstein(p, q))


def _numeric(p, q, add, found) -> None:
    """By quadrature or by summing."""
    known = {n for n in NAMES if found[n] and not isfinite(found[n][0].value)}
    finite = ("kl_pq" not in known, "kl_qp" not in known)
    if p.dimension > 1:
        both_normal = isinstance(p, MultivariateNormal) and isinstance(q, MultivariateNormal)
        if p.dimension != 2 or not both_normal or p.key == q.key:
            return
        values, method = numeric.plane(p, q), "quadrature"
    elif p.discrete:
        values, method = numeric.sums(p, q, *finite), "sum"
    else:
        values, method = numeric.integrals(p, q, *finite), "quadrature"
        if "wasserstein" not in known and p.key != q.key:
            values["wasserstein"] = numeric.wasserstein(p, q)
    same = p.key == q.key
    for name, (value, error) in values.items():
        if name not in known and not (same and name in NAMES[:7]):
            add(name, value, error, method)


def _estimated(p, q, add, found) -> None:
    """From samples: a kernel estimate, k nearest neighbours, sorted numbers."""
    finite = tuple(not found[name] for name in ("kl_pq", "kl_qp"))
    for name, method, value, error in estimated.results(p, q, *finite):
        if not found[name]:
            add(name, value, error, method)
    for name, a, b in (("kl_pq", p, q), ("kl_qp", q, p)):
        near = estimated.nearest(a, b) if p.key != q.key else None
        if near is not None:
            add(name, *near, f"k-NN (k = {estimated.NEIGHBOURS})")


def _monte_carlo(p, q, n: int, seed: int, only: Iterable[str], add, found) -> None:
    values = sampling.estimates(p, q, n, seed)
    for name in only:
        if name not in values or any(r.method in ("identity", "undefined") for r in found[name]):
            continue
        value, error = values[name]
        why = None
        if any(r.value == inf for r in found[name]):
            why = "the true value is ∞: this mean never settles, whatever n"
        elif isnan(value) or value == inf:
            why = "a draw fell where the other density rounds to 0"
        add(name, value, error, "Monte Carlo", why=why, n=n)


def _ranked(results: list[Result]) -> tuple[Result, ...]:
    """Most certain first; Monte Carlo last, as its error is no bound."""
    return tuple(sorted(results, key=lambda r: (r.method == "Monte Carlo", r.error)))
