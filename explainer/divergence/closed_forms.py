"""Closed forms of the divergences between two families, each with the formula and its numbers.

`closed(p, q)` gives all that exist for a pair. Where two parameters are near, the textbook form
cancels; the forms here go through φ(u) = eᵘ − 1 − u and log1p instead, and an error is given
from the size of the terms.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import erf, exp, expm1, isfinite, lgamma, log, log1p, pi, sqrt

import numpy as np
from scipy import special

from explainer.divergence import bounded, discrete, symmetric
from explainer.divergence.multivariate import MultivariateNormal, common_axes
from explainer.divergence.pointwise import EPS, phi
from explainer.divergence.symmetric import HALF_LOG_2PI

Normal, Laplace, Logistic = symmetric.Normal, symmetric.Laplace, symmetric.Logistic
StudentT = symmetric.StudentT
Uniform, Exponential, Gamma = bounded.Uniform, bounded.Exponential, bounded.Gamma
LogNormal, Beta = bounded.LogNormal, bounded.Beta
Poisson, Geometric, Binomial = discrete.Poisson, discrete.Geometric, discrete.Binomial


@dataclass(frozen=True)
class Closed:
    """A value in nats (or without unit), its rounding error and the LaTeX of the formula."""

    value: float
    error: float
    formula: str


def total(formula: str, *terms: float) -> Closed:
    """The sum of the terms, whose rounding is bounded by their sizes."""
    return Closed(sum(terms), 8 * EPS * sum(abs(t) for t in terms), formula)


def exact(formula: str, value: float, scale: float = 0.0) -> Closed:
    """A value whose formula does not cancel beyond `scale`."""
    return Closed(value, 16 * EPS * max(abs(value), scale), formula)


def log_ratio(a: float, b: float) -> float:
    """ln(a/b), also for a and b that agree to many digits."""
    return log1p((a - b) / b) if 0.5 < a / b < 2 else log(a / b)


def n(value: float) -> str:
    """A number as LaTeX."""
    text = f"{value:.6g}"
    if "e" not in text:
        return text if value >= 0 else f"({text})"
    mantissa, power = text.split("e")
    return rf"({mantissa}\cdot 10^{{{int(power)}}})"
