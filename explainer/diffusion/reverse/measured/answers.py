"""What the figures of many samples ask: the shipped measurements over guidance, and over steps."""

from typing import Any

import numpy as np

from explainer import shipped
from explainer.diffusion.reverse.measured import figures
from explainer.kit.asked import Source
from explainer.kit.film import film_data

SAMPLES = 200
GAP = 4  # pixels between the cells of the grid
SAMPLERS = ("ddpm", "ddim", "dpm")  # the rows of the shipped grid
SCORES = ("accuracy", "diversity", "frechet")


def guided() -> dict[str, Any]:
    """The same seeds under every weight as a film, and their scores as curves."""
    made = shipped.arrays("reverse/guidance")
    share = made["accuracy"]
    errors = np.sqrt(share * (1 - share) / SAMPLES)
    scores, real = {key: made[key] for key in SCORES}, {key: float(made[f"real_{key}"]) for key in SCORES}
    curves = figures.over_guidance(made["weights"], scores, real, errors, SAMPLES)
    return film_data(made["t"], {"x0_hat": made["x0_hat"]}) | curves


def budget() -> dict[str, Any]:
    """The same seed in every cell of samplers × steps, with its time and its distance from real pictures."""
    made = shipped.arrays("reverse/steps")
    shown = made["pictures"]  # samplers, steps, pictures, 28, 28
    rows = np.concatenate(list(shown.transpose(2, 0, 1, 3, 4)), axis=-1)  # a cell's pictures side by side
    rows = np.pad(rows, ((0, 0), (0, 0), (0, 0), (0, GAP)), constant_values=110)
    measured = made["steps"], made["seconds"], made["frechet"], made["floor"], SAMPLERS, SAMPLES
    tracks = {name: rows[i][None] for i, name in enumerate(SAMPLERS)}
    return film_data(np.array([0]), tracks) | figures.over_steps(*measured) | {"rows": figures.table(*measured)}


SOURCES = {
    source.name: source
    for source in (
        Source("guided", guided, (), slow=True),
        Source("budget", budget, (), slow=True),
    )
}
