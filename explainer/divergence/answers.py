"""What the divergence section's page asks: its settings in, figures and numbers out."""

import base64
from math import inf, isfinite, isnan, log
from typing import Any

import numpy as np

from explainer.divergence import figures, samples, theory
from explainer.divergence.__main__ import LABELS
from explainer.divergence.calculator import comparable
from explainer.divergence.families import distribution
from explainer.divergence.language import LanguageError
from explainer.divergence.readable import readable
from explainer.divergence.sampling import log_density
from explainer.divergence.slots import Slot, slots
from explainer.kit.asked import Refused, Source

UPLOADED = "samples(upload)"
POINTS = 240
FORMULAS = ("kl_pq", "kl_qp", "js", "hellinger", "wasserstein")
PAIR = ("p", "q", "unit", "upload_p", "upload_q")
ONLY = {"upload_p": ("p", UPLOADED), "upload_q": ("q", UPLOADED)}


def known(key: str, text: str, upload: str | None = None):
    """The distribution that a field describes; Refused with a caret below the place that is wrong."""

    def read(name: str):
        if upload is None:
            raise ValueError("upload a file with one column of numbers first")
        try:
            return samples.numbers(base64.b64decode(upload).decode("utf-8-sig"), "the file")
        except UnicodeDecodeError:
            raise ValueError("the file is not a text file") from None

    try:
        return distribution(text, read)
    except LanguageError as bad:
        raise Refused(key, f"{bad.caret()}\n{_capital(str(bad))}.") from None


def both(p: str, q: str, upload_p: str | None = None, upload_q: str | None = None):
    """p and q, which can be compared; Refused beside the field that is wrong."""
    first, second = known("p", p, upload_p), known("q", q, upload_q)
    try:
        comparable(first, second)
    except ValueError as bad:
        raise Refused("q", _capital(str(bad))) from None
    return first, second


def curves(p, q, unit, upload_p=None, upload_q=None) -> dict[str, Any]:
    """Densities and integrands over a still frame, and the numbers of both texts that can be slid."""
    first, second = both(p, q, upload_p, upload_q)
    movable = {"p": slots(p), "q": slots(q)}
    answer: dict[str, Any] = {"p_text": p, "q_text": q, "note": ""}
    for name, found in movable.items():
        answer[f"{name}_slots"] = [vars(slot) for slot in found]
    if first.dimension > 1:
        note = f"p and q live in {first.dimension} dimensions:\nread their numbers below."
        flat = theory.curves("normal(0, 1)", "normal(0, 1)", 3)
        empty = theory.Curves(flat.x, *(flat.x * 0 for _ in range(7)), False)
        return {**answer, **figures.pair(empty, (-1.0, 1.0), 1.0), "note": note}
    if first.discrete:
        drawn = theory.curves(first, second)
        ends = (float(drawn.x[0]) - 0.7, float(drawn.x[-1]) + 0.7)
    else:
        ends = figures.span(*theory.window(first, second))
        drawn = theory.curves(first, second, POINTS, ends)
    for name, it in (("p", first), ("q", second)):
        answer[f"{name}_at"] = _stands(it, movable[name])
        answer[f"{name}_held"] = _held(movable[name])
    return {**answer, **figures.pair(drawn, ends, log(2) if unit == "bits" else 1.0)}


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
        value = f"{_number(best.value)} {best.unit if best.unit not in ('1', 'x') else ''}".strip()
        rows.append([LABELS[name], value, _error(best) or "exact", how, others or "–"])
    answer = {name: exact(results[name][0].value) for name in ("kl_pq", "kl_qp", "js")}
    for name, says in (("kl_pq", "D(p‖q)"), ("kl_qp", "D(q‖p)"), ("js", "JS")):
        answer[f"{name}_says"] = f"{says} = {_number(results[name][0].value)} {unit}"
    head = ["", "value", "error", "how it is known", "another way"]
    told = [f"[{i + 1}] {note}." for i, note in enumerate(notes)]
    told += [
        f"{LABELS[name]} = {readable(way.formula)}"
        for name in FORMULAS
        for way in results[name]
        if way.formula and way.method == "closed form"
    ]
    return {**answer, "rows": {"head": head, "rows": rows, "notes": told}}


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


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


SOURCES = {
    source.name: source
    for source in (
        Source("curves", curves, PAIR, shipped=True, slow=True, only=ONLY),
        Source("table", table, PAIR, shipped=True, slow=True, only=ONLY),
    )
}
