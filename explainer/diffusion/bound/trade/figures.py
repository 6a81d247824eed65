"""Two networks side by side: their scores as a table, and what each step costs as curves."""

from typing import Any

import numpy as np

from explainer.kit import drawn

TITLES = {"simple": "trained by L_simple", "bound": "trained by the bound"}
SIGMAS = {"beta-tilde": "σ² = β̃", "best": "best width a step", "learned": "learned width"}
ROLES = {"simple": ("p", "full"), "bound": ("q", "dash")}


def table(scores: dict[str, Any]) -> dict[str, Any]:
    """Bits with their standard error, Fréchet distance and accuracy, a row for each score."""
    names = list(TITLES)
    rows = [
        [f"bits a pixel, {title}"]
        + [f"{scores[name][key]['bits']:.3f} ± {scores[name][key]['standard_error']:.3f}" for name in names]
        for key, title in SIGMAS.items()
    ]
    for key in ("beta-tilde", "learned"):
        rows.append(
            [f"Fréchet distance, {SIGMAS[key]}"] + [f"{scores[name][key]['frechet']:.3f}" for name in names]
        )
        rows.append(
            [f"read as the digit asked for, {SIGMAS[key]}"]
            + [f"{scores[name][key]['accuracy']:.1%}" for name in names]
        )
    steps, batch = (scores["training"]["simple"]["plan"][key] for key in ("steps", "batch"))
    return {
        "head": ["", *TITLES.values()],
        "rows": rows,
        "notes": [
            f"One architecture from the same random weights, {steps:,} steps of {batch} digits each. Bits on "
            f"{scores['test_digits']:,} test digits without their class; Fréchet distance and accuracy of "
            f"{scores['samples']:,} samples of {scores['sampling_steps']} steps, from the same noise.",
            "The first network was never taught a width: its learned row has the width that follows from its "
            "mean alone, so compare the two in the other rows.",
        ],
    }


def curves(knots, bits: dict[str, Any]) -> dict[str, Any]:
    """Bits a pixel of each step's term over t, both axes logarithmic, with the learned width."""
    lines = [
        drawn.line(knots, np.maximum(bits[name], 1e-7), title, *ROLES[name], mode="lines+markers")
        for name, title in TITLES.items()
    ]
    log = {"type": "log", "exponentformat": "power"}
    return drawn.figure(lines, "t", "bits a pixel of the term at t", xaxis=log, yaxis=log, showlegend=True)
