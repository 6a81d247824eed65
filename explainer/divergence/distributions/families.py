"""The families that the language knows by name, and what their parameters allow."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from explainer.divergence.distributions import bounded, discrete, symmetric
from explainer.divergence.distributions.line import Continuous
from explainer.maths.arguments import BadArgument

LARGEST = 1e60
REQUIRED = object()  # instead of a default


@dataclass(frozen=True)
class Parameter:
    """A number from low to high, `whole` or not; `default` if omitted, REQUIRED if there is none."""

    name: str
    default: Any = REQUIRED
    low: float = -LARGEST
    high: float = LARGEST
    whole: bool = False


def _positive(name: str, default: Any = REQUIRED, low: float = 1e-60, high: float = LARGEST):
    return Parameter(name, default, low, high)


_LOC, _SCALE = Parameter("loc", 0.0), _positive("scale", 1.0)
_P, _LOG_MEAN = Parameter("p", low=0.0, high=1.0), Parameter("mean", 0.0, -100, 100)


@dataclass(frozen=True)
class Family:
    """A family with fixed parameters; `kind` says which handles the page offers."""

    make: Callable[..., Any]
    parameters: tuple[Parameter, ...]
    kind: str


def _gamma(shape: float, scale: float) -> Continuous:
    return bounded.Exponential(1 / scale) if shape == 1 else bounded.Gamma(shape, scale)


def _beta(a: float, b: float) -> Continuous:
    return bounded.Uniform(0.0, 1.0) if a == b == 1 else bounded.Beta(a, b)


def _uniform(a: float, b: float) -> Continuous:
    if not a < b:
        raise BadArgument("a", f"uniform(a, b) runs from {a:g} to {b:g}; a must be below b")
    _resolved(a, b - a)
    return bounded.Uniform(a, b)


def _binomial(n: float, p: float) -> discrete.Discrete:
    if n == 1:
        return discrete.Categorical([1 - p, p], "bernoulli")
    return discrete.Binomial(int(n), p)


def _resolved(loc: float, scale: float) -> None:
    if scale < 1e-13 * abs(loc):
        sentence = f"a width of {scale:g} beside {loc:g} is below what a float can tell apart"
        raise BadArgument("scale", sentence)


def _placed(make: Callable[[float, float], Continuous]) -> Callable[[float, float], Continuous]:
    def build(loc: float, scale: float) -> Continuous:
        _resolved(loc, scale)
        return make(loc, scale)

    return build


def _student(df: float, loc: float, scale: float) -> Continuous:
    _resolved(loc, scale)
    return symmetric.StudentT(df, loc, scale)


FAMILIES: dict[str, Family] = {
    "normal": Family(_placed(symmetric.Normal), (Parameter("mean", 0.0), _positive("std", 1.0)), "line"),
    "laplace": Family(_placed(symmetric.Laplace), (_LOC, _SCALE), "line"),
    "student_t": Family(_student, (_positive("df", low=0.1, high=1e6), _LOC, _SCALE), "line"),
    "cauchy": Family(_placed(lambda a, b: symmetric.StudentT(1.0, a, b)), (_LOC, _SCALE), "line"),
    "logistic": Family(_placed(symmetric.Logistic), (_LOC, _SCALE), "line"),
    "uniform": Family(_uniform, (Parameter("a", 0.0), Parameter("b", 1.0)), "interval"),
    "exponential": Family(bounded.Exponential, (_positive("rate", 1.0),), "half line"),
    "gamma": Family(_gamma, (_positive("shape", low=1e-3, high=1e7), _positive("scale", 1.0)), "half line"),
    "beta": Family(_beta, tuple(_positive(name, low=1e-3, high=1e7) for name in "ab"), "unit interval"),
    "lognormal": Family(bounded.LogNormal, (_LOG_MEAN, _positive("std", 1.0, 1e-6, 12)), "half line"),
    "bernoulli": Family(lambda p: discrete.Categorical([1 - p, p], "bernoulli"), (_P,), "probabilities"),
    "binomial": Family(_binomial, (Parameter("n", REQUIRED, 1, 1e9, True), _P), "whole numbers"),
    "poisson": Family(discrete.Poisson, (_positive("rate", low=1e-12, high=1e9),), "whole numbers"),
    "geometric": Family(discrete.Geometric, (Parameter("p", REQUIRED, 1e-4, 1),), "whole numbers"),
}
ALIASES = {"gaussian": "normal", "n": "normal", "t": "student_t", "expon": "exponential"}
