"""The weight that the bound puts on each step's ε-loss, and what of the whole each step then is; DDPM eq. 12."""

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion.schedule import Schedule


def weights(schedule: Schedule, sigma: str) -> NDArray[np.float64]:
    """β²/(2σ²α(1 − ᾱ)) for t = 0 … T, (T + 1,), with σ² = β̃ or β; nan where σ² is 0."""
    var = schedule.beta if sigma == "beta" else schedule.posterior_var
    with np.errstate(divide="ignore", invalid="ignore"):
        found = schedule.beta**2 / (2 * var * schedule.alpha * (1 - schedule.alpha_bar))
    return np.where(var > 0, found, np.nan)


def errors_of_eps(square: NDArray, schedule: Schedule) -> NDArray[np.float64]:
    """Mean (ε − ε_θ)² a pixel at t = 1 … T, (T,), of the mean (x_0 − x̂_0)²: one is ᾱ/(1 − ᾱ) times the other."""
    return square * schedule.snr[1:]


def shares(terms: NDArray) -> NDArray[np.float64]:
    """The share of the sum of t = 1 … T up to each t, (T,); nan counts nothing."""
    known = np.nan_to_num(terms)
    return np.cumsum(known) / known.sum()
