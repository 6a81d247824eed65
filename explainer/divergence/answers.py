"""What the divergence section's page asks: its settings in, figures and numbers out."""

import base64
from functools import lru_cache
from math import isfinite, log
from typing import Any

import numpy as np
from anyio import CapacityLimiter

from explainer.divergence import figures, samples, theory
from explainer.divergence.calculator import comparable
from explainer.divergence.families import distribution
from explainer.divergence.language import LanguageError
from explainer.divergence.plane import surfaces
from explainer.divergence.sampling import log_density
from explainer.divergence.slots import Slot, slots
from explainer.kit.asked import Source
from explainer.maths.arguments import BadArgument

UPLOADED = "samples(upload)"
POINTS = 240
PAIR = ("p", "q", "unit", "upload_p", "upload_q")
LANE = CapacityLimiter(1)  # both answers to a move of the hand take a few ms each
ONLY = {"upload_p": ("p", UPLOADED), "upload_q": ("q", UPLOADED)}


def known(key: str, text: str, upload: str | None = None):
    """The distribution that a field describes; BadArgument with a caret below the place that is wrong."""
    try:
        if upload is None and isinstance(text, str):
            return described(text)
        return distribution(text, lambda _: uploaded(upload))
    except LanguageError as bad:
        raise BadArgument(key, f"{bad.caret()}\n{_capital(str(bad))}.", bad.offer) from None


@lru_cache(maxsize=256)  # of a text alone: a hand moves one of two, and two sources are asked for both
def described(text: str):
    """The distribution that a text describes by itself; LanguageError where it does not."""

    def read(name: str):
        raise ValueError("upload a file with one column of numbers first")

    return distribution(text, read)


@lru_cache(maxsize=4)  # a pure function of the file: a drag beside it doesn't read it again
def uploaded(upload: str) -> samples.Samples:
    """The kernel estimate of a file's numbers, the file in base64; ValueError where it holds none."""
    try:
        text = base64.b64decode(upload).decode("utf-8-sig")
    except ValueError:  # of either decoder
        raise ValueError("the file is not a text file") from None
    return samples.Samples(samples.numbers(text, "the file"), "upload")


def both(p: str, q: str, upload_p: str | None = None, upload_q: str | None = None):
    """p and q, which can be compared; BadArgument beside the field that is wrong."""
    first, second = known("p", p, upload_p), known("q", q, upload_q)
    try:
        comparable(first, second)
    except ValueError as bad:
        raise BadArgument("q", _capital(str(bad))) from None
    return first, second


def curves(p, q, unit, upload_p=None, upload_q=None) -> dict[str, Any]:
    """Densities and integrands over a still frame, and the numbers of both texts that can be slid."""
    first, second = both(p, q, upload_p, upload_q)
    movable = {"p": slots(p), "q": slots(q)}
    answer: dict[str, Any] = {"p_text": p, "q_text": q, "note": ""}
    for name, found in movable.items():
        answer[f"{name}_slots"] = [vars(slot) for slot in found]
    one = log(2) if unit == "bits" else 1.0
    if first.dimension > 1:
        if first.dimension > 2:
            answer["note"] = f"The first two of {first.dimension} dimensions;\nthe numbers are those of all."
        return {**answer, **figures.plane(surfaces(first, second), one)}
    if first.discrete:
        drawn = theory.curves(first, second)
        ends = (float(drawn.x[0]) - 0.7, float(drawn.x[-1]) + 0.7)
    else:
        ends = figures.span(*theory.window(first, second))
        drawn = theory.curves(first, second, POINTS, ends)
    for name, it in (("p", first), ("q", second)):
        answer[f"{name}_at"] = _stands(it, movable[name])
        answer[f"{name}_held"] = _held(movable[name])
    return {**answer, **figures.pair(drawn, ends, one)}


def _stands(it, movable: tuple[Slot, ...]) -> dict[str, float]:
    """How high each handle stands: on the curve, ends of an interval half-way up."""
    found = {slot.role: slot.value for slot in movable if slot.role}
    places = {}
    for role, value in found.items():
        if role.startswith("width"):
            place = found.get(role.replace("width", "place"))
            if place is not None:
                places[role] = place + value
        elif role.startswith("place"):
            places[role] = value
    heights = np.exp(log_density(it, np.array(list(places.values()), dtype=float)))
    ends = it.name == "uniform" if hasattr(it, "name") else False
    return {
        role: float(height) / (2 if ends else 1)
        for role, height in zip(places, heights, strict=True)
        if isfinite(height)
    }


def _held(movable: tuple[Slot, ...]) -> dict[str, float]:
    """Place and width of a single bell, which the page may move and widen; else nothing."""
    roles = {slot.role: slot.value for slot in movable}
    if set(roles) - {"", "place0", "width0"} or "width0" not in roles or "place0" not in roles:
        return {}
    return {"place": roles["place0"], "width": roles["width0"]}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


CURVES = Source("curves", curves, PAIR, shipped=True, slow=True, only=ONLY, lane=LANE)
