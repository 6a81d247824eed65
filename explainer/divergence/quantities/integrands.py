"""The integrands of all divergences, point by point, in forms that lose no digits.

Everything is written in ln p and ln q. Two identities carry the accuracy:

- D(p‖q) = ∫ p·φ(ln(q/p)) with φ(u) = eᵘ − 1 − u ≥ 0, since ∫ p = ∫ q = 1. Nothing cancels: a
  divergence of 1e-14 keeps its digits, and none is ever negative.
- With m = (p + q)/2 and s = (q − p)/(p + q) = tanh(½ ln(q/p)), each bounded divergence is an
  integral of m·h(s). The rest, m·(max − h(s)), is integrated as well. The two add up to
  max·∫m = max, so their ratio gives the value: in [0, max] by construction, never clipped.
"""

from math import log

import numpy as np

from explainer.divergence.distributions.base import Array, phi

LN2 = log(2)
ROWS = (
    "kl_pq",
    "kl_qp",
    "js",
    "js_rest",
    "tv",
    "tv_rest",
    "hellinger",
    "hellinger_rest",
    "entropy_p",
    "entropy_q",
    "cross_entropy_pq",
    "mass_p",
    "mass_q",
)


def rows(lp: Array, lq: Array, log_volume: Array | float, kl_pq: bool, kl_qp: bool) -> Array:
    """The integrands of `ROWS`, shape (13, *lp.shape), for ln p and ln q of any shape.

    `log_volume` is ln |dx/dt| of the variable of integration. A KL that is known to be infinite is
    switched off (its row is 0), since its integral says nothing.
    """
    with np.errstate(all="ignore"):
        p, q = np.exp(lp + log_volume), np.exp(lq + log_volume)
        u = lq - lp
        u = np.where(np.isnan(u), 0.0, u)
        m, a = (p + q) / 2, np.abs(u)
        weak = 1 / (1 + np.exp(a))  # the smaller of p/(p + q) and q/(p + q)
        s = np.tanh(a / 2)
        c = 1 / np.cosh(a / 2)
        mixed = _binary_entropy(weak)
        js = np.where(a < 1, _js_series(s), LN2 - mixed)
        out = np.empty((len(ROWS), *np.shape(m)))
        out[0] = _kl(p, q, u) if kl_pq else 0.0
        out[1] = _kl(q, p, -u) if kl_qp else 0.0
        out[2], out[3] = m * js, m * np.where(a < 1, LN2 - js, mixed)
        out[4], out[5] = m * s, m * 2 * weak
        out[6], out[7] = m * s * s / (1 + c), m * c
        out[8], out[9] = np.where(p > 0, -p * lp, 0.0), np.where(q > 0, -q * lq, 0.0)
        out[10] = np.where(p > 0, -p * lq, 0.0) if kl_pq else 0.0
        out[11], out[12] = p, q
    return out


def _kl(p: Array, q: Array, u: Array) -> Array:
    """p·φ(ln(q/p)): q − p(1 + u) where q outweighs p, so that p = 0 gives q."""
    return np.where(u > 1, q - np.where(p > 0, p * (1 + u), 0), np.where(p > 0, p * phi(u), 0))


def _binary_entropy(w: Array) -> Array:
    """−w ln w − (1 − w) ln(1 − w) for 0 ≤ w ≤ ½."""
    return np.where(w > 0, -w * np.log(w), 0.0) - (1 - w) * np.log1p(-w)


def _js_series(s: Array) -> Array:
    """½[(1 + s) ln(1 + s) + (1 − s) ln(1 − s)] = Σ s²ᵏ/(2k(2k − 1)), for |s| < tanh ½."""
    s2 = s * s
    total = np.zeros_like(s2)
    for k in range(22, 0, -1):
        total = s2 * (1 / (2 * k * (2 * k - 1)) + total)
    return total
