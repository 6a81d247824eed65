"""What the GAN's page draws: frames as packed arrays, plots as dicts, numbers as words."""

import math
from typing import Any

import numpy as np

from explainer.kit import drawn
from explainer.kit.pack import pack
from explainer.maths.numerals import numeral

LN2 = math.log(2)
FAR = 1000.0  # nothing drawn lies beyond: half floats end at 65504
LONGEST = 0.35  # of an arrow, in the plane's units


def cloud(x) -> dict[str, Any]:
    """Points (n, 2) for the page."""
    return {"points": pack(np.clip(x, -FAR, FAR), "f2")}


def unit_field(frame) -> np.ndarray:
    """D(x) as it is; a critic's value squeezed to 0…1, ½ where it is undecided."""
    if frame.v is not None:
        return frame.field
    spread = float(np.abs(frame.field - frame.middle).mean()) or 1.0
    return 0.5 + 0.5 * np.tanh((frame.field - frame.middle) / (2 * spread))


def arrows(pull) -> np.ndarray:
    """A fifth of the pull, its length bent below 0.35: a gradient that dies still looks dead."""
    length = np.linalg.norm(pull, axis=1, keepdims=True) + 1e-12
    return pull / length * LONGEST * np.tanh(0.2 * length / LONGEST)


def layers(frame) -> dict[str, Any]:
    """A frame's arrays for a plane."""
    grid = None if frame.grid is None else pack(np.clip(frame.grid, -FAR, FAR), "f2")
    return {
        "points": pack(np.clip(frame.points, -FAR, FAR), "f2"),
        "field": pack(unit_field(frame), "f2"),
        "arrows": pack(arrows(frame.pull), "f2"),
        "grid": grid,
    }


def seen(frame, settings) -> dict[str, Any]:
    """A frame: its arrays for the plane, its numbers for the table and for the page's attributes."""
    best = None if frame.best is None else pack(np.rint(255 * frame.best), "u1")
    return {
        **layers(frame),
        "best": best,
        "rows": table(frame),
        "step": frame.step,
        "v": frame.v,
        "js": frame.js,
        "modes": frame.modes,
        "goal": goal(frame),
    }


def tracks(frame) -> dict[str, Any]:
    """One number a frame for each of the curves."""
    return {
        "step": frame.step,
        "v": frame.v,
        "best_v": frame.best_v,
        "js": frame.js,
        "gap": frame.gap,
        "d_loss": frame.d_loss,
        "g_loss": frame.g_loss,
    }


def span(step: int) -> int:
    """The end of an axis of steps: 500, 1,000, 2,000, 5,000, …"""
    return next(
        ten * of for ten in (10**k for k in range(2, 9)) for of in (1, 2, 5) if ten * of >= max(step, 500)
    )


def goal(frame) -> str:
    """What is to be reached, and whether it is."""
    if frame.of_modes:
        if frame.modes >= frame.of_modes:
            return f"Goal reached: all {frame.of_modes} modes are covered."
        return f"Goal: cover all {frame.of_modes} modes; {frame.modes} so far."
    enough = frame.floor + 0.05
    if frame.js <= enough:
        return f"Goal reached: JS is below {enough:.3f}."
    return f"Goal: JS below {enough:.3f}; it is {frame.js:.3f}."


def number(value, digits: int = 4) -> str:
    """A number as the table shows it; a dash where there is none."""
    if value is None:
        return "–"
    size = abs(value)
    return numeral(value, f".{digits}f" if size == 0 or 1e-3 <= size < 1e4 else ".2e")


def table(frame) -> dict[str, Any]:
    """The game in numbers, beside what they are when p_g = p_data and D = ½ everywhere."""
    probability = frame.v is not None
    rows = [
        ["E[ln D(x)]", number(frame.real_term), number(-LN2)],
        ["E[ln(1 − D(G(z)))]", number(frame.fake_term), number(-LN2)],
        ["V(D, G), their sum", number(frame.v), number(-2 * LN2)],
        ["V(D*, G) = 2 JS − 2 ln 2", number(frame.best_v), number(-2 * LN2 + 2 * frame.floor)],
        ["JS(p_data‖p_g), 40 × 40 cells", number(frame.js), number(frame.floor)],
        ["D's loss" + (" = −V" if _is_bce(frame) else ""), number(frame.d_loss), ""],
        ["G's loss", number(frame.g_loss), ""],
        ["E|D − D*|", number(frame.gap), number(0.0) if probability else ""],
        ["sliced Wasserstein distance", number(frame.sliced), number(frame.sliced_floor)],
        ["length of G's gradient", number(frame.g_grad), ""],
    ]
    if frame.of_modes:
        rows.append(["modes covered", f"{frame.modes} of {frame.of_modes}", f"{frame.of_modes}"])
    return {"head": [f"step {frame.step:,}", "now", "perfect G"], "rows": rows, "notes": [goal(frame)]}


def _is_bce(frame) -> bool:
    return frame.v is not None and abs(frame.v + frame.d_loss) < 1e-9


def axes(span: int) -> dict[str, Any]:
    """Axes for V and for the distances over `span` steps, with their bounds drawn in."""
    across = {"range": [0, span]}
    ends = [0, span]
    value = drawn.figure(
        [
            drawn.legend("V(D, G)", "p"),
            drawn.legend("2 JS − 2 ln 2", "right", "dash"),
            drawn.line(ends, [-2 * LN2] * 2, "−2 ln 2", "text", "dot", 1.6),
        ],
        "step",
        "nats",
        xaxis=across,
        yaxis={"range": [-2.2, 0.05]},
        showlegend=True,
    )
    apart = drawn.figure(
        [
            drawn.legend("JS", "right"),
            drawn.legend("E|D − D*|", "noise", "dash"),
            drawn.line(ends, [LN2] * 2, "ln 2", "text", "dot", 1.6),
        ],
        "step",
        "nats; share",
        xaxis=across,
        yaxis={"range": [0, 0.72]},
        showlegend=True,
    )
    losses = drawn.figure(
        [
            drawn.legend("D's loss", "model"),
            drawn.legend("G's loss", "noise", "dash"),
            drawn.legend("V(D, G)", "p"),
            drawn.line(ends, [2 * LN2] * 2, "±2 ln 2", "text", "dot", 1.6),
            drawn.line(ends, [-2 * LN2] * 2, "−2 ln 2", "text", "dot", 1.6, showlegend=False),
        ],
        "step",
        "loss, V",
        xaxis=across,
        yaxis={"range": [-2.2, 4.2]},
        showlegend=True,
    )
    return {
        "value_figure": drawn.keyed(value),
        "losses_figure": drawn.keyed(losses),
        "apart_figure": drawn.keyed(apart),
    }
