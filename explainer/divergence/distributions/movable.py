"""The numbers in a distribution's text that can be moved: their positions, ranges and roles.

A slider or a handle replaces `text[start:end]` by another number. So the text stays the only source
of truth: links, sliders and handles all write it.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, log10

from explainer.divergence.distributions.families import ALIASES, FAMILIES, Parameter
from explainer.divergence.distributions.language import Call, parse

MAX_SLOTS = 16
# a space may follow a sign alone: else a search through many spaces would begin anew at each of them
_NUMBER = re.compile(r"(?:[+\-−]\s*)?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_OVER = re.compile(r"\s*/")
_PLACES = {"mean", "loc", "a", "b"}
_WIDTHS = {"std", "scale"}
_ON_THE_LINE = ("line", "interval")


@dataclass(frozen=True)
class Slot:
    """A number at text[start:end]; `role` says what a handle on the plot does with it.

    Roles: "place0", "place1", … (x is the value), "width0", … (the distance from the place with the
    same index), "height0", … (the probability of outcome 0, …), "centre0", "centre1" (a point in the
    plane), "" (a slider, no handle). The slots of a `group` add up to 1.
    """

    label: str
    start: int
    end: int
    value: float
    minimum: float
    maximum: float
    step: float
    role: str = ""
    group: str = ""


@lru_cache(maxsize=256)  # a drag changes only one of two texts
def slots(text: str) -> tuple[Slot, ...]:
    """The movable numbers of a text, in its order; LanguageError where it does not parse."""
    calls = parse(text)
    found: list[Slot] = []
    weights = [call.written for call in calls]
    if len(calls) > 1 and all(weights):
        for i, (start, end) in enumerate(weights):
            value = float(text[start:end])
            found.append(Slot(f"weight {i + 1}", start, end, value, 0.01, 0.99, 0.01, "", "w"))
    places = 0
    for i, call in enumerate(calls):
        part = f" {i + 1}" if len(calls) > 1 else ""
        own = list(_of_call(call, text, part, places, len(calls) == 1))
        places += sum(slot.role.startswith("place") for slot in own) or 1
        found += own
    return tuple(sorted(found, key=lambda slot: slot.start))[:MAX_SLOTS]


def _of_call(call: Call, text: str, part: str, place: int, alone: bool):
    name = ALIASES.get(call.name.lower(), call.name.lower())
    if name == "categorical" and alone:
        yield from _categorical(call, text)
    if name == "mvn" and alone:
        yield from _centre(call, text)
    if name not in FAMILIES:
        return
    family = FAMILIES[name]
    names = [p.name for p in family.parameters]
    for i, argument in enumerate(call.arguments):
        match = _NUMBER.match(text, argument.position)
        label = argument.name or names[min(i, len(names) - 1)]
        if match is None or _OVER.match(text, match.end()) or label not in names:
            continue
        parameter = family.parameters[names.index(label)]
        value = float(argument.value)
        role = "height1" if name == "bernoulli" and alone else _role(name, label, place)
        yield Slot(f"{label}{part}", *match.span(), value, *_limits(parameter, value, label), role)


def _role(name: str, label: str, place: int) -> str:
    """What a handle does with the parameter `label` of a family whose first place is `place`."""
    if name == "poisson":
        return f"place{place}"  # its rate is its mean
    if FAMILIES[name].kind not in _ON_THE_LINE:
        return ""
    if label in _PLACES:
        return f"place{place + (FAMILIES[name].kind == 'interval' and label == 'b')}"
    return f"width{place}" if label in _WIDTHS else ""


def _categorical(call: Call, text: str):
    for i, argument in enumerate(call.arguments):
        match = _NUMBER.match(text, argument.position)
        if match is None or not isinstance(argument.value, float):
            return
        yield Slot(f"p({i})", *match.span(), argument.value, 0.0, 1.0, 0.01, f"height{i}", "p")


def _centre(call: Call, text: str):
    """The numbers of a mean that is written as a list; the first two share a handle."""
    named = {a.name or ("mean", "cov")[min(i, 1)]: a for i, a in enumerate(call.arguments)}
    mean = named.get("mean")
    if mean is None or not isinstance(mean.value, tuple):
        return
    numbers = list(_NUMBER.finditer(text, mean.position, mean.end))
    if [float(number[0].replace("−", "-").replace(" ", "")) for number in numbers] != list(mean.value):
        return  # written with a fraction, or with signs upon signs
    for i, (match, value) in enumerate(zip(numbers, mean.value, strict=True)):
        reach = max(10.0, _decade(abs(value)))
        role = f"centre{i}" if i < 2 else ""
        yield Slot(f"mean {i + 1}", *match.span(), value, -reach, reach, reach / 1000, role)


def _limits(parameter: Parameter, value: float, label: str) -> tuple[float, float, float]:
    """Minimum, maximum and step of a slider: decades around the value, within what is allowed."""
    if label in _PLACES and parameter.low < 0:
        reach = max(10.0, _decade(abs(value)))
        return max(-reach, parameter.low), min(reach, parameter.high), reach / 1000
    if parameter.high == 1:
        return parameter.low, 1.0, 0.01
    reach = max(10.0, _decade(value))
    if parameter.whole:
        return max(1.0, parameter.low), min(max(reach, 50.0), parameter.high), 1.0
    small = min(0.05, _decade(value) / 100) if value > 0 else 0.05
    return max(small, parameter.low), min(reach, parameter.high), min(small, reach / 1000)


def _decade(value: float) -> float:
    """The least power of ten that is not below the value."""
    return 10.0 ** ceil(log10(value)) if value > 0 else 1.0
