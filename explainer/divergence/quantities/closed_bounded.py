"""Closed forms of total variation, the Hellinger distance, JS and the Wasserstein distance."""

from math import atan, erf, exp, expm1, log, log1p, pi, sqrt

import numpy as np
from scipy import special

from explainer.divergence.distributions.base import EPS
from explainer.divergence.distributions.bounded import Beta, Exponential, Gamma, LogNormal, Uniform
from explainer.divergence.distributions.discrete import Binomial, Categorical, Geometric, Poisson
from explainer.divergence.distributions.multivariate import MultivariateNormal, common_axes
from explainer.divergence.distributions.symmetric import Laplace, Logistic, Normal, StudentT
from explainer.divergence.quantities.closed_entropy import Closed, tex
from explainer.divergence.quantities.closed_kl import log_ratio
from explainer.divergence.quantities.integrands import LN2


def hellinger(p, q) -> Closed | None:
    """H = √(1 − ∫√(pq)) for two of one family, None where there is no formula."""
    rule = _AFFINITY.get(type(p)) if type(p) is type(q) else None
    affinity = rule(p, q) if rule else None
    if affinity is None:
        return None
    log_affinity, size, formula = affinity
    value = sqrt(-expm1(log_affinity))
    error = 8 * EPS * (value + size / max(value, 1e-8))
    return Closed(value, error, rf"\sqrt{{1 - {formula}}}")


def _normal(p: Normal, q: Normal) -> tuple[float, float, str]:
    s, r, d = p.scale, q.scale, p.loc - q.loc
    spread = -0.5 * log1p((s - r) / s * ((s - r) / r) / 2)
    formula = (
        rf"\sqrt{{\frac{{2\cdot {tex(s)}\cdot {tex(r)}}}{{{tex(s)}^2 + {tex(r)}^2}}}}\,"
        rf"e^{{-\frac14 {tex(d)}^2/({tex(s)}^2 + {tex(r)}^2)}}"
    )
    shift = -0.25 * (d / np.hypot(s, r)) ** 2
    return float(spread + shift), 0.0, formula


def _lognormal(p: LogNormal, q: LogNormal) -> tuple[float, float, str]:
    return _normal(Normal(p.mean, p.std), Normal(q.mean, q.std))


def _laplace(p: Laplace, q: Laplace) -> tuple[float, float, str] | None:
    if p.scale == q.scale:
        d = abs(p.loc - q.loc) / (2 * p.scale)
        return log1p(d) - d, d, rf"(1 + {tex(d)})\,e^{{-{tex(d)}}}"
    if p.loc == q.loc:
        return _exponential(Exponential(p.scale), Exponential(q.scale))
    return None


def _exponential(p: Exponential, q: Exponential) -> tuple[float, float, str]:
    a, b = p.rate, q.rate
    formula = rf"\frac{{2\sqrt{{{tex(a)}\cdot {tex(b)}}}}}{{{tex(a)} + {tex(b)}}}"
    return -0.5 * log1p((a - b) / a * ((a - b) / b) / 4), 0.0, formula


def _gamma(p: Gamma, q: Gamma) -> tuple[float, float, str]:
    if p.shape == q.shape:
        value, _, formula = _exponential(Exponential(p.scale), Exponential(q.scale))
        return p.shape * value, 0.0, rf"\left({formula}\right)^{{{p.shape:.6g}}}"
    k = (p.shape + q.shape) / 2
    terms = (
        float(special.gammaln(k)),
        -0.5 * float(special.gammaln(p.shape)),
        -0.5 * float(special.gammaln(q.shape)),
        -k * log((1 / p.scale + 1 / q.scale) / 2),
        -p.shape / 2 * log(p.scale),
        -q.shape / 2 * log(q.scale),
    )
    formula = (
        rf"\frac{{\Gamma({tex(k)})}}{{\sqrt{{\Gamma({tex(p.shape)})\Gamma({tex(q.shape)})}}}}\,"
        rf"\frac{{{tex(p.scale)}^{{-{tex(p.shape / 2)}}}\,{tex(q.scale)}^{{-{tex(q.shape / 2)}}}}}"
        rf"{{(\frac12(1/{tex(p.scale)} + 1/{tex(q.scale)}))^{{{tex(k)}}}}}"
    )
    return min(sum(terms), 0.0), 1 + sum(map(abs, terms)), formula


def _beta(p: Beta, q: Beta) -> tuple[float, float, str]:
    ln_b = special.betaln
    a, b = (p.a + q.a) / 2, (p.b + q.b) / 2
    terms = (float(ln_b(a, b)), -float(ln_b(p.a, p.b)) / 2, -float(ln_b(q.a, q.b)) / 2)
    bottom = rf"B({tex(p.a)},{tex(p.b)})\,B({tex(q.a)},{tex(q.b)})"
    formula = rf"\frac{{B({tex(a)},{tex(b)})}}{{\sqrt{{{bottom}}}}}"
    return min(sum(terms), 0.0), 1 + sum(map(abs, terms)), formula


def _uniform(p: Uniform, q: Uniform) -> tuple[float, float, str]:
    shared = max(min(p.b, q.b) - max(p.a, q.a), 0.0)
    formula = rf"\frac{{{tex(shared)}}}{{\sqrt{{{tex(p.b - p.a)}\cdot {tex(q.b - q.a)}}}}}"
    if shared == 0:
        return -np.inf, 0.0, formula
    return log(shared) - 0.5 * (log(p.b - p.a) + log(q.b - q.a)), 1.0, formula


def _poisson(p: Poisson, q: Poisson) -> tuple[float, float, str]:
    root = (p.rate - q.rate) / (sqrt(p.rate) + sqrt(q.rate))
    formula = rf"e^{{-\frac12(\sqrt{{{tex(p.rate)}}} - \sqrt{{{tex(q.rate)}}})^2}}"
    return -0.5 * root**2, 0.0, formula


def _mvn(p: MultivariateNormal, q: MultivariateNormal) -> tuple[float, float, str]:
    shift, scale = common_axes(p, q)
    logs = -0.5 * np.log1p((1 - scale) ** 2 / (2 * scale)) - 0.25 * shift**2 / (1 + scale**2)
    formula = (
        r"\frac{\det(\Sigma_p)^{1/4}\det(\Sigma_q)^{1/4}}{\det(\bar\Sigma)^{1/2}}\,"
        r"e^{-\frac18(\mu_p-\mu_q)^\top\bar\Sigma^{-1}(\mu_p-\mu_q)},\ "
        r"\bar\Sigma = \tfrac12(\Sigma_p+\Sigma_q)"
    )
    value = float(logs.sum())
    condition = float(np.linalg.cond(p.cov) + np.linalg.cond(q.cov))
    return value, condition * abs(value), formula


_AFFINITY = {
    Normal: _normal,
    LogNormal: _lognormal,
    Laplace: _laplace,
    Exponential: _exponential,
    Gamma: _gamma,
    Beta: _beta,
    Uniform: _uniform,
    Poisson: _poisson,
    MultivariateNormal: _mvn,
}


def tv(p, q) -> Closed | None:
    """Total variation ½∫|p − q| for two of one family that cross once, None otherwise."""
    if type(p) is not type(q):
        return None
    if isinstance(p, Normal) and p.scale == q.scale:
        d = abs(p.loc - q.loc) / (2 * sqrt(2) * p.scale)
        return _rounded(erf(d), rf"\mathrm{{erf}}({tex(d)})")
    if isinstance(p, Laplace) and p.scale == q.scale:
        d = abs(p.loc - q.loc) / (2 * p.scale)
        return _rounded(-expm1(-d), rf"1 - e^{{-{tex(d)}}}")
    if isinstance(p, StudentT) and p.df == q.df == 1 and p.scale == q.scale:
        d = abs(p.loc - q.loc) / (2 * p.scale)
        return _rounded(2 / pi * atan(d), rf"\tfrac2\pi\arctan {tex(d)}")
    if isinstance(p, Uniform):
        shared = max(min(p.b, q.b) - max(p.a, q.a), 0.0)
        widest = max(p.b - p.a, q.b - q.a)
        formula = rf"1 - \frac{{{tex(shared)}}}{{{tex(widest)}}}"
        return Closed((widest - shared) / widest, 16 * EPS, formula)
    if isinstance(p, Exponential):
        u = log_ratio(p.rate, q.rate)
        x = u / (p.rate - q.rate)  # where they cross
        value = exp(-q.rate * x) * abs(expm1(-u))
        return _rounded(value, rf"|e^{{-{tex(p.rate)} x}} - e^{{-{tex(q.rate)} x}}|,\ x = {tex(x)}")
    return None


def js(p, q) -> Closed | None:
    """JS of two uniforms, None otherwise."""
    if not (isinstance(p, Uniform) and isinstance(q, Uniform)):
        return None
    shared = max(min(p.b, q.b) - max(p.a, q.a), 0.0)
    a, b = 1 / (p.b - p.a), 1 / (q.b - q.a)
    alone = (1 - shared * a) + (1 - shared * b)
    together = shared * (a * log(2 * a / (a + b)) + b * log(2 * b / (a + b)))
    formula = rf"\tfrac12\left({tex(alone)}\ln 2 + {tex(together)}\right)"
    return Closed((alone * LN2 + together) / 2, 16 * EPS, formula)


def wasserstein(p, q) -> Closed | None:
    """W₁ = ∫|F_p − F_q| dx, in units of x, None where there is no formula."""
    if type(p) is not type(q):
        return None
    closed = _same_shape(p, q)
    if closed is not None:
        return closed
    ordered = (  # p lies everywhere to one side of q
        (isinstance(p, Exponential | Poisson | Geometric))
        or (isinstance(p, Binomial) and p.n == q.n)
        or (isinstance(p, Categorical) and len(p.probs) == len(q.probs) == 2)
        or (isinstance(p, Gamma) and (p.shape - q.shape) * (p.scale - q.scale) >= 0)
        or (isinstance(p, LogNormal) and p.std == q.std)
        or (isinstance(p, Beta) and (p.a - q.a) * (p.b - q.b) <= 0)
    )
    if not ordered:
        return None
    a, b = p.moments[0], q.moments[0]
    formula = rf"|E_p[x] - E_q[x]| = |{tex(a)} - {tex(b)}|"
    return Closed(abs(a - b), 8 * EPS * (abs(a) + abs(b)), formula)


def _same_shape(p, q) -> Closed | None:
    """E|d + s·Z| for p, q = loc + scale·Z, whose quantile functions differ by d + s·Z."""
    if isinstance(p, Uniform):
        low, high = p.a - q.a, p.b - q.b
        if low * high >= 0:
            return _rounded(abs(low + high) / 2, rf"\tfrac12|{tex(low)} + {tex(high)}|")
        value = (low**2 + high**2) / (2 * (abs(low) + abs(high)))
        formula = rf"\frac{{{tex(low)}^2 + {tex(high)}^2}}{{2({tex(abs(low))} + {tex(abs(high))})}}"
        return _rounded(value, formula)
    if not isinstance(p, Normal | Laplace | Logistic | StudentT):
        return None
    d, s = abs(p.loc - q.loc), abs(p.scale - q.scale)
    if isinstance(p, StudentT) and (p.df != q.df or (s > 0 and p.df <= 1)):
        return None
    if s == 0:
        return _rounded(d, rf"|{tex(p.loc)} - {tex(q.loc)}|")
    if isinstance(p, Normal):
        value = s * sqrt(2 / pi) * exp(-0.5 * (d / s) ** 2) + d * erf(d / s / sqrt(2))
    elif isinstance(p, Laplace):
        value = d + s * exp(-d / s)
    elif isinstance(p, Logistic):
        value = d + 2 * s * log1p(exp(-d / s))
    else:
        return None
    return _rounded(value, rf"E|{tex(d)} + {tex(s)} Z|,\ Z \sim \mathrm{{{p.name}}}(0,1)")


def _rounded(value: float, formula: str) -> Closed:
    """A value with an error of a few roundings."""
    return Closed(value, 16 * EPS * abs(value), formula)
