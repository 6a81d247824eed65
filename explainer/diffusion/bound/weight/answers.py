"""What the figure of the weight asks: formulas, and the measured error of the shipped digits."""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explainer import shipped
from explainer.diffusion import schedule
from explainer.diffusion.bound.shown import STEPS
from explainer.diffusion.bound.weight import figures, theory
from explainer.kit.asked import Source
from explainer.maths import arguments

NETWORK = "unet-mnist"  # trained by L_simple


@cache
def weights() -> dict[str, Any]:
    """The weight over t on both schedules, for both Σ."""
    plans = {name: schedule.make(name, STEPS) for name in figures.SCHEDULES}
    return figures.weights(
        {(name, sigma): theory.weights(plan, sigma) for name, plan in plans.items() for sigma in figures.NAMES}
    )


def errors() -> NDArray[np.float64]:
    """Mean (ε − ε_θ)² a pixel at t = 1 … T over the shipped digits."""
    square = shipped.arrays(f"bound/{NETWORK}")["square"].astype(np.float64).mean(0)
    return theory.errors_of_eps(square, schedule.cosine(STEPS))


def measured(weight_sigma) -> dict[str, Any]:
    """The measured error, times the weight, and what of each loss lies below each t."""
    arguments.choice("weight_sigma", weight_sigma, figures.NAMES, name="σ²")
    seen = errors()
    terms = seen * theory.weights(schedule.cosine(STEPS), weight_sigma)[1:] / np.log(2)
    shares = {"simple": theory.shares(seen), "bound": theory.shares(terms)}
    medians = {name: int(np.searchsorted(values, 0.5)) + 1 for name, values in shares.items()}
    return figures.measured(seen, terms, shares, medians)


SOURCES = {
    source.name: source
    for source in (Source("weighing", weights, ()), Source("weighed", measured, ("weight_sigma",)))
}
