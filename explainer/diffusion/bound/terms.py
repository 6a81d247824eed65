"""The terms of the variational bound, −ln p_θ(x_0) ≤ L_T + Σ L_{t−1} + L_0; DDPM eq. 5, 7, 8 and 13.

A reverse chain is given by the mean and the variance v of x_0 given x_t that a network says:
p_θ(x_{t−1}|x_t) has the posterior's mean with that mean for x_0, and σ_t² = β̃_t + c_t² v, where c_t is
the weight of x_0 in the posterior's mean. Every choice of Σ is such a v (`sigmas.py`).
"""

import math

import numpy as np
from numpy.typing import NDArray
from scipy import special

from explainer.diffusion import process
from explainer.diffusion.schedule import Schedule

BIN = 1 / 255  # half the width of a grey level in [−1, 1]
LEAST = (BIN / 10) ** 2  # of σ_1²: narrower than this, a grey level has all of it


def weight_of_x0(schedule: Schedule) -> NDArray[np.float64]:
    """c_t = √ᾱ_{t−1} β_t / (1 − ᾱ_t) for t = 0 … T, the factor of x_0 in μ̃_t, (T + 1,); DDPM eq. 7."""
    alpha_bar, weight = schedule.alpha_bar, np.zeros(schedule.T + 1)
    weight[1:] = np.sqrt(alpha_bar[:-1]) * schedule.beta[1:] / (1 - alpha_bar[1:])
    return weight


def pixel_terms(mean, var, x0, xt, t, schedule: Schedule):
    """L_{t−1}, or L_0 where t = 1, pixel by pixel in nats, like x_0; t int64 (n,).

    `mean` and `var` are tensors of the network's mean and variance of x_0 given x_t.
    """
    import torch

    weight, small = (process.at(row, t, xt) for row in (weight_of_x0(schedule), schedule.posterior_var))
    first = (t == 1).view(-1, *[1] * (x0.ndim - 1))
    var = torch.where(first, var.clamp_min(LEAST), small + weight.square() * var)
    gap = small + weight.square() * (x0 - mean).square()
    nats = 0.5 * ((var / small.clamp_min(1e-12)).log() + gap / var - 1)
    at_one = (t == 1).nonzero()[:, 0]
    if len(at_one):
        coded = -log_share(x0[at_one].double(), mean[at_one].double(), var[at_one].double().sqrt())
        nats = nats.index_copy(0, at_one, coded.to(nats.dtype))
    return nats


def step_terms(mean, var, x0, xt, t, schedule: Schedule):
    """`pixel_terms` summed over each picture: nats, (n,)."""
    return pixel_terms(mean, var, x0, xt, t, schedule).flatten(1).sum(1)


def prior_terms(x0, schedule: Schedule):
    """L_T = D(q(x_T|x_0) ‖ N(0, I)), pixel by pixel in nats, like x_0, an array or a tensor."""
    left = 1 - schedule.alpha_bar[-1]
    return 0.5 * (schedule.alpha_bar[-1] * x0**2 + left - 1 - math.log(left))


def prior_kl(x0, schedule: Schedule):
    """`prior_terms` summed over each picture: nats, (n,)."""
    return prior_terms(x0, schedule).flatten(1).sum(1)


def log_share(x0, mean, std):
    """ln of a grey level's share of N(mean, std²), the outer bins open; arrays or tensors; DDPM eq. 13."""
    if isinstance(x0, np.ndarray):
        lib, log_ndtr = np, special.log_ndtr
    else:
        import torch as lib

        log_ndtr = lib.special.log_ndtr
    lower = lib.where(x0 < -1 + BIN, -math.inf, (x0 - BIN - mean) / std)
    upper = lib.where(x0 > 1 - BIN, math.inf, (x0 + BIN - mean) / std)
    # the tail in which both are below 0 is the one that keeps its digits
    flip = lower + upper > 0
    a, b = lib.where(flip, -upper, lower), lib.where(flip, -lower, upper)
    log_a, log_b = log_ndtr(a), log_ndtr(b)
    return log_b + lib.log1p(-lib.exp(lib.clip(log_a - log_b, None, -1e-12)))
