"""The divergences of a pair by quadrature (densities) or by summation (probabilities).

Each returns a dict, name → (value, error), in nats or without unit; `wasserstein` is in units of x.
"""

from math import inf, log, pi, sqrt

import numpy as np
from numpy.typing import NDArray

from explainer.divergence.distributions.base import EPS, Array
from explainer.divergence.distributions.discrete import Discrete
from explainer.divergence.distributions.line import Continuous, Mixture, Points, Tail
from explainer.divergence.distributions.multivariate import MultivariateNormal, common_axes
from explainer.divergence.quantities.closed_kl import axes_error
from explainer.divergence.quantities.integrands import LN2, ROWS, rows
from explainer.divergence.quantities.pieces import Pieces, cover
from explainer.maths.arguments import BadArgument
from explainer.maths.quadrature import adapt, integrate2

Indices = NDArray[np.intp]
Estimate = tuple[float, float]
LIMIT = 6000
MAX_GRID = 2_000_000
# The rests only complete the ratios; entropies and masses are of size 1.
_RTOL = np.array([1e-9 if name.startswith("tv") else 1e-10 for name in ROWS])
_ATOL = np.array([1e-12 if name.endswith("rest") or name[-2:] in ("_p", "_q") else 0 for name in ROWS])


def integrals(p: Continuous, q: Continuous, kl_pq: bool, kl_qp: bool) -> dict[str, Estimate]:
    """All quantities but W₁ by one adaptive quadrature; `kl_…` is False where that KL is infinite."""
    powers = (_power(p, q) if kl_pq else 0, _power(q, p) if kl_qp else 0)

    def log_odds(t: Array, which: Indices) -> Array:
        x, _ = pieces.points(t, which)
        with np.errstate(invalid="ignore"):
            return q.logpdf(x) - p.logpdf(x)

    pieces = cover(p, q, powers)
    pieces = pieces.cut(log_odds)
    if isinstance(p, Mixture) or isinstance(q, Mixture):
        pieces = pieces.sliced()  # ln p bends where another part takes over

    def g(t: tuple[Array], which: Indices) -> Array:
        x, log_volume = pieces.points(t[0], which)
        return rows(p.logpdf(x), q.logpdf(x), log_volume, kl_pq, kl_qp)

    value, error = _adapt(pieces, g, _RTOL, _ATOL)
    for row, a, b, finite in ((0, p, q, kl_pq), (1, q, p, kl_qp), (10, p, q, kl_pq)):
        if finite:
            rest = _far_tail(pieces, g, row, [(a.left, a.right)], _power(a, b))
            value[row] += rest
            error[row] += (1e-3 if isinstance(a, Mixture) else 1e-9) * rest
    return finish(value, error, kl_pq, kl_qp, p.noise + q.noise)


def finish(value: Array, error: Array, kl_pq: bool, kl_qp: bool, noise: float = 16 * EPS) -> dict[str, Estimate]:
    """The named quantities from the integrals of `ROWS`; a mass that misses 1 adds to the errors.

    `noise` is the rounding error of ln(q/p). It moves each divergence by at most noise·∫|q − p| and
    each entropy by at most noise.
    """
    error = error + 16 * EPS * np.abs(value)
    error[:2] += 2 * noise * value[4]
    error[[2, 6]] += noise * value[4]
    error[4] += noise / 2
    error[8:11] += noise
    row = {name: (float(v), float(e)) for name, v, e in zip(ROWS, value, error, strict=True)}
    miss = {s: max(abs(row[f"mass_{s}"][0] - 1) - 64 * EPS, 0.0) for s in "pq"}
    out: dict[str, Estimate] = {}
    for name, on, s in (("kl_pq", kl_pq, "p"), ("kl_qp", kl_qp, "q")):
        if on:
            out[name] = row[name][0], row[name][1] + miss[s] * row[name][0]
    for name, top in (("js", LN2), ("tv", 1.0), ("hellinger", 1.0)):
        (part, slack), (rest, slack_rest) = row[name], row[f"{name}_rest"]
        out[name] = share(part, rest, top), (slack * rest + slack_rest * part) / (part + rest)
    h2, slack = out["hellinger"]
    out["hellinger"] = sqrt(h2), slack / (2 * sqrt(h2)) if h2 > 0 else sqrt(slack)
    js, slack = out["js"]
    out["js_distance"] = sqrt(js), slack / (2 * sqrt(js)) if js > 0 else sqrt(slack)
    for s in "pq":
        entropy, slack = row[f"entropy_{s}"]
        out[f"entropy_{s}"] = entropy, slack + miss[s] * abs(entropy)
    if kl_pq:
        out["cross_entropy_pq"] = row["cross_entropy_pq"]
    return out


def share(part: float, rest: float, top: float) -> float:
    """top·part/(part + rest) for part, rest ≥ 0, which never leaves [0, top]."""
    return top * (part / (part + rest))


def wasserstein(p: Continuous, q: Continuous) -> Estimate:
    """W₁ = ∫|F_p − F_q| dx, for pairs whose W₁ is finite."""
    pieces = cover(p, q, (1, 1))
    centres = sorted(k.centre for k in (*p.cuts, *q.cuts))
    middle = centres[len(centres) // 2]

    def gap(x: Points) -> Array:
        return np.where(x.x > middle, q.sf(x) - p.sf(x), p.cdf(x) - q.cdf(x))

    def g(t: tuple[Array], which: Indices) -> Array:
        x, log_volume = pieces.points(t[0], which)
        height = np.abs(gap(x))
        return np.where(height == 0, 0.0, height * np.exp(log_volume))[None]

    pieces = pieces.cut(lambda t, which: gap(pieces.points(t, which)[0]))

    value, error = _adapt(pieces, g, np.array([1e-9]), np.array([0.0]))
    rest = _far_tail(pieces, g, 0, [(d.left, d.right) for d in (p, q)], 1)
    trust = 1e-3 if isinstance(p, Mixture) or isinstance(q, Mixture) else 1e-6
    # F_p and F_q are rounded, too: by noise·∫ min(F, 1 − F), a quarter of the middle
    noises = [d.noise if d.cdf_noise is None else d.cdf_noise for d in (p, q)]
    widths = [d.middle[1] - d.middle[0] for d in (p, q)]
    rounding = (noises[0] * widths[0] + noises[1] * widths[1]) / 4 + 8 * EPS * float(value[0])
    return float(value[0] + rest), float(error[0] + trust * rest + rounding)


def sums(p: Discrete, q: Discrete, kl_pq: bool, kl_qp: bool) -> dict[str, Estimate]:
    """All quantities by summation over the whole numbers; BadArgument if there are too many."""
    windows = p.window(), q.window()
    first, last = min(w[0] for w in windows), max(w[1] for w in windows)
    if last - first >= MAX_GRID:
        sentence = f"the sum would run over {last - first + 1:,} numbers; at most {MAX_GRID:,} are summed"
        raise BadArgument("", sentence)
    k = np.arange(first, last + 1)
    lp, lq = p.logpmf(k), q.logpmf(k)
    terms = rows(lp, lq, 0.0, kl_pq, kl_qp)
    value = terms.sum(1)
    out = finish(value, 16 * EPS * np.abs(terms).sum(1), kl_pq, kl_qp)
    probs, others = np.exp(lp), np.exp(lq)
    gaps = probs - others
    # Summed from the nearer end, so that the tails do not carry the rounding error of the middle.
    left, right = np.cumsum(gaps), np.append(np.cumsum(gaps[::-1])[-2::-1], 0.0)
    distance = float(np.where(np.cumsum(probs) < 0.5, np.abs(left), np.abs(right)).sum())
    rounding = EPS * np.count_nonzero(probs + others > EPS)
    out["wasserstein"] = distance, float(16 * EPS * distance + rounding)
    return out


def plane(p: MultivariateNormal, q: MultivariateNormal) -> dict[str, Estimate]:
    """KL both ways, JS, total variation and Hellinger of two normals in the plane."""
    estimates = finish(*_plane_rows(p, q), True, True)
    for name, a, b in (("kl_pq", p, q), ("kl_qp", q, p)):
        value, error = estimates[name]
        estimates[name] = value, error + axes_error(a, b, *common_axes(b, a))
    # The axes that are used are those of other normals, near p and q. TV, √JS and Hellinger are metrics, and
    # no one of them is further from its normal than this.
    away = (p.noise + q.noise) * (p.dimension + float(np.linalg.norm(common_axes(p, q)[0])))
    for name in ("tv", "hellinger", "js_distance"):
        value, error = estimates[name]
        estimates[name] = value, error + away
    value, error = estimates["js"]
    estimates["js"] = value, error + 2 * sqrt(value) * away + away**2
    return {name: estimate for name, estimate in estimates.items() if "entropy" not in name}


def _plane_rows(p: MultivariateNormal, q: MultivariateNormal) -> tuple[Array, Array]:
    """Values and errors of all `ROWS` for two normals in the plane, integrated in their common axes.

    A linear map leaves the divergences unchanged, but not the entropies: these rows are not to be used.
    """
    shift, scale = common_axes(p, q)

    def integrands(x: Array, y: Array) -> Array:
        z = np.stack([x, y])
        w = (z - shift[:, None]) / scale[:, None]
        lp = -0.5 * (z**2).sum(0) - log(2 * pi)
        lq = -0.5 * (w**2).sum(0) - log(2 * pi) - np.log(scale).sum()
        return rows(lp, lq, 0.0, True, True)

    edges = [_rungs(float(m), float(s)) for m, s in zip(shift, scale, strict=True)]
    atol = np.where([name.endswith(("rest", "p", "q")) for name in ROWS], 1e-10, 0.0)
    # |p − q| has a kink along a whole curve: its rows keep a larger error, which is stated.
    rtol = np.where([name.startswith("tv") for name in ROWS], 1e-2, 1e-9)
    got = integrate2(integrands, *edges, rtol=rtol, atol=atol, limit=1000)
    return got.value, got.error


def _rungs(mean: float, std: float) -> list[float]:
    """Edges along one axis for N(0, 1) and N(mean, std²), without those that are too near to another."""
    ladder = (-9.0, -5.0, -2.0, 0.0, 2.0, 5.0, 9.0)
    both = sorted([(x, 1.0) for x in ladder] + [(mean + std * x, std) for x in ladder])
    apart = [both[0]]
    for x, step in both[1:-1]:
        if x - apart[-1][0] > 0.5 * min(step, apart[-1][1]):
            apart.append((x, step))
    return [x for x, _ in apart if x < both[-1][0]] + [both[-1][0]]


def _adapt(pieces: Pieces, g, rtol: Array, atol: Array) -> tuple[Array, Array]:
    label = np.arange(len(pieces.lo))
    got = adapt(g, pieces.lo[:, None], pieces.hi[:, None], label, rtol, atol, LIMIT)
    return got.value, got.error


def _power(p: Continuous, q: Continuous) -> int:
    """The power of |x| by which ln q grows in the tails that p has as well."""
    pairs = ((p.left, q.left), (p.right, q.right))
    return max((b.order for a, b in pairs if a is not None and b is not None), default=0)


def _far_tail(pieces: Pieces, g, row: int, tails: list[tuple[Tail | None, Tail | None]], power: int) -> float:
    """The integral beyond the last float whose square is finite, where the integrand falls as e^−(α − k)t."""
    total = 0.0
    for side in (0, 1):
        index = min((t[side].index for t in tails if t[side] is not None), default=inf)
        excess = index - power
        ends = np.flatnonzero((pieces.side == 2 * side - 1) & ~pieces.straight)
        if not 0 < excess < 0.15 or not len(ends):
            continue
        last = ends[np.argmax(pieces.hi[ends])]
        with np.errstate(all="ignore"):
            height = g((pieces.hi[last].reshape(1, 1),), np.array([last]))[row, 0, 0]
        total += float(height) / excess
    return total
