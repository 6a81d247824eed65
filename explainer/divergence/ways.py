"""All the numbers of a pair for the page: by closed form, by quadrature or sums, and by chance."""

import re
from math import floor, inf, isfinite, isnan, log10
from typing import Any

from explainer.divergence import calculator, theory
from explainer.divergence.__main__ import LABELS
from explainer.divergence.answers import LANE, ONLY, PAIR, both
from explainer.kit.asked import Source
from explainer.kit.typeset import mathml
from explainer.maths import arguments
from explainer.maths.arguments import BadArgument

SAYS = (("kl_pq", "D(p‖q)"), ("kl_qp", "D(q‖p)"), ("js", "JS"))
DRAWS = ("1000", "10000", "100000")
BARE = ("1", "x")  # units that need no word


def table(p, q, unit, upload_p=None, upload_q=None) -> dict[str, Any]:
    """Every divergence with its error and how it is known; both directions in full for the page."""
    first, second = both(p, q, upload_p, upload_q)
    results = theory.table(first, second, unit).results
    notes: list[str] = []
    rows = []
    for name, ways in results.items():
        best = ways[0]
        how = best.method
        if best.why:
            if best.why not in notes:
                notes.append(best.why)
            how += f" [{notes.index(best.why) + 1}]"
        others = "; ".join(f"{r.method} {_number(r.value)}{_error(r)}" for r in ways[1:])
        value = f"{_number(best.value)} {best.unit if best.unit not in BARE else ''}".strip()
        rows.append([LABELS[name], value, _error(best) or "exact", how, others or "–"])
    answer = {name: exact(results[name][0].value) for name in ("kl_pq", "kl_qp", "js")}
    for name, says in SAYS:
        answer[f"{name}_says"] = f"{says} = {_number(results[name][0].value)} {unit}"
    head = ["", "value", "error", "how it is known", "another way"]
    told: list = [f"[{i + 1}] {note}." for i, note in enumerate(notes)]
    told += [_formula(way) for ways in results.values() for way in ways if _tells(way)]
    return {**answer, "rows": {"of": _of(p, q, unit), "head": head, "rows": rows, "notes": told}}


def _tells(way) -> bool:
    """Whether a formula says more than the number that the table shows."""
    return bool(way.formula) and way.why is None and not re.match(r"H\(\w+\) =", way.formula)


def _formula(way) -> dict[str, str]:
    """A closed form with its numbers in it: what it is of, the formula, what it comes to."""
    into = " nats" if way.unit in ("bits", "√bits") else ""  # formulas are written in nats
    unit = f" {way.unit}" if way.unit not in BARE else ""
    return {
        "text": f"{LABELS[way.name]} =",
        "math": mathml(way.formula),
        "after": f"{into} = {_number(way.value)}{unit}",
    }


def chance(p, q, unit, draws, seed, upload_p=None, upload_q=None) -> dict[str, Any]:
    """A column for the table: each number by Monte Carlo, with its standard error."""
    first, second = both(p, q, upload_p, upload_q)
    if draws not in DRAWS:
        raise BadArgument("draws", f"draws is {draws!r}; allowed are {', '.join(DRAWS)}")
    arguments.seed(seed)
    found = calculator.by_chance(first, second, unit, int(draws), seed)
    cells = [_estimate(found.get(name)) for name in LABELS]
    return {"column": {"of": _of(p, q, unit), "head": f"{int(draws):,} draws", "cells": cells}}


def _estimate(result) -> str:
    if result is None or isnan(result.value):
        return "–"
    if not isfinite(result.value):
        return "∞"
    never = ", never settles" if result.why else ""
    if not 0 < result.error < inf:
        return f"{result.value:.6g} ± {result.error:.2g}"
    digits = max(0, 1 - floor(log10(result.error)))  # two of the error's own
    if digits > 9:
        return f"{result.value:.6g} ± {result.error:.1e}{never}"
    return f"{result.value:.{digits}f} ± {result.error:.{digits}f}{never}"


def _of(p: str, q: str, unit: str) -> str:
    return f"{p} | {q} | {unit}"


def exact(value: float) -> str:
    """All digits of a number as the page and Python both read them: 0.44…, Infinity, NaN."""
    if isnan(value):
        return "NaN"
    return repr(float(value)) if isfinite(value) else "Infinity" if value > 0 else "-Infinity"


def _number(value: float) -> str:
    if isnan(value):
        return "–"
    return f"{value:.9g}" if isfinite(value) else "∞" if value == inf else "−∞"


def _error(result) -> str:
    if isnan(result.error) or result.error == 0:
        return ""
    return f" ± {result.error:.1e}".replace("e-0", "e-")


SOURCES = {
    source.name: source
    for source in (
        Source("table", table, PAIR, shipped=True, slow=True, only=ONLY, lane=LANE),
        Source("chance", chance, (*PAIR[:3], "draws", "seed", *PAIR[3:]), slow=True, calm=True, only=ONLY),
    )
}
