"""How much the squared error at each t counts, in the loss of any target."""

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion.plane.training.options import WEIGHTINGS
from explainer.diffusion.schedule import Schedule
from explainer.maths import arguments

Array = NDArray[np.float64]
CLIP = 5.0  # γ of min-SNR
TINY = 1e-12  # ᾱ below this is taken for it: some schedules leave no signal at all


def weights(weighting: str, target: str, schedule: Schedule) -> Array:
    """w_t for t = 0 … T with mean 1 over 1 … T, (T + 1,); BadArgument for an unknown name.

    "simple" is w = 1 for every target (DDPM's L_simple, eq. 14). "bound" weighs ‖ε − ε̂‖² by β²/(2σ²α(1 − ᾱ))
    with σ² = β (DDPM eq. 12), "min-snr" weighs ‖x_0 − x̂_0‖² by min(SNR, 5) (Hang et al., 2303.09556, eq. 6).
    """
    arguments.choice("weighting", weighting, WEIGHTINGS, name="the weighting")
    beta, bar = schedule.beta[1:], np.maximum(schedule.alpha_bar[1:], TINY)
    if weighting == "simple":
        found = np.ones_like(beta)
    elif weighting == "bound":
        found = beta / (2 * (1 - beta) * (1 - bar)) / noise_error(target, bar)
    else:
        found = np.minimum(bar / (1 - bar), CLIP) * noise_error("x0", bar) / noise_error(target, bar)
    return np.concatenate([[0.0], found / found.mean()])


def noise_error(target: str, bar: Array) -> Array:
    """‖target − its estimate‖² over ‖ε − ε̂‖², where ᾱ is `bar`: x_0 and v are linear in ε at a given x_t."""
    return {"eps": np.ones_like(bar), "x0": (1 - bar) / bar, "v": 1 / bar}[target]
