"""The estimate by few questions against the sum over all 1,000 steps."""

import math

import numpy as np
import torch

from explainer.diffusion import process, schedule
from explainer.diffusion.bound import estimate, terms

PLAN = schedule.cosine(1000)


def cheap(xt, t, y):
    """The exact mean and variance of x_0 for independent pixels N(0, 0.33)."""
    signal, noise = (process.at(values, t, xt) for values in process.jump(PLAN))
    share = 0.33 * signal**2 / (0.33 * signal**2 + noise**2)
    return share * xt / signal, (0.33 * (1 - share)).expand_as(xt)


def test_the_estimate_agrees_with_every_step_of_a_cheap_network():
    """Three pictures; a z-test with fixed seeds."""
    source = torch.Generator().manual_seed(5)
    x0 = torch.rand(3, 1, 28, 28, generator=source) * 2 - 1
    exact = terms.prior_kl(x0, PLAN).double()
    for t in range(1, PLAN.T + 1):
        steps = torch.full((3,), t)
        xt = process.q_sample(x0, steps, torch.randn(x0.shape, generator=source), PLAN)
        exact = exact + terms.step_terms(*cheap(xt, steps, None), x0, xt, steps, PLAN)
    exact = exact.mean().item() / (784 * math.log(2))
    runs = [estimate.bits(cheap, x0, torch.zeros(3), PLAN, seed)["bits"] for seed in range(40)]
    error = np.std(runs, ddof=1) / math.sqrt(len(runs))
    assert abs(np.mean(runs) - exact) < 4 * error + 1e-3


def test_the_exact_denoiser_of_a_gaussian_meets_the_true_likelihood_to_its_known_gap():
    """For x_0 ~ N(0, 0.33) the chain is exact but for its last step, which codes grey levels.

    −log₂ of the density at x_0 times a grey level's width is then the bound, up to the rounding of x_0
    to its level and the bits of L_T: below 1% here.
    """
    source = torch.Generator().manual_seed(2)
    x0 = (math.sqrt(0.33) * torch.randn(400, 1, 28, 28, generator=source)).clamp(-0.99, 0.99)
    x0 = ((x0 + 1) * 127.5).round() / 127.5 - 1
    keep = x0.abs() < 0.97
    x0 = torch.where(keep, x0, torch.zeros_like(x0))
    found = estimate.bits(cheap, x0, torch.zeros(400), PLAN, 1, first=64)
    law = torch.distributions.Normal(0.0, math.sqrt(0.33))
    true = -(law.log_prob(x0) + math.log(2 / 255)).mean().item() / math.log(2)
    assert abs(found["bits"] - true) < 0.01 * true
    assert found["bits"] > true - 4 * found["standard_error"]
