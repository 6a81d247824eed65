"""The importance-weighted bound L_K = E[ln (1/K) Σ_k p(x, z_k)/q(z_k)], rising from the ELBO to ln p(x).

Burda, Grosse & Salakhutdinov, "Importance weighted autoencoders", 2016. Its exact value for every
K comes from Frullani's integral ln S = ∫_0^∞ (e^−t − e^−tS) dt/t: with independent weights w_k,
    E[ln S] = ∫_0^∞ (e^−t − φ(t/K)^K) dt/t,  φ(s) = E_q[e^−s w],
two quadratures instead of K.
"""

from dataclasses import dataclass

import numpy as np

from explainer.variational.base import Array, whole
from explainer.variational.families import Family
from explainer.variational.theory import Posterior, rule

MAX_K, MAX_REPEATS = 1000, 2000
_STEP = 0.2  # of the trapezoid rule in ln t: error e^(−π²/0.2) = e^−49


@dataclass(frozen=True)
class Bounds:
    """L_K in nats for each K (n,): exact, and by Monte Carlo with its standard error (n,)."""

    ks: Array
    exact: Array
    estimate: Array
    error: Array
    log_evidence: float


def bound(post: Posterior, q: Family, ks: Array) -> Array:
    """L_K in nats for each K ≥ 1 by quadrature, shape of ks."""
    ks = np.asarray(ks, dtype=np.float64)
    if ks.size == 0 or not ((ks >= 1) & (ks <= MAX_K) & (ks == np.round(ks))).all():
        raise ValueError(f"K is {ks.tolist()}; allowed are whole numbers from 1 to {MAX_K}")
    z, weights = rule(post, q)
    log_q = q.log_density(z)
    under = weights * np.exp(log_q)
    inside = under > 1e-30
    under, log_w = under[inside] / under.sum(), (post.log_density(z) - log_q)[inside]
    # w = p(z|x)/q(z) has mean 1. φ bends where s w is about 1, for w from its least to its largest.
    v = np.arange(-40 - max(log_w.max(), 0), 5 - min(log_w.min(), 0) + _STEP, _STEP)
    lost = np.concatenate([_lost(part, log_w, under) for part in np.array_split(v, len(v) // 64 + 1)])
    log_phi = np.log1p(-np.minimum(lost, 1 - 1e-300))
    drop = np.exp(-np.multiply.outer(ks, np.exp(np.minimum(v, 700.0))))
    return post.log_evidence + (drop - np.exp(np.multiply.outer(ks, log_phi))).sum(-1) * _STEP


def _lost(v: Array, log_w: Array, under: Array) -> Array:
    """1 − φ(e^v)."""
    return -np.expm1(-np.exp(np.minimum(np.add.outer(v, log_w), 700.0))) @ under


def bounds(
    post: Posterior, q: Family, top: int = 1000, repeats: int = 200, seed: int = 0
) -> Bounds:
    """The bound at about thirty K from 1 to `top`, exact and by `repeats` seeded draws of each.

    Raises ValueError on a number out of range.
    """
    top = whole("the largest K", top, 1, MAX_K)
    repeats = whole("repeats", repeats, 2, MAX_REPEATS)
    rng = np.random.default_rng(whole("seed", seed, 0, 2**32 - 1))
    ks = np.unique(np.round(np.geomspace(1, top, 30)))
    z = q.sample(rng, repeats * top)
    log_w = (post.log_density(z) - q.log_density(z)).reshape(repeats, top)
    peak = log_w.max(axis=1, keepdims=True)
    running = np.cumsum(np.exp(log_w - peak), axis=1)[:, ks.astype(int) - 1]
    with np.errstate(divide="ignore"):
        logs = np.log(running / ks) + peak
    thin = ~np.isfinite(logs)
    if thin.any():  # the largest weight of a row hides its first ones: those by themselves
        row, column = np.nonzero(thin)
        for i, j in zip(row, column, strict=True):
            head = log_w[i, : int(ks[j])]
            logs[i, j] = np.log(np.mean(np.exp(head - head.max()))) + head.max()
    logs = logs + post.log_evidence
    spread = logs.std(axis=0, ddof=1) / repeats**0.5
    return Bounds(ks, bound(post, q, ks), logs.mean(axis=0), spread, post.log_evidence)
