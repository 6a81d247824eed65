"""From the language to distributions: which families there are and what they allow.

`distribution("0.3*normal(-2, 1) + 0.7*laplace()")` is the way in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np

from explainer.divergence import bounded, discrete, symmetric
from explainer.divergence.drawn import Drawn
from explainer.divergence.language import Argument, Call, LanguageError, parse
from explainer.divergence.line import Continuous, Mixture
from explainer.divergence.multivariate import MultivariateMixture, MultivariateNormal
from explainer.divergence.samples import Samples

Reader = Callable[[str], Any]
LARGEST = 1e60
MAX_DIMENSION = 10
MAX_DRAWN = 1000
MAX_CATEGORIES = 1000
_NOTHING = object()


@dataclass(frozen=True)
class Parameter:
    """A number from low to high (`open_low`: above low), `whole` or not; `default` if omitted."""

    name: str
    default: Any = _NOTHING
    low: float = -LARGEST
    high: float = LARGEST
    whole: bool = False


def _positive(name: str, default: Any = _NOTHING, low: float = 1e-60, high: float = LARGEST):
    return Parameter(name, default, low, high)


_LOC, _SCALE = Parameter("loc", 0.0), _positive("scale", 1.0)
_P, _LOG_MEAN = Parameter("p", low=0.0, high=1.0), Parameter("mean", 0.0, -100, 100)


@dataclass(frozen=True)
class Family:
    """A family with fixed parameters; `kind` tells the page which handles it needs."""

    make: Callable[..., Any]
    parameters: tuple[Parameter, ...]
    kind: str


def _gamma(shape: float, scale: float) -> Continuous:
    return bounded.Exponential(1 / scale) if shape == 1 else bounded.Gamma(shape, scale)


def _beta(a: float, b: float) -> Continuous:
    return bounded.Uniform(0.0, 1.0) if a == b == 1 else bounded.Beta(a, b)


def _uniform(a: float, b: float) -> Continuous:
    if not a < b:
        raise ValueError(f"uniform(a, b) runs from {a:g} to {b:g}; a must be below b")
    _resolved(a, b - a)
    return bounded.Uniform(a, b)


def _binomial(n: float, p: float) -> discrete.Discrete:
    if n == 1:
        return discrete.Categorical([1 - p, p], "bernoulli")
    return discrete.Binomial(int(n), p)


def _resolved(loc: float, scale: float) -> None:
    if scale < 1e-13 * abs(loc):
        raise ValueError(f"a width of {scale:g} beside {loc:g} is below what a float can tell apart")


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
    "binomial": Family(_binomial, (Parameter("n", _NOTHING, 1, 1e9, True), _P), "whole numbers"),
    "poisson": Family(discrete.Poisson, (_positive("rate", low=1e-12, high=1e9),), "whole numbers"),
    "geometric": Family(discrete.Geometric, (Parameter("p", _NOTHING, 1e-4, 1),), "whole numbers"),
}
ALIASES = {"gaussian": "normal", "n": "normal", "t": "student_t", "expon": "exponential"}
SPECIAL = ("categorical", "mvn", "samples", "drawn")


def distribution(text: str, read: Reader | None = None):
    """The distribution that the text describes.

    `read` turns the name in samples(NAME) into an array of numbers; without it samples(…) is
    refused, so that nobody's text opens a file. Raises LanguageError with the place.
    """
    calls = parse(text)
    try:
        parts = [_one(call, text, read) for call in calls]
    except _Misfit as bad:
        offer = bad.offer and f"{text[: bad.offer[0]]}{bad.offer[2]}{text[bad.offer[1] :]}"
        raise LanguageError(str(bad), text, bad.position, offer) from None
    weights: dict[tuple, float] = {}
    unique: dict[tuple, Any] = {}
    for call, part in zip(calls, parts, strict=True):
        if part.discrete != parts[0].discrete or part.dimension != parts[0].dimension:
            kind = "kinds" if part.discrete != parts[0].discrete else "dimensions"
            raise LanguageError(
                f"a mixture of different {kind} ({calls[0].name} and {call.name}) has no density",
                text,
                call.position,
            )
        weights[part.key] = weights.get(part.key, 0.0) + call.weight
        unique[part.key] = part
    if len(unique) == 1:
        return parts[0]
    kinds = {True: discrete.DiscreteMixture, False: Mixture}
    make = MultivariateMixture if parts[0].dimension > 1 else kinds[parts[0].discrete]
    return make(weights.values(), tuple(unique.values()))


class _Misfit(ValueError):
    """What is wrong and where; `offer` = (start, end, what to put there), if that is plain."""

    def __init__(self, sentence: str, position: int, offer: tuple[int, int, str] | None = None) -> None:
        super().__init__(sentence)
        self.position, self.offer = position, offer


def _one(call: Call, text: str, read: Reader | None):
    name = ALIASES.get(call.name.lower(), call.name.lower())
    if name in FAMILIES:
        family = FAMILIES[name]
        values = _match(call, family.parameters)
        try:
            return family.make(*values)
        except ValueError as bad:
            raise _Misfit(str(bad), call.position) from None
    if name in SPECIAL:
        return _SPECIAL[name](call, read)
    known = ", ".join([*FAMILIES, *SPECIAL])
    raise _Misfit(f"unknown distribution {call.name[:40]!r}; known are {known}", call.position)


def _match(call: Call, parameters: tuple[Parameter, ...]) -> list[float]:
    """The values in the order of the parameters, defaults filled in, limits checked."""
    names = [p.name for p in parameters]
    signature = f"{call.name}({', '.join(names)})"
    values: dict[str, float] = {}
    for i, argument in enumerate(call.arguments):
        if argument.name is None and i >= len(names):
            raise _Misfit(
                f"{signature} takes {len(names)} parameter(s), {len(call.arguments)} are given",
                argument.position,
            )
        name = argument.name or names[i]
        if name not in names:
            raise _Misfit(f"{signature} has no parameter {name[:40]!r}", argument.position)
        if name in values:
            raise _Misfit(f"{name} is given twice in {signature}", argument.position)
        values[name] = _checked(call.name, parameters[names.index(name)], argument)
    for p in parameters:
        if p.name not in values and p.default is _NOTHING:
            raise _Misfit(f"{signature} needs a value for {p.name}", call.position)
    return [values.get(p.name, p.default) for p in parameters]


def _checked(family: str, p: Parameter, argument: Argument) -> float:
    value = argument.value
    if not isinstance(value, float):
        raise _Misfit(f"{p.name} of {family} must be one number", argument.position)
    if not p.low <= value <= p.high or (p.whole and value != int(value)):
        kind = "a whole number" if p.whole else "a number"
        if p.low > 0 >= value:
            raise _Misfit(f"{p.name} of {family} is {value:g}; it must be above 0", argument.position)
        raise _Misfit(
            f"{p.name} of {family} is {value:g}; allowed is {kind} from {p.low:g} to {p.high:g}",
            argument.position,
        )
    return value


def _categorical(call: Call, read: Reader | None) -> discrete.Categorical:
    given = values = call.arguments
    listed = len(values) == 1 and isinstance(values[0].value, tuple)
    if listed:
        values = tuple(Argument(v, values[0].position) for v in values[0].value)
    if not 2 <= len(values) <= MAX_CATEGORIES:
        raise _Misfit(
            f"categorical has {len(values)} probabilities; allowed are 2 to {MAX_CATEGORIES}",
            call.position,
        )
    limits = Parameter("a probability", low=0.0)
    probs = np.array([_checked("categorical", limits, v) for v in values])
    total = float(probs.sum())
    if abs(total - 1) > 1e-9:
        if total == 0:
            raise _Misfit("the probabilities are all 0", call.position)
        off = f"{abs(total - 1):.6g} too {'much' if total > 1 else 'little'}"
        shares = [f"{v:.12g}" for v in probs / total]
        offer, more = ", ".join(shares[:12]), ", …" if len(probs) > 12 else ""
        whole = f"[{', '.join(shares)}]" if listed else ", ".join(shares)
        raise _Misfit(
            f"the probabilities add up to {total:.9g} and not to 1 ({off}); normalised they are "
            f"categorical({offer}{more})",
            call.position,
            (given[0].position, given[-1].end, whole),
        )
    return discrete.Categorical(probs / total)


def _mvn(call: Call, read: Reader | None):
    names = ("mean", "cov")
    values = {a.name or names[min(i, 1)]: a for i, a in enumerate(call.arguments)}
    if len(call.arguments) != 2 or set(values) != set(names):
        raise _Misfit("mvn takes a mean and a covariance: mvn([0, 0], [[1, 0], [0, 1]])", call.position)
    mean, cov = values["mean"], values["cov"]
    d = len(mean.value) if isinstance(mean.value, tuple) else 0
    if not 1 <= d <= MAX_DIMENSION or not all(isinstance(v, float) for v in mean.value):
        raise _Misfit(f"the mean of mvn must be a list of 1 to {MAX_DIMENSION} numbers", mean.position)
    rows = cov.value if isinstance(cov.value, tuple) else ()
    square = len(rows) == d and all(isinstance(r, tuple) and len(r) == d for r in rows)
    if not square or not all(isinstance(v, float) for r in rows for v in r):
        raise _Misfit(f"the covariance of mvn must be {d} lists of {d} numbers", cov.position)
    matrix = np.array(rows)
    if np.abs(matrix).max() > 1e30 or np.abs(mean.value).max() > 1e30:
        raise _Misfit("mvn holds a number beyond ±1e30, which is the limit", call.position)
    skew = float(np.abs(matrix - matrix.T).max())
    if skew > 1e-12 * float(np.abs(matrix).max()):
        raise _Misfit(f"the covariance is not symmetric: two entries differ by {skew:.3g}", cov.position)
    try:
        if d == 1 and matrix[0, 0] > 0:
            return symmetric.Normal(mean.value[0], sqrt(matrix[0, 0]))
        return MultivariateNormal(np.array(mean.value), (matrix + matrix.T) / 2)
    except ValueError as bad:
        raise _Misfit(str(bad), cov.position) from None


def _samples(call: Call, read: Reader | None) -> Samples:
    if len(call.arguments) != 1 or not isinstance(call.arguments[0].value, str):
        raise _Misfit("samples takes the name of one file: samples(heights.csv)", call.position)
    argument = call.arguments[0]
    if read is None:
        raise _Misfit("samples(FILE) is not allowed here; upload the numbers", call.position)
    try:
        found = read(argument.value)
        return found if isinstance(found, Samples) else Samples(found, argument.value)
    except (ValueError, OSError) as bad:
        raise _Misfit(str(bad), argument.position) from None


def _drawn(call: Call, read: Reader | None) -> Drawn:
    points = [a.value for a in call.arguments]
    if not 2 <= len(points) <= MAX_DRAWN:
        raise _Misfit(f"drawn has {len(points)} points; allowed are 2 to {MAX_DRAWN}", call.position)
    for a in call.arguments:
        pair = isinstance(a.value, tuple) and len(a.value) == 2
        if not pair or not all(isinstance(v, float) and abs(v) <= LARGEST for v in a.value):
            raise _Misfit("each point of drawn is [x, height]", a.position)
        if a.value[1] < 0:
            raise _Misfit(f"a height of drawn is {a.value[1]:g}; it must not be < 0", a.position)
    x, y = np.array(points).T
    steps = np.diff(x)
    if not (steps > 0).all():
        bad = int(np.argmax(steps <= 0)) + 1
        raise _Misfit("the points of drawn must run from left to right", call.arguments[bad].position)
    if y.max() == 0:
        raise _Misfit("all heights of drawn are 0", call.position)
    if (steps < 1e-13 * np.abs(x).max()).any():
        raise _Misfit("two points of drawn are too near to tell apart", call.position)
    return Drawn(x, y)


_SPECIAL = {"categorical": _categorical, "mvn": _mvn, "samples": _samples, "drawn": _drawn}
