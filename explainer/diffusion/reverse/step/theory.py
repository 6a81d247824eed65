"""One step's true distribution beside the network's, for a picture that is known.

NumPy arrays and torch tensors alike; t is the talk's 1-based step, of the step from t to t − 1.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from explainer.diffusion import process
from explainer.diffusion.reverse.steps import VARIANCES
from explainer.diffusion.schedule import Schedule
from explainer.maths import arguments
from explainer.maths.gaussians import normal_kl


@dataclass(frozen=True)
class StepPair:
    """q(x_{t−1} | x_t, x_0) and p_θ(x_{t−1} | x_t), normal in each pixel: means (…), variances."""

    mean_q: Any
    var_q: float
    mean_p: Any
    var_p: float

    @property
    def kl(self):
        """D(q ‖ p_θ) of each pixel in nats, in the means' shape; DDPM eq. 8 where the variances agree."""
        shift = (self.mean_q - self.mean_p) / np.sqrt(self.var_p)  # in p_θ's own units, p_θ is N(0, 1)
        return normal_kl(shift, np.log(self.var_q / self.var_p))


def step_pair(x0, x0_hat, xt, t: int, schedule: Schedule, variance: str = "small") -> StepPair:
    """Both distributions of the step t → t − 1, t ≥ 2, for a picture x_0 and the network's estimate of it.

    p_θ has the variance β̃_t (`small`) or β_t (`large`); DDPM, section 3.2. BadArgument for another
    word, and for t = 1, where q is a point and has no density.
    """
    arguments.choice("variance", variance, VARIANCES)
    arguments.whole("t", t, 2, schedule.T)
    mean_q, var_q = process.posterior(x0, xt, t, schedule)
    mean_p = process.posterior(x0_hat, xt, t, schedule)[0]
    return StepPair(mean_q, var_q, mean_p, var_q if variance == "small" else float(schedule.beta[t]))
