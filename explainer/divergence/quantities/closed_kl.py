"""Closed forms of D(p‖q), each with a bound of its rounding error.

The textbook forms cancel where the parameters of p and q are nearly equal. The forms here use
φ(u) = eᵘ − 1 − u and log1p instead and keep their digits.
"""

from math import log, log1p

import numpy as np
from scipy import special

from explainer.divergence.distributions.base import EPS, phi
from explainer.divergence.distributions.bounded import Beta, Exponential, Gamma, LogNormal
from explainer.divergence.distributions.discrete import Binomial, Geometric, Poisson
from explainer.divergence.distributions.multivariate import MultivariateNormal, common_axes
from explainer.divergence.distributions.symmetric import Laplace, Normal, StudentT
from explainer.divergence.quantities.closed_entropy import Closed, cross_entropy, entropy_scale, tex, total


def log_ratio(a: float, b: float) -> float:
    """ln(a/b), also for a and b that agree to many digits."""
    return log1p((a - b) / b) if 0.5 < a / b < 2 else log(a) - log(b)


def kl(p, q) -> Closed | None:
    """D(p‖q) where a formula exists, None otherwise; it may be wrong where D(p‖q) = ∞."""
    rule = _SAME_FAMILY.get(type(p)) if type(p) is type(q) else None
    closed = rule(p, q) if rule else None
    if closed is not None:
        return closed
    crossed, own = cross_entropy(p, q), p.entropy
    if crossed is None or own is None:
        return None
    error = crossed.error + 8 * EPS * (abs(own) + entropy_scale(p))
    formula = rf"H(p, q) - H(p) = {tex(crossed.value)} - {tex(own)}"
    return Closed(crossed.value - own, error, formula)


def _normal(p: Normal, q: Normal) -> Closed:
    # As maths.gaussians.normal_kl, but from the stds: ln(σ_p/σ_q) keeps its digits where they are nearly equal.
    u = 2 * log_ratio(p.scale, q.scale)
    shift = ((p.loc - q.loc) / q.scale) ** 2 / 2
    s, r, d = tex(p.scale), tex(q.scale), tex(p.loc - q.loc)
    formula = rf"\ln\frac{{{r}}}{{{s}}} + \frac{{{s}^2 + {d}^2}}{{2\cdot {r}^2}} - \tfrac12"
    return total(formula, float(phi(u)) / 2, shift)


def _lognormal(p: LogNormal, q: LogNormal) -> Closed:
    return _normal(Normal(p.mean, p.std), Normal(q.mean, q.std))


def _laplace(p: Laplace, q: Laplace) -> Closed:
    d, ratio = abs(p.loc - q.loc) / p.scale, p.scale / q.scale
    b, c, gap = tex(p.scale), tex(q.scale), tex(abs(p.loc - q.loc))
    formula = rf"\ln\frac{{{c}}}{{{b}}} + \frac{{{b} e^{{-{gap}/{b}}} + {gap}}}{{{c}}} - 1"
    return total(formula, float(phi(log_ratio(p.scale, q.scale))), ratio * float(phi(-d)))


def _cauchy(p: StudentT, q: StudentT) -> Closed | None:
    if not p.df == q.df == 1:
        return None
    d, s, r = p.loc - q.loc, p.scale, q.scale
    top = rf"({tex(s)} + {tex(r)})^2 + {tex(d)}^2"
    formula = rf"\ln\frac{{{top}}}{{4\cdot {tex(s)}\cdot {tex(r)}}}"
    return total(formula, log1p((s - r) / s * ((s - r) / r) / 4 + d / s * (d / r) / 4))


def _exponential(p: Exponential, q: Exponential) -> Closed:
    a, b = tex(p.rate), tex(q.rate)
    formula = rf"\ln\frac{{{a}}}{{{b}}} + \frac{{{b}}}{{{a}}} - 1"
    return total(formula, float(phi(log_ratio(q.rate, p.rate))))


def _gamma(p: Gamma, q: Gamma) -> Closed | None:
    if p.shape != q.shape:
        return None
    k, a, b = tex(p.shape), tex(p.scale), tex(q.scale)
    formula = rf"{k}\left(\frac{{{a}}}{{{b}}} - 1 - \ln\frac{{{a}}}{{{b}}}\right)"
    return total(formula, p.shape * float(phi(log_ratio(p.scale, q.scale))))


def _beta(p: Beta, q: Beta) -> Closed:
    psi, ln_b = special.digamma, special.betaln
    both = float(psi(p.a + p.b))
    da, db = p.a - q.a, p.b - q.b
    terms = (da * (float(psi(p.a)) - both), db * (float(psi(p.b)) - both))
    a, b, c, d = (tex(v) for v in (p.a, p.b, q.a, q.b))
    formula = (
        rf"\ln\frac{{B({c},{d})}}{{B({a},{b})}} + ({a}-{c})\,\psi({a}) + ({b}-{d})\,\psi({b})"
        rf" + ({c}-{a}+{d}-{b})\,\psi({a}+{b})"
    )
    return total(formula, float(ln_b(q.a, q.b)), -float(ln_b(p.a, p.b)), *terms)


def _poisson(p: Poisson, q: Poisson) -> Closed:
    a, b = tex(p.rate), tex(q.rate)
    formula = rf"{a}\ln\frac{{{a}}}{{{b}}} + {b} - {a}"
    return total(formula, p.rate * float(phi(log_ratio(q.rate, p.rate))))


def _bernoulli(a: float, b: float) -> float:
    """D(Bernoulli(a)‖Bernoulli(b)), 0 < a, b < 1."""
    u, v = log_ratio(b, a), log_ratio(1 - b, 1 - a)
    return a * float(phi(u)) + (1 - a) * float(phi(v))


def _binomial(p: Binomial, q: Binomial) -> Closed | None:
    if p.n != q.n or not (0 < p.p < 1 and 0 < q.p < 1):
        return None
    return total(rf"{p.n}\cdot D(B({tex(p.p)})\,\|\,B({tex(q.p)}))", p.n * _bernoulli(p.p, q.p))


def _geometric(p: Geometric, q: Geometric) -> Closed | None:
    if p.p == 1 or q.p == 1:
        return None
    formula = rf"D(B({tex(p.p)})\,\|\,B({tex(q.p)})) / {tex(p.p)}"
    return total(formula, _bernoulli(p.p, q.p) / p.p)


def _mvn(p: MultivariateNormal, q: MultivariateNormal) -> Closed:
    shift, scale = common_axes(q, p)
    parts = [float(phi(2 * log(s))) / 2 for s in scale]
    trace, gap, turn = tex(float(scale @ scale)), tex(float(shift @ shift)), tex(-2 * float(np.log(scale).sum()))
    formula = (
        r"\tfrac12\left[\mathrm{tr}(\Sigma_q^{-1}\Sigma_p) - d + (\mu_q-\mu_p)^\top\Sigma_q^{-1}"
        r"(\mu_q-\mu_p) + \ln\frac{\det\Sigma_q}{\det\Sigma_p}\right]"
        rf" = \tfrac12\left[{trace} - {len(shift)} + {gap} + {turn}\right]"
    )
    closed = total(formula, *parts, float(shift @ shift) / 2)
    return Closed(closed.value, closed.error + axes_error(p, q, shift, scale), formula)


def axes_error(p: MultivariateNormal, q: MultivariateNormal, shift: np.ndarray, scale: np.ndarray) -> float:
    """How far the rounding of the common axes may move D(p‖q), where q is N(0, I) and p N(shift, scale²)."""
    return (p.noise + q.noise) * float(np.abs(scale**2 - 1).sum() + shift @ shift)


_SAME_FAMILY = {
    Normal: _normal,
    LogNormal: _lognormal,
    Laplace: _laplace,
    StudentT: _cauchy,
    Exponential: _exponential,
    Gamma: _gamma,
    Beta: _beta,
    Poisson: _poisson,
    Binomial: _binomial,
    Geometric: _geometric,
    MultivariateNormal: _mvn,
}
