"""The choices of Σ_θ, each as a guess of the variance of x_0 given x_t: σ_t² = β̃_t + c_t² v.

β̃_t itself takes x_0 for known, v = 0. β_t is right for x_0 ~ N(0, I), whose v is 1 − ᾱ_t (DDPM, section
3.2). The best of one number a step is the mean square error of x̂_0 there. A network may say v itself,
for each pixel. At t = 1, where β̃ is 0, the first choice takes β̃_2 (Nichol & Dhariwal, arXiv 2102.09672).
"""

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion import process
from explainer.diffusion.schedule import Schedule
from explainer.maths.arguments import BadArgument

SIGMAS = {
    "beta-tilde": r"$\tilde\beta_t$",
    "beta": r"$\beta_t$",
    "best": "the best number a step",
    "learned": "learned",
}


def variance(sigma: str, schedule: Schedule, best: NDArray | None = None) -> NDArray[np.float64] | None:
    """v at t = 0 … T, (T + 1,); None for "learned", whose v the network says. `best` is v of "best"."""
    if sigma == "learned":
        return None
    if sigma == "best":
        return best
    if sigma == "beta":
        return 1 - schedule.alpha_bar
    v = np.zeros(schedule.T + 1)
    v[1] = schedule.posterior_var[min(2, schedule.T)] or schedule.beta[1]  # a single step has no β̃ above 0
    return v


def with_sigma(net, sigma: str, schedule: Schedule, best: NDArray | None = None):
    """The network `net(xt, t, y)` → mean and variance of x_0 with the variance that Σ means.

    t int64 (n,) counts the steps of `schedule`. BadArgument where the network says None for the learned one.
    """
    v = variance(sigma, schedule, best)

    def answer(xt, t, y):
        mean, own = net(xt, t, y)
        if v is not None:
            own = process.at(v, t, xt).expand_as(mean)
        if own is None:
            able = "beta-tilde, beta, best"
            raise BadArgument("sigma", f"sigma is learned, which this network is not; allowed are {able}")
        return mean, own

    return answer
