"""Closed forms of the entropy, and of the cross entropy to exponential families.

Each comes with its own rounding error and the formula with the numbers in it.
"""

from dataclasses import dataclass
from math import erf, exp, isfinite, lgamma, log, pi, sqrt

from scipy import special

from explainer.divergence.distributions.base import EPS
from explainer.divergence.distributions.bounded import Beta, Exponential, Gamma, LogNormal, Uniform
from explainer.divergence.distributions.multivariate import MultivariateNormal
from explainer.divergence.distributions.symmetric import HALF_LOG_2PI, Laplace, Normal, StudentT


@dataclass(frozen=True)
class Closed:
    """A value in nats (or without unit), its rounding error and the formula in LaTeX."""

    value: float
    error: float
    formula: str


def total(formula: str, *terms: float) -> Closed:
    """The sum of the terms; their sizes bound its rounding error."""
    return Closed(sum(terms), 8 * EPS * sum(abs(t) for t in terms), formula)


def tex(value: float) -> str:
    """A number as LaTeX, in brackets where a sign would collide."""
    text = f"{value:.6g}"
    if "e" in text:
        mantissa, power = text.split("e")
        return rf"({mantissa}\cdot 10^{{{int(power)}}})"
    return f"({text})" if value < 0 else text


def entropy(p) -> Closed | None:
    """H(p), None where there is no formula."""
    if p.entropy is None:
        return None
    formula = _ENTROPIES.get(type(p), lambda p: rf"H({p.name}) = {tex(p.entropy)}")(p)
    return Closed(p.entropy, 8 * EPS * (abs(p.entropy) + entropy_scale(p)), formula)


def cross_entropy(p, q) -> Closed | None:
    """−E_p[ln q] from the moments of p, for q of an exponential family; None otherwise."""
    rule = _CROSS.get(type(q))
    if getattr(p, "dimension", 1) != 1 or p.discrete or rule is None:
        return None
    found = rule(p, q)
    return found if found is not None and isfinite(found.value) else None


def entropy_scale(p) -> float:
    """The size of the terms that cancel in the entropy of gamma, beta, Student's t and normals of d > 1."""
    if isinstance(p, MultivariateNormal):
        return 1.0 + p.dimension * p.noise / (8 * EPS)
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
        away = abs(a + b) / 2 if a * b >= 0 else (a * a + b * b) / (2 * (b - a))
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
