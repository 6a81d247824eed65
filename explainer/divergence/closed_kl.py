"""Closed forms of D(p‖q), of the entropies and of the cross entropy.

Where two parameters are near, the textbook form cancels; the forms here go through
φ(u) = eᵘ − 1 − u and log1p instead, and each comes with its own rounding error.
"""

from dataclasses import dataclass
from math import erf, exp, isfinite, lgamma, log, log1p, pi, sqrt

import numpy as np
from scipy import special

from explainer.divergence.bounded import Beta, Exponential, Gamma, LogNormal, Uniform
from explainer.divergence.discrete import Binomial, Geometric, Poisson
from explainer.divergence.line import EPS
from explainer.divergence.multivariate import MultivariateNormal, common_axes
from explainer.divergence.pointwise import phi
from explainer.divergence.symmetric import HALF_LOG_2PI, Laplace, Normal, StudentT


@dataclass(frozen=True)
class Closed:
    """A value in nats (or without unit), its rounding error and the formula in LaTeX."""

    value: float
    error: float
    formula: str


def total(formula: str, *terms: float) -> Closed:
    """The sum of the terms; its rounding is bounded by their sizes."""
    return Closed(sum(terms), 8 * EPS * sum(abs(t) for t in terms), formula)


def log_ratio(a: float, b: float) -> float:
    """ln(a/b), also for a and b that agree to many digits."""
    return log1p((a - b) / b) if 0.5 < a / b < 2 else log(a) - log(b)


def tex(value: float) -> str:
    """A number as LaTeX, in brackets where a sign would collide."""
    text = f"{value:.6g}"
    if "e" in text:
        mantissa, power = text.split("e")
        return rf"({mantissa}\cdot 10^{{{int(power)}}})"
    return f"({text})" if value < 0 else text


def kl(p, q) -> Closed | None:
    """D(p‖q) where a formula exists, None otherwise; nothing is said about infinite ones."""
    rule = _SAME.get(type(p)) if type(p) is type(q) else None
    special_form = rule(p, q) if rule else None
    if special_form is not None:
        return special_form
    crossed, own = cross_entropy(p, q), p.entropy
    if crossed is None or own is None:
        return None
    error = crossed.error + 8 * EPS * (abs(own) + _entropy_scale(p))
    formula = rf"H(p, q) - H(p) = {tex(crossed.value)} - {tex(own)}"
    return Closed(crossed.value - own, error, formula)


def entropy(p) -> Closed | None:
    """H(p), None where there is no formula."""
    if p.entropy is None:
        return None
    formula = _ENTROPIES.get(type(p), lambda p: rf"H({p.name}) = {tex(p.entropy)}")(p)
    return Closed(p.entropy, 8 * EPS * (abs(p.entropy) + _entropy_scale(p)), formula)


def cross_entropy(p, q) -> Closed | None:
    """−E_p[ln q] from the moments of p, for q of an exponential family; None otherwise."""
    rule = _CROSS.get(type(q))
    if getattr(p, "dimension", 1) != 1 or p.discrete or rule is None:
        return None
    found = rule(p, q)
    return found if found is not None and isfinite(found.value) else None


def _entropy_scale(p) -> float:
    """The size of what cancels inside the entropy formula of gamma, beta and Student's t."""
    if isinstance(p, Gamma):
        return abs(lgamma(p.shape)) + p.shape * abs(log(p.shape)) + abs(log(p.scale))
    if isinstance(p, Beta):
        big = max(p.a + p.b, 1 / p.a, 1 / p.b)
        return big * (1 + abs(log(big)))
    if isinstance(p, StudentT):
        return (p.df + 1) * (1 + abs(log(p.df))) + 1 / p.df
    return 1.0 + abs(log(getattr(p, "scale", 1.0)))


_ENTROPIES = {
    Normal: lambda p: rf"\tfrac12\ln(2\pi e\cdot {tex(p.scale)}^2)",
    Laplace: lambda p: rf"1 + \ln(2\cdot {tex(p.scale)})",
    Uniform: lambda p: rf"\ln({tex(p.b)} - {tex(p.a)})",
    Exponential: lambda p: rf"1 - \ln {tex(p.rate)}",
}


def _normal(p: Normal, q: Normal) -> Closed:
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


def _two(a: float, b: float) -> float:
    """D of Bernoulli(a) from Bernoulli(b), 0 < a, b < 1."""
    u, v = log_ratio(b, a), log_ratio(1 - b, 1 - a)
    return a * float(phi(u)) + (1 - a) * float(phi(v))


def _binomial(p: Binomial, q: Binomial) -> Closed | None:
    if p.n != q.n or not (0 < p.p < 1 and 0 < q.p < 1):
        return None
    return total(rf"{p.n}\cdot D(B({tex(p.p)})\,\|\,B({tex(q.p)}))", p.n * _two(p.p, q.p))


def _geometric(p: Geometric, q: Geometric) -> Closed | None:
    if p.p == 1 or q.p == 1:
        return None
    formula = rf"D(B({tex(p.p)})\,\|\,B({tex(q.p)})) / {tex(p.p)}"
    return total(formula, _two(p.p, q.p) / p.p)


def _mvn(p: MultivariateNormal, q: MultivariateNormal) -> Closed:
    shift, scale = common_axes(q, p)
    parts = [float(phi(2 * log(s))) / 2 for s in scale]
    formula = (
        r"\tfrac12\left[\mathrm{tr}(\Sigma_q^{-1}\Sigma_p) - d + (\mu_q-\mu_p)^\top\Sigma_q^{-1}"
        r"(\mu_q-\mu_p) + \ln\frac{\det\Sigma_q}{\det\Sigma_p}\right]"
    )
    closed = total(formula, *parts, float(shift @ shift) / 2)
    condition = float(np.linalg.cond(q.cov) + np.linalg.cond(p.cov))
    return Closed(closed.value, closed.error * condition, formula)


_SAME = {
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


def _to_normal(p, q: Normal) -> Closed:
    mean, var = p.moments
    s, d = tex(q.scale), tex(mean - q.loc)
    formula = rf"\ln({s}\sqrt{{2\pi}}) + \frac{{{tex(var)} + {d}^2}}{{2\cdot {s}^2}}"
    spread, shift = var / (2 * q.scale**2), ((mean - q.loc) / q.scale) ** 2 / 2
    return total(formula, log(q.scale), HALF_LOG_2PI, spread, shift)


def _to_laplace(p, q: Laplace) -> Closed | None:
    d = p.loc - q.loc if isinstance(p, Normal | Laplace) else None
    if isinstance(p, Normal):
        s = p.scale
        away = s * sqrt(2 / pi) * exp(-d * d / (2 * s * s)) + d * erf(d / (s * sqrt(2)))
    elif isinstance(p, Laplace):
        away = abs(d) + p.scale * exp(-abs(d) / p.scale)
    elif isinstance(p, Uniform):
        a, b = p.a - q.loc, p.b - q.loc
        away = (b * abs(b) - a * abs(a)) / (2 * (b - a))
    else:
        return None
    formula = rf"\ln(2\cdot {tex(q.scale)}) + \frac{{E_p|x - {tex(q.loc)}|}}{{{tex(q.scale)}}}"
    return total(formula, log(2 * q.scale), away / q.scale)


def _to_uniform(p, q: Uniform) -> Closed | None:
    if p.support[0][0] < q.a or p.support[-1][1] > q.b:
        return None
    return total(rf"\ln({tex(q.b)} - {tex(q.a)})", log(q.b - q.a))


def _log_moments(p) -> tuple[float, float] | None:
    """Mean and variance of ln X."""
    if isinstance(p, Gamma | Exponential):
        k = p.shape
        return float(special.digamma(k)) + log(p.scale), float(special.polygamma(1, k))
    if isinstance(p, LogNormal):
        return p.mean, p.std**2
    if isinstance(p, Beta):
        grow = float(special.digamma(p.a) - special.digamma(p.a + p.b))
        return grow, float(special.polygamma(1, p.a) - special.polygamma(1, p.a + p.b))
    if isinstance(p, Uniform) and p.a == 0:
        return log(p.b) - 1, 1.0
    return None


def _to_gamma(p, q: Gamma | Exponential) -> Closed | None:
    if p.support[0][0] < 0:
        return None
    mean = p.moments[0]
    if isinstance(q, Exponential):
        formula = rf"-\ln {tex(q.rate)} + {tex(q.rate)}\,E_p[x]"
        return total(formula, -log(q.rate), q.rate * mean)
    logs = _log_moments(p)
    if logs is None:
        return None
    formula = (
        rf"\ln\Gamma({tex(q.shape)}) + {tex(q.shape)}\ln {tex(q.scale)}"
        rf" - ({tex(q.shape)}-1)\,E_p[\ln x] + E_p[x]/{tex(q.scale)}"
    )
    k = q.shape
    return total(formula, lgamma(k), k * log(q.scale), (1 - k) * logs[0], mean / q.scale)


def _to_lognormal(p, q: LogNormal) -> Closed | None:
    logs = _log_moments(p)
    if logs is None:
        return None
    spread = (logs[1] + (logs[0] - q.mean) ** 2) / (2 * q.std**2)
    s = tex(q.std)
    formula = rf"E_p[\ln x] + \ln({s}\sqrt{{2\pi}}) + E_p[(\ln x - {tex(q.mean)})^2]/(2\cdot {s}^2)"
    return total(formula, logs[0], log(q.std), HALF_LOG_2PI, spread)


def _to_beta(p, q: Beta) -> Closed | None:
    if isinstance(p, Beta):
        both = float(special.digamma(p.a + p.b))
        low, high = float(special.digamma(p.a)) - both, float(special.digamma(p.b)) - both
    elif isinstance(p, Uniform) and (p.a, p.b) == (0, 1):
        low = high = -1.0
    else:
        return None
    a, b = tex(q.a), tex(q.b)
    formula = rf"\ln B({a},{b}) - ({a}-1)\,E_p[\ln x] - ({b}-1)\,E_p[\ln(1-x)]"
    return total(formula, float(special.betaln(q.a, q.b)), (1 - q.a) * low, (1 - q.b) * high)


_CROSS = {
    Normal: _to_normal,
    Laplace: _to_laplace,
    Uniform: _to_uniform,
    Exponential: _to_gamma,
    Gamma: _to_gamma,
    LogNormal: _to_lognormal,
    Beta: _to_beta,
}
