"""From a text of the language to a distribution: `distribution("0.3*normal(-2, 1) + 0.7*laplace()")`."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from math import sqrt
from typing import Any

import numpy as np

from explainer.divergence.distributions import discrete, symmetric
from explainer.divergence.distributions.by_hand import Drawn
from explainer.divergence.distributions.families import ALIASES, FAMILIES, LARGEST, REQUIRED, Parameter
from explainer.divergence.distributions.from_samples import Samples
from explainer.divergence.distributions.language import Argument, Call, LanguageError, parse
from explainer.divergence.distributions.line import Mixture
from explainer.divergence.distributions.multivariate import MultivariateMixture, MultivariateNormal

Reader = Callable[[str], Any]
MAX_DIMENSION = 10
MAX_DRAWN = 1000
MAX_CATEGORIES = 1000


def distribution(text: str, read: Reader | None = None):
    """The distribution that the text describes.

    `read` turns the name in samples(NAME) into an array of numbers, or into Samples. Without it
    samples(…) is refused, so that no visitor's text opens a file. Raises LanguageError with the position.
    """
    calls = parse(text)
    try:
        parts = [_part(call, read) for call in calls]
    except _Misfit as bad:
        offer = bad.offer and f"{text[: bad.offer[0]]}{bad.offer[2]}{text[bad.offer[1] :]}"
        raise LanguageError(str(bad), text, bad.position, offer) from None
    for call, part in zip(calls, parts, strict=True):
        if part.discrete != parts[0].discrete or part.dimension != parts[0].dimension:
            kind = "kinds" if part.discrete != parts[0].discrete else "dimensions"
            sentence = f"a mixture of different {kind} ({calls[0].name} and {call.name}) has no density"
            raise LanguageError(sentence, text, call.position)
    return _mixture([call.weight for call in calls], parts)


def _mixture(shares: Sequence[float], parts: Sequence[Any]):
    """The mixture of the parts, equal ones joined; the part itself where there is only one."""
    weights: dict[tuple, float] = {}
    unique: dict[tuple, Any] = {}
    for share, part in zip(shares, parts, strict=True):
        weights[part.key] = weights.get(part.key, 0.0) + share
        unique[part.key] = part
    if len(unique) == 1:
        return parts[0]
    kinds = {True: discrete.DiscreteMixture, False: Mixture}
    make = MultivariateMixture if parts[0].dimension > 1 else kinds[parts[0].discrete]
    return make(weights.values(), tuple(unique.values()))


class _Misfit(ValueError):
    """What is wrong and where; `offer` = (start, end, replacement) where the intention is plain."""

    def __init__(self, sentence: str, position: int, offer: tuple[int, int, str] | None = None) -> None:
        super().__init__(sentence)
        self.position, self.offer = position, offer


def _part(call: Call, read: Reader | None):
    name = ALIASES.get(call.name.lower(), call.name.lower())
    if name in FAMILIES:
        family = FAMILIES[name]
        values = _match(call, family.parameters)
        try:
            return family.make(*values)
        except ValueError as bad:
            raise _Misfit(str(bad), call.position) from None
    if name in _SPECIAL:
        return _SPECIAL[name](call, read)
    known = [*FAMILIES, *_SPECIAL]
    said, names = repr(call.name[:40]), ", ".join(known)
    if meant := get_close_matches(name[:40], known, n=1):
        sentence = f"unknown distribution {said}; did you mean {meant[0]}? Allowed are {names}"
        raise _Misfit(sentence, call.position)
    raise _Misfit(f"unknown distribution {said}; allowed are {names}", call.position)


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
        if p.name not in values and p.default is REQUIRED:
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
    written = values = call.arguments
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
            (written[0].position, written[-1].end, whole),
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
        values = read(argument.value)
        return values if isinstance(values, Samples) else Samples(values, argument.value)
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
