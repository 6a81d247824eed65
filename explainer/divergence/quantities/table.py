"""The table of a pair: every quantity, by every way in which it can be computed.

`calculate` returns a `Table`: for each name its results, the most certain first. A result has a
value, the method, an error, and the reason where the value is infinite or undefined.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf, isfinite, isnan, nan, sqrt
from typing import Any

from explainer.divergence.distributions.base import EPS
from explainer.divergence.distributions.from_samples import Samples, rests_on_numbers
from explainer.divergence.distributions.multivariate import MultivariateNormal
from explainer.divergence.quantities import (
    by_samples,
    closed_bounded,
    closed_entropy,
    closed_kl,
    integrals,
    monte_carlo,
)
from explainer.divergence.quantities.closed_entropy import Closed
from explainer.divergence.quantities.infinities import Reason, comparable, why_far, why_infinite
from explainer.divergence.quantities.integrands import LN2
from explainer.maths import arguments
from explainer.maths.arguments import BadArgument

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
DIVERGENCES = NAMES[:7]  # 0 where p = q
UNITS = {"nats": 1.0, "bits": LN2}  # in nats
MAX_SAMPLES = 5_000_000
AUTO_SAMPLES = 20_000
UNTOLD = ("identity", "undefined", "not known")
TAILS = "a sample does not tell the tails of its law, and this hangs on them"
_INFORMATION = {"kl_pq", "kl_qp", "js", "entropy_p", "entropy_q", "cross_entropy_pq"}


@dataclass(frozen=True)
class Result:
    """One quantity, computed in one way.

    `error` is an absolute bound in `unit` (by Monte Carlo one standard error, from `n` draws; where `sampled`,
    half of a 95 % interval), nan where nothing is known. `why` explains ∞ and nan; `formula` is LaTeX with the
    numbers in it. `sampled` says that the value is estimated from given numbers.
    """

    name: str
    value: float
    method: str
    error: float
    unit: str
    why: str | None = None
    formula: str | None = None
    n: int | None = None
    sampled: bool = False


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


class _Collected(dict[str, list[Result]]):
    """The results so far, by name; values are added in nats and stored in the unit of the table."""

    def __init__(self, unit: str) -> None:
        super().__init__({name: [] for name in NAMES})
        self.unit, self.nats = unit, in_nats(unit)

    def add(self, name: str, value: float, error: float, method: str, **more: Any) -> None:
        """A result for a name of `NAMES`, in nats; `more` are the other fields of `Result`."""
        size, unit = self._size(name)
        error = max(error, 2 * EPS * abs(value)) if isfinite(value) else error
        # A division, not a product, so that JS = ln 2 is 1 bit and never more.
        self[name].append(Result(name, value / size, method, error / size, unit, **more))

    def add_closed(self, name: str, closed: Closed | None) -> None:
        """A closed form where there is one, unless the value is already known to be infinite."""
        if closed is not None and isfinite(closed.value) and not self[name]:
            self.add(name, closed.value, closed.error, "closed form", formula=closed.formula)

    def infinite(self, name: str) -> bool:
        """Whether the best result so far is not finite."""
        return bool(self[name]) and not isfinite(self[name][0].value)

    def _size(self, name: str) -> tuple[float, str]:
        """The unit of a quantity: its size in nats and its name; √JS has the root of a unit."""
        if name in _INFORMATION:
            return self.nats, self.unit
        if name == "js_distance":
            return sqrt(self.nats), f"√{self.unit}"
        return 1.0, "x" if name == "wasserstein" else "1"


def in_nats(unit: str) -> float:
    """The size of a unit in nats; BadArgument("unit") where there is no such unit."""
    return UNITS[arguments.choice("unit", unit, UNITS, name="the unit")]


def calculate(p, q, unit: str = "nats", samples: int = 0, seed: int = 0) -> Table:
    """All of `NAMES` for two distributions, in nats or bits; `samples` > 0 adds Monte Carlo.

    Raises BadArgument where p and q cannot be compared and where an argument is not allowed.
    """
    if not isinstance(samples, int) or not (samples == 0 or 2 <= samples <= MAX_SAMPLES):
        raise BadArgument("samples", f"samples is {samples!r}; allowed are 0 and 2 to {MAX_SAMPLES:,}")
    comparable(p, q)
    results = _Collected(unit)
    _without_computing(p, q, results)
    if rests_on_numbers(p) or rests_on_numbers(q):
        _from_samples(p, q, results)
    else:
        _by_closed_forms(p, q, results)
        _by_integrals(p, q, results)
    missing = [name for name in NAMES if not results[name]]
    if samples or missing:
        _by_monte_carlo(p, q, samples or AUTO_SAMPLES, seed, NAMES if samples else missing, results)
    return Table(p, q, unit, {name: _ranked(ways) for name, ways in results.items()})


def by_chance(p, q, unit: str, n: int, seed: int) -> dict[str, Result]:
    """The Monte Carlo results by name, without the cost of any other way; BadArgument as above."""
    comparable(p, q)
    results = _Collected(unit)
    _without_computing(p, q, results)
    _by_monte_carlo(p, q, n, seed, NAMES, results)
    return {name: way for name, ways in results.items() for way in ways if way.method == "Monte Carlo"}


def _without_computing(p, q, results: _Collected) -> None:
    """What needs no computation: p = q, infinities, and what is not defined."""
    if p.key == q.key:
        for name in DIVERGENCES:
            results.add(name, 0.0, 0.0, "identity", why="p = q", formula="p = q")
        return
    if p.dimension > 1:
        why = "W₁ is computed here for distributions on the line"
        results.add("wasserstein", nan, nan, "undefined", why=why)
    for name, a, b in (("kl_pq", p, q), ("kl_qp", q, p)):
        if reason := _why(a, b, name[-2:]):
            for infinite in (name, "cross_entropy_pq") if name == "kl_pq" else (name,):
                results.add(infinite, inf, 0.0, reason.method, why=reason.why)
    if p.dimension == 1 and (reason := why_far(p, q)):
        if rests_on_numbers(p) or rests_on_numbers(q):
            results.add("wasserstein", nan, nan, "not known", why=TAILS)
        else:
            results.add("wasserstein", inf, 0.0, reason.method, why=reason.why)


def _why(p, q, names: str) -> Reason | None:
    """Why D(p‖q) is ∞, as far as it is known: of a sample's law by its numbers alone, not by its kernels."""
    if isinstance(p, Samples) and not rests_on_numbers(q):
        if len(beyond := by_samples.outside(p, q)):
            where = f"of {names[0]} lie where {names[1]} is 0, such as {beyond[0]:.6g}"
            return Reason("support", f"{len(beyond):,} of the {len(p.values):,} numbers {where}")
        return None
    return None if rests_on_numbers(p) or rests_on_numbers(q) else why_infinite(p, q, names)


def _by_closed_forms(p, q, results: _Collected) -> None:
    own = closed_entropy.entropy(p)
    results.add_closed("entropy_p", own)
    results.add_closed("entropy_q", closed_entropy.entropy(q))
    if p.key == q.key:
        results.add_closed("cross_entropy_pq", own)
        return
    kl, js = closed_kl.kl(p, q), closed_bounded.js(p, q)
    results.add_closed("kl_pq", kl)
    results.add_closed("kl_qp", closed_kl.kl(q, p))
    results.add_closed("cross_entropy_pq", closed_entropy.cross_entropy(p, q))
    if p.dimension > 1 and kl and own:
        both = Closed(kl.value + own.value, kl.error + own.error, r"H(p) + D(p\,\|\,q)")
        results.add_closed("cross_entropy_pq", both)
    results.add_closed("js", js)
    if js:
        results.add_closed("js_distance", Closed(sqrt(js.value), js.error, r"\sqrt{\mathrm{JS}}"))
    results.add_closed("tv", closed_bounded.tv(p, q))
    results.add_closed("hellinger", closed_bounded.hellinger(p, q))
    results.add_closed("wasserstein", closed_bounded.wasserstein(p, q))


def _by_integrals(p, q, results: _Collected) -> None:
    """By quadrature or by summation."""
    same = p.key == q.key
    finite = not results.infinite("kl_pq"), not results.infinite("kl_qp")
    if p.dimension > 1:
        both_normal = isinstance(p, MultivariateNormal) and isinstance(q, MultivariateNormal)
        if p.dimension != 2 or not both_normal or same:
            return
        values, method = integrals.plane(p, q), "quadrature"
    elif p.discrete:
        values, method = integrals.sums(p, q, *finite), "sum"
    else:
        values, method = integrals.integrals(p, q, *finite), "quadrature"
        if not results.infinite("wasserstein") and not same:
            values["wasserstein"] = integrals.wasserstein(p, q)
    for name, (value, error) in values.items():
        if not results.infinite(name) and not (same and name in DIVERGENCES):
            results.add(name, value, error, method)


def _from_samples(p, q, results: _Collected) -> None:
    """What has an interval, then what has none: k nearest neighbours, which see tails better, and the kernels."""
    finite = tuple(not results[name] for name in ("kl_pq", "kl_qp"))
    blocked = {name for name in NAMES if results[name]}
    ways = list(by_samples.known(p, q, *finite)) if isinstance(p, Samples) or isinstance(q, Samples) else []
    for name, a, b in (("kl_pq", p, q), ("kl_qp", q, p)):
        near = by_samples.knn_kl(a, b) if p.key != q.key else None
        if near is not None:
            ways.append((name, f"k-NN (k = {by_samples.NEIGHBOURS})", near, nan))
    leaks = tuple(why_infinite(a, b) is None for a, b in ((p, q), (q, p)))
    ways += by_samples.smoothed(p, q, *(on and own for on, own in zip(finite, leaks, strict=True)))
    for name, method, value, error in ways:
        if name not in blocked:
            results.add(name, value, error, method, sampled=method != "quadrature")
    for name in NAMES:
        if not results[name]:
            results.add(name, nan, nan, "not known", why=TAILS)


def _by_monte_carlo(p, q, n: int, seed: int, names: Iterable[str], results: _Collected) -> None:
    estimates = monte_carlo.estimates(p, q, n, seed)
    for name in names:
        if name not in estimates or any(way.method in UNTOLD for way in results[name]):
            continue
        value, error = estimates[name]
        if not isfinite(value) and (rests_on_numbers(p) or rests_on_numbers(q)):
            continue  # the kernels' own tails, of which nothing is known
        why = None
        if any(way.value == inf for way in results[name]):
            why = "the true value is ∞: this mean never settles, whatever n"
        elif isnan(value) or value == inf:
            why = "a draw fell where the other density rounds to 0"
        results.add(name, value, error, "Monte Carlo", why=why, n=n)


def _ranked(ways: list[Result]) -> tuple[Result, ...]:
    """The most certain first; Monte Carlo last, since its error is no bound."""
    return tuple(sorted(ways, key=lambda way: (way.method == "Monte Carlo", isnan(way.error), way.error)))
