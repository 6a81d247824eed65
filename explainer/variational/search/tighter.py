"""The importance-weighted bound, rising from the ELBO to ln p(x) as K grows.

L_K = E[ln (1/K) Σ_k p(x, z_k)/q(z_k)] over K independent z_k ~ q:
Burda, Grosse & Salakhutdinov, "Importance weighted autoencoders", 2016. Its exact value for every
K comes from Frullani's integral ln S = ∫_0^∞ (e^−t − e^−tS) dt/t: with independent weights w_k,
    E[ln S] = ∫_0^∞ (e^−t − φ(t/K)^K) dt/t,  φ(s) = E_q[e^−s w],
two quadratures instead of K.
"""

from dataclasses import dataclass

import numpy as np

from explainer.maths import arguments
from explainer.maths.arguments import BadArgument
from explainer.variational.families.one_number import Family
from explainer.variational.posteriors.base import Array
from explainer.variational.posteriors.theory import Posterior, rule

MAX_K, MAX_REPEATS = 1000, 2000
# The trapezoid rule in ln t: its step, with the error e^(−π²/step) = e^−25, and where steps begin to grow.
_STEP, _TURN = 0.4, 400.0


@dataclass(frozen=True)
class Bounds:
    """L_K in nats for each K (n,): exact, and by Monte Carlo with its standard error (n,)."""

    ks: Array
    exact: Array
    estimate: Array
    error: Array
    log_evidence: float


def bound(post: Posterior, q: Family, ks: Array) -> Array:
    """L_K in nats for each K from 1 to 1000 by quadrature, shape of ks; BadArgument for another K.

    The error is 1e-8 (1e-6 for two latent numbers) while ln w spreads over some hundreds of nats
    under q, and 1e-5 of the spread beyond that.
    """
    ks = np.asarray(ks, dtype=np.float64)
    if ks.size == 0 or not ((ks >= 1) & (ks <= MAX_K) & (ks == np.round(ks))).all():
        raise BadArgument("ks", f"K is {ks.tolist()}; allowed are whole numbers from 1 to {MAX_K}")
    z, weights = rule(post, q, finer=3 if q.DIM == 2 else 4)
    log_q = q.log_density(z)
    under = weights * np.exp(log_q)
    log_w = post.log_density(z) - log_q
    elbo = post.log_evidence + float(under @ log_w)
    inside = under > 1e-18
    under, log_w = under[inside] / under[inside].sum(), log_w[inside]
    # φ bends where s w is about 1: from the largest w down to the one with 1e−7 of the mass below it
    order = np.argsort(log_w)
    low = log_w[order][np.searchsorted(np.cumsum(under[order]), 1e-7)]
    v, step = _grid(-40 - max(log_w.max(), 0.0), 5 - min(low, 0.0))
    log_phi = np.concatenate([_log_phi(part, log_w, under) for part in np.array_split(v, len(v) // 64 + 1)])
    drop = np.exp(-np.multiply.outer(ks, np.exp(np.minimum(v, 700.0))))
    value = (drop - np.exp(np.multiply.outer(ks, log_phi))) @ step
    # for K = 1 the mass below `low` counts as well: there the bound is the ELBO
    return np.where(ks == 1, elbo, post.log_evidence + value)


def _grid(start: float, end: float) -> tuple[Array, Array]:
    """ln t from start to end and the weights of a trapezoid rule: v = A sinh(s/A), even in s.

    Where w spreads over thousands of nats, φ bends slowly, so the steps may grow.
    """
    turn = _TURN * np.arcsinh(np.array([min(start, 0.0), end]) / _TURN)
    s = np.arange(turn[0], turn[1] + _STEP, _STEP)
    return _TURN * np.sinh(s / _TURN), _STEP * np.cosh(s / _TURN)


def _log_phi(v: Array, log_w: Array, under: Array) -> Array:
    """ln φ(e^v), exact to rounding both where φ is near 1 and where it is near 0."""
    sw = np.exp(np.minimum(np.add.outer(v, log_w), 700.0))
    lost = -np.expm1(-sw) @ under
    small = np.log(np.maximum(np.exp(-sw) @ under, 1e-300))
    return np.where(lost < 0.5, np.log1p(-np.minimum(lost, 0.5)), small)


def bounds(post: Posterior, q: Family, top: int = 1000, repeats: int = 200, seed: int = 0) -> Bounds:
    """The bound at about thirty K from 1 to `top`, exact and by `repeats` seeded draws of each.

    Raises BadArgument about "top", "repeats" or "seed".
    """
    arguments.whole("top", top, 1, MAX_K, name="the largest K")
    arguments.whole("repeats", repeats, 2, MAX_REPEATS)
    rng = np.random.default_rng(arguments.seed(seed))
    ks = np.unique(np.round(np.geomspace(1, top, 30)))
    z = q.sample(rng, repeats * top)
    log_w = (post.log_density(z) - q.log_density(z)).reshape(repeats, top)
    peak = log_w.max(axis=1, keepdims=True)
    running = np.cumsum(np.exp(log_w - peak), axis=1)[:, ks.astype(int) - 1]
    with np.errstate(divide="ignore"):
        logs = np.log(running / ks) + peak
    thin = ~np.isfinite(logs)
    if thin.any():  # a row's largest weight makes its first ones underflow: sum those separately
        row, column = np.nonzero(thin)
        for i, j in zip(row, column, strict=True):
            head = log_w[i, : int(ks[j])]
            logs[i, j] = np.log(np.mean(np.exp(head - head.max()))) + head.max()
    logs = logs + post.log_evidence
    spread = logs.std(axis=0, ddof=1) / repeats**0.5
    return Bounds(ks, bound(post, q, ks), logs.mean(axis=0), spread, post.log_evidence)
