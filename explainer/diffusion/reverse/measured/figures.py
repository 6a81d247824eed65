"""What was measured on many samples: scores over guidance, and over samplers and steps; computes nothing."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from explainer.diffusion.reverse.figures import number
from explainer.kit import drawn

ROLES = {"ddpm": ("data", "full"), "ddim": ("model", "dash"), "dpm": ("right", "dot")}
NAMES = {"ddpm": "DDPM", "ddim": "DDIM, η = 0", "dpm": "DPM-Solver++"}
FRAME = {"showlegend": True}


def over_guidance(
    weights, scores: dict[str, np.ndarray], real: dict[str, float], errors, n: int
) -> dict[str, Any]:
    """Accuracy, diversity and Fréchet distance over w, each beside the value of as many real pictures."""
    titles = {
        "accuracy": ("accuracy", "data", {"tickformat": ".1~%"}),
        "diversity": ("diversity in a class", "model", {}),
        "frechet": ("Fréchet distance", "p", {"rangemode": "tozero"}),
    }
    answer = {}
    for key, (title, role, axis) in titles.items():
        curve = drawn.line(weights, scores[key], f"{n} samples", role, mode="lines+markers")
        if key == "accuracy":
            curve["error_y"] = {"type": "data", "array": list(errors), "color": f"role:{role}", "thickness": 1.5}
        floor = drawn.line([weights[0], weights[-1]], [real[key]] * 2, f"{n} real pictures", "noise", "dash", 2)
        answer[f"{key}_figure"] = drawn.figure([floor, curve], "guidance w", title, yaxis=axis, **FRAME)
    return answer


def over_steps(steps, seconds, frechet, floor, samplers: Sequence[str], n: int) -> dict[str, Any]:
    """Fréchet distance (from 0) and CPU seconds (log) over the number of steps (log), one line per sampler."""
    marks = {"mode": "lines+markers"}
    distance = [
        drawn.line(steps, row, NAMES[name], *ROLES[name], **marks)
        for name, row in zip(samplers, frechet, strict=True)
    ]
    for k, real in enumerate(floor):
        legend = {} if k == 0 else {"showlegend": False}
        name = f"{n} real pictures, {len(floor)} times"
        distance.append(drawn.line([min(steps), max(steps)], [real] * 2, name, "noise", "dash", 1.2, **legend))
    time = [
        drawn.line(steps, row, NAMES[name], *ROLES[name], **marks)
        for name, row in zip(samplers, seconds, strict=True)
    ]
    ticks = {"type": "log", "tickvals": list(map(int, steps)), "ticktext": [str(int(k)) for k in steps]}
    near, grown = {"rangemode": "tozero"}, {"type": "log", "exponentformat": "power", "dtick": 1}
    return {
        "frechet_figure": drawn.figure(distance, "steps", "Fréchet distance", xaxis=ticks, yaxis=near, **FRAME),
        "seconds_figure": drawn.figure(time, "steps", "CPU seconds a picture", xaxis=ticks, yaxis=grown, **FRAME),
    }


def table(steps, seconds, frechet, floor, samplers: Sequence[str], n: int) -> dict[str, Any]:
    """Time and distance of every cell; a cell that was not measured says so."""
    head = ["", *(f"{int(k)} steps" for k in steps)]
    rows = []
    for i, name in enumerate(samplers):
        rows.append([f"{NAMES[name]}: seconds a picture", *(number(value) for value in seconds[i])])
        cells = ("not measured" if np.isnan(value) else number(value) for value in frechet[i])
        rows.append([f"{NAMES[name]}: Fréchet distance", *cells])
    return {
        "head": head,
        "rows": rows,
        "notes": [
            f"Fréchet distance of {n} pictures to the training set, in the features of a classifier, so it sees "
            f"what a classifier sees and no more. {len(floor)} sets of {n} real pictures have "
            f"{', '.join(number(value) for value in floor)}: differences of that size are chance.",
            f"{n} pictures of more steps would have taken too long to measure. Those were made a few at a time, "
            "which takes longer a picture. Seconds of one core of the machine that made this file, in float32.",
        ],
    }
