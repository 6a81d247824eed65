"""Terms over t, their running sum, and both as tables: plain arrays in, what the page paints out."""

from typing import Any

import numpy as np

from explainer.kit import drawn
from explainer.kit.pack import pack
from explainer.maths.numerals import numeral

BITS = "bits a pixel"
SMALLEST = 1e-9  # of an axis


def standing(known, line) -> dict[str, Any]:
    """The axes, the terms of `line` drawn, and a row of numbers of `known` for every t from 1 to 1000."""
    x, y, sums = stairs(line)
    terms, running = [drawn.line(x, y, "terms", "model")], [drawn.line(x, sums, "their sum", "model")]
    seen = np.maximum(line.bits[np.isfinite(line.bits)], SMALLEST)
    log = {"type": "log", "range": [-0.3, 3.02], "dtick": 1, "exponentformat": "power"}
    whole = np.arange(1001)
    place = np.clip(np.searchsorted(known.ts, whole), 0, len(known.ts) - 1)  # the step that reaches t
    limits = [float(np.log10(seen.min())) - 0.3, float(np.log10(seen.max())) + 0.3]
    top = float(known.sums[-1]) * 1.12
    return {
        "figure": drawn.keyed(
            drawn.figure(
                terms, "t", "bits, each step", xaxis=log,
                yaxis={"type": "log", "range": limits, "dtick": 1, "exponentformat": "power"}, showlegend=False,
            )
        ),
        "sum_figure": drawn.keyed(
            drawn.figure(running, "t", "bits, summed", xaxis=log, yaxis={"range": [0, top]})
        ),
        "bits": pack(line.bits[place]),
        "sums": pack(known.sums[place]),
        "times": pack(whole[1:], "i4"),
        "tracks": {"rows": [_row(known, t, place[t]) for t in whole[1:].tolist()]},
    }  # fmt: skip


def stairs(known) -> tuple[list, list, list]:
    """x, the term and the running sum as staircases on a log axis: level over each bin of steps."""
    ts = known.ts.astype(float)
    cuts = np.concatenate([[ts[0] / 1.4], np.sqrt(ts[1:] * ts[:-1]), [ts[-1]]])
    starts = known.bounds[:-1] - 1
    here = np.isfinite(known.bits[starts])
    left, right = cuts[starts][here], cuts[known.bounds[1:] - 1][here]
    level = known.bits[starts][here]
    reached = np.nancumsum(known.bits)[known.bounds[1:] - 2][here]
    before = np.concatenate([[0.0], reached[:-1]])
    x = np.stack([left, right], 1).ravel()
    return x, np.repeat(np.maximum(level, SMALLEST), 2), np.stack([before, reached], 1).ravel()


def _row(known, t: int, place: int) -> list[list[str]]:
    term, total = known.bits[place], known.sums[place]
    share = f"{total / known.total:.1%}" if known.total else "…"
    at = int(known.ts[place])
    return [
        [f"t = {at}, the term $L_{{{at - 1}}}$", _bits(term)],
        [rf"$L_0+\dots+L_{{{at - 1}}}$" if place else "$L_0$", f"{total:.4f}"],
        ["of the whole bound", share],
    ]


def _bits(value: float) -> str:
    return f"{value:.5f}" if value >= 1e-4 else numeral(value, ".1e")


def now(known, told: str, test: dict[str, Any] | None, drawn_now: bool) -> dict[str, Any]:
    """The numbers of what is known, and its staircase where it is being measured."""
    x, y, sums = stairs(known) if drawn_now else ([], [], [])
    l0 = float(known.bits[0])
    rows = [["$L_T$", _bits(known.last)]]
    names = ["$L_0$", *(f"$L_{{{int(t) - 1}}}$" for t in known.ts[1:2])]
    rows += [[name, _bits(value)] for name, value in zip(names, known.bits, strict=False) if np.isfinite(value)]
    if known.total is not None and len(known.bits) > 2:
        rows.append(["all later steps", f"{known.total - known.last - known.bits[:2].sum():.4f}"])
    error = "…" if known.error is None else f"{known.error:.4f}"
    if known.total is not None:
        rows.append(["the bound", f"{known.total:.4f} ± {error}"])
    if test:
        rows.append([f"{test['pictures']} test pictures", f"{test['bits']:.3f} ± {test['standard_error']:.3f}"])
    return {
        "x": pack(x),
        "y": pack(y),
        "sums": pack(sums),
        "total": known.total,
        "standard_error": known.error,
        "says": "" if known.total is None else f"{known.total:.4f} ± {error}\nbits a pixel",
        "lt": known.last,
        "l0": l0,
        "rows": {"head": ["", BITS], "rows": rows, "notes": [told]},
    }
