"""What the calculator's figures ask: two distributions in, curves, numbers and estimates out."""

import base64
import re
from functools import lru_cache
from math import floor, inf, isfinite, isnan, log10
from typing import Any

import numpy as np

from explainer.divergence.calculator import figures, theory
from explainer.divergence.calculator.settings import DRAWS, UPLOADED
from explainer.divergence.distributions import from_samples
from explainer.divergence.distributions.from_text import distribution
from explainer.divergence.distributions.language import LanguageError
from explainer.divergence.distributions.movable import Slot, slots
from explainer.divergence.labels import SAMPLED, SYMBOLS, exact, footnote, number
from explainer.divergence.quantities.infinities import comparable
from explainer.divergence.quantities.monte_carlo import log_density
from explainer.divergence.quantities.table import by_chance, in_nats
from explainer.kit.asked import Source
from explainer.kit.turns import Lane
from explainer.maths import arguments
from explainer.maths.arguments import BadArgument
from explainer.maths.numerals import numeral

POINTS = 240
BARE = ("1", "x")  # units that need no word
MAIN = ("kl_pq", "kl_qp", "js")
DRAWN = "drawn from the kernel density of the uploaded numbers"


def known(key: str, text: str, upload: str | None = None):
    """The distribution that the field `key` describes.

    Raises BadArgument(key) with a caret below what is wrong, and with an offer where the language has one.
    """
    try:
        if upload is None and isinstance(text, str):
            return _described(text)
        return distribution(text, lambda _: _uploaded(upload))
    except LanguageError as bad:
        sentence = str(bad)
        raise BadArgument(key, f"{bad.caret()}\n{sentence[:1].upper()}{sentence[1:]}.", bad.offer) from None


@lru_cache(maxsize=256)  # a drag changes only one of two texts, and two sources ask for both
def _described(text: str):
    """The distribution that a text describes without an upload; LanguageError where there is none."""

    def read(name: str):
        raise BadArgument("name", "upload a file with one column of numbers first")

    return distribution(text, read)


@lru_cache(maxsize=4)  # a drag does not read the uploaded file again
def _uploaded(upload: str) -> from_samples.Samples:
    """The kernel estimate of a file's numbers, the file in base64; BadArgument where it holds none."""
    try:
        text = from_samples.decoded(base64.b64decode(upload))
    except ValueError:  # of either decoder
        raise BadArgument("upload", "the file is not a text file") from None
    return from_samples.Samples(from_samples.numbers(text, "the file"), "upload")


def both(p: str, q: str, upload_p: str | None = None, upload_q: str | None = None):
    """p and q, which can be compared; BadArgument beside the field that is wrong."""
    first, second = known("p", p, upload_p), known("q", q, upload_q)
    comparable(first, second)
    return first, second


def curves(p, q, unit, upload_p=None, upload_q=None) -> dict[str, Any]:
    """Densities and integrands over still axes, and the movable numbers of both texts."""
    first, second = both(p, q, upload_p, upload_q)
    size = in_nats(unit)
    movable = {"p": slots(p), "q": slots(q)}
    answer: dict[str, Any] = {"p_text": p, "q_text": q, "note": ""}
    for name, numbers in movable.items():
        answer[f"{name}_slots"] = [vars(slot) for slot in numbers]
    if first.dimension > 1:
        if first.dimension > 2:
            answer["note"] = f"The first two of {first.dimension} dimensions;\nthe numbers are those of all."
        return {**answer, **figures.plane(theory.surfaces(first, second), size)}
    if _sampled((first, second)):
        answer["note"] = "A sample is drawn by kernels;\nthe table says what is known."
    if first.discrete:
        drawn = theory.curves(first, second)
        ends = (float(drawn.x[0]) - 0.7, float(drawn.x[-1]) + 0.7)
    else:
        ends = figures.span(*theory.window(first, second))
        drawn = theory.curves(first, second, POINTS, ends)
    for name, described in (("p", first), ("q", second)):
        answer[f"{name}_at"] = _heights(described, movable[name])
        answer[f"{name}_held"] = _bell(movable[name])
    return {**answer, **figures.pair(drawn, ends, size)}


def _heights(described, movable: tuple[Slot, ...]) -> dict[str, float]:
    """The height of each handle: on the curve, for the ends of a uniform density half-way up."""
    values = {slot.role: slot.value for slot in movable if slot.role}
    x = {}
    for role, value in values.items():
        if role.startswith("width"):
            place = values.get(role.replace("width", "place"))
            if place is not None:
                x[role] = place + value
        elif role.startswith("place"):
            x[role] = value
    heights = np.exp(log_density(described, np.array(list(x.values()), dtype=float)))
    share = 2 if described.name == "uniform" else 1
    return {role: float(height) / share for role, height in zip(x, heights, strict=True) if isfinite(height)}


def _bell(movable: tuple[Slot, ...]) -> dict[str, float]:
    """Place and width of a single bell, whose curve the page itself can move and stretch; else nothing."""
    roles = {slot.role: slot.value for slot in movable}
    if set(roles) - {"", "place0", "width0"} or "width0" not in roles or "place0" not in roles:
        return {}
    return {"place": roles["place0"], "width": roles["width0"]}


def table(p, q, unit, upload_p=None, upload_q=None) -> dict[str, Any]:
    """Every quantity with its error and its method; the main ones exactly, and as they are read."""
    pair = both(p, q, upload_p, upload_q)
    sampled = _sampled(pair)
    results = theory.table(*pair, unit).results
    reasons: list[str] = []
    rows = []
    for name, (best, *others) in results.items():
        how = best.method + footnote(best.why, reasons)
        more = "; ".join(f"{way.method} {_value(way)}{_error(way)}" for way in others)
        rows.append([SYMBOLS[name], f"{_value(best)}{_unit(best)}", _how_sure(best), how, more or "–"])
    answer: dict[str, Any] = {name: exact(results[name][0].value) for name in MAIN}
    for name in MAIN:
        best = results[name][0]
        answer[f"{name}_says"] = f"{SYMBOLS[name]} = {_shown(best.value, 3 if best.sampled else 4)} {unit}"
    head = ["", "value", "error", "method", "cross-check"]
    notes: list = [f"[{i + 1}] {reason}." for i, reason in enumerate(reasons)]
    if sampled:
        notes += [SAMPLED, f"The column by random draws is {DRAWN}: its errors are those of chance alone."]
    notes += [_formula(way) for ways in results.values() for way in ways if _explains(way)]
    return {**answer, "rows": {"of": _of(p, q, unit), "head": head, "rows": rows, "notes": notes}}


def _sampled(pair) -> bool:
    return any(map(from_samples.rests_on_numbers, pair))


def _shown(value: float, digits: int) -> str:
    """The number with a true minus."""
    return numeral(value, f".{digits}g") if isfinite(value) else number(value, digits)


def _unit(way) -> str:
    """The unit of a value, with room before it; nothing for a bare number."""
    if way.unit in BARE:
        return ""
    root = way.unit.startswith("√")
    return rf" $\sqrt{{\text{{{way.unit[1:]}}}}}$" if root else f" {way.unit}"


def _value(way) -> str:
    """A value with the digits that it is good for: three where it is an estimate from a sample."""
    return _shown(way.value, 3 if way.sampled else 9)


def _how_sure(way) -> str:
    """The error of a value and what it means; nothing for a value that is undefined."""
    if isnan(way.value):
        return "–"
    if isnan(way.error):
        return "not known"
    meaning = " (95 %)" if way.sampled else " (one standard error)" if way.method == "Monte Carlo" else ""
    return f"{_error(way)}{meaning}" if _error(way) else "exact"


def _explains(way) -> bool:
    """Whether a formula says more than the number that the table shows."""
    return bool(way.formula) and way.why is None and not re.match(r"H\(\w+\) =", way.formula)


def _formula(way) -> str:
    """A closed form with its numbers in it: what it computes, the formula, the value."""
    into = " nats" if way.unit in ("bits", "√bits") else ""  # formulas are written in nats
    return rf"{SYMBOLS[way.name]} $= \displaystyle {way.formula}$ {into} = {_shown(way.value, 9)}{_unit(way)}"


def chance(p, q, unit, draws, seed, upload_p=None, upload_q=None) -> dict[str, Any]:
    """A column of the table: each quantity by Monte Carlo, with its standard error."""
    first, second = both(p, q, upload_p, upload_q)
    n = int(arguments.choice("draws", draws, DRAWS))
    results = by_chance(first, second, unit, n, arguments.seed(seed))
    cells = [_estimate(results.get(name)) for name in SYMBOLS]
    return {"column": {"of": _of(p, q, unit), "head": f"{n:,} draws", "cells": cells}}


def _estimate(result) -> str:
    if result is None or not isfinite(result.value):
        return "–" if result is None or isnan(result.value) else "∞"
    never = ", never settles" if result.why else ""
    if not 0 < result.error < inf:
        return f"{numeral(result.value, '.6g')} ± {numeral(result.error, '.2g')}"
    digits = max(0, 1 - floor(log10(result.error)))  # two of the error's own
    if digits > 9:
        return f"{numeral(result.value, '.6g')} ± {numeral(result.error, '.1e')}{never}"
    return f"{result.value:.{digits}f} ± {result.error:.{digits}f}{never}"


def _of(p: str, q: str, unit: str) -> str:
    """What a column is of, so that the page never joins columns of two pairs."""
    return f"{p} | {q} | {unit}"


def _error(result) -> str:
    if isnan(result.error) or result.error == 0:
        return ""
    return f" ± {numeral(result.error, '.2g' if result.sampled else '.1e')}"


def funnel(p, q, unit, draws, seed, upload_p=None, upload_q=None) -> dict[str, Any]:
    """Monte Carlo after 2 … n draws, beside the value by quadrature."""
    first, second = both(p, q, upload_p, upload_q)
    size = in_nats(unit)
    n = int(arguments.choice("draws", draws, DRAWS))
    path = theory.monte_carlo_path(first, second, n, arguments.seed(seed))
    sampled = _sampled((first, second))
    ways = theory.table(first, second).results["kl_pq"]
    # draws from a kernel density settle at its own value, not at that of the numbers
    if sampled:
        ways = [way for way in ways if way.method.startswith("kernel")]
    truth = next((way.value for way in ways if isfinite(way.value) and way.method != "Monte Carlo"), None)
    last, error = path.estimate[-1] / size, path.error[-1] / size
    mean = f"{last:.5f} ± {error:.5f}" if isfinite(last) else number(last, 6)
    says = f"n = {int(path.n[-1]):,}{f', {DRAWN}' if sampled else ''}\n{mean} {unit}"
    if truth is None:
        says += "\n$D(p\\|q)=\\infty$: this mean never settles" if any(way.value == inf for way in ways) else ""
    else:
        says += f"\noff by {abs(last - truth / size) / error if error > 0 else 0:.1f} standard errors"
    return {"figure": figures.funnel(path, size, unit, truth), "says": says}


PAIR, UPLOADS = ("p", "q", "unit"), ("upload_p", "upload_q")
_ONLY = {"upload_p": ("p", UPLOADED), "upload_q": ("q", UPLOADED)}
_LANE = Lane(1)  # both answers to a drag take a few ms of Python each
SOURCES = {
    source.name: source
    for source in (
        Source("curves", curves, (*PAIR, *UPLOADS), shipped=True, slow=True, only=_ONLY, lane=_LANE),
        Source("table", table, (*PAIR, *UPLOADS), shipped=True, slow=True, only=_ONLY, lane=_LANE),
        Source("chance", chance, (*PAIR, "draws", "seed", *UPLOADS), slow=True, calm=True, only=_ONLY),
        Source("funnel", funnel, (*PAIR, "draws", "seed", *UPLOADS), slow=True, only=_ONLY),
    )
}
