"""The targets' algebra against the process's own conversions and the samplers."""

import math

import numpy as np
import pytest
import torch

from explainer.diffusion import process, schedule
from explainer.diffusion.reverse import samplers, theory

PLAN = schedule.cosine(1000)
RNG = np.random.default_rng(5)
X0 = RNG.uniform(-1, 1, (4, 28, 28))
EPS = RNG.standard_normal((4, 28, 28))
STEPS = [(1000, 980), (1000, 999), (640, 619), (500, 250), (21, 1), (2, 1), (1, 0), (600, 0)]


@pytest.mark.parametrize(("t", "s"), STEPS)
def test_the_targets_convert_into_one_another_and_back(t, s):
    xt = process.q_sample(X0, t, EPS, PLAN)
    found = theory.targets(xt, X0, t, s, PLAN)
    np.testing.assert_allclose(found.eps, EPS, atol=1e-6)
    np.testing.assert_allclose(process.q_sample(found.x0, t, found.eps, PLAN), xt, atol=1e-6)
    np.testing.assert_allclose(process.x0_from_v(xt, t, found.v, PLAN), X0, atol=1e-6)
    torch_eps = process.eps_from_v(torch.from_numpy(xt), t, torch.from_numpy(found.v), PLAN)
    np.testing.assert_allclose(torch_eps.numpy(), found.eps, atol=1e-6)
    if t < 1000:  # at T the picture is a billionth of x_t, and division brings rounding back
        np.testing.assert_allclose(process.x0_from_eps(xt, t, found.eps, PLAN), X0, atol=1e-6)


@pytest.mark.parametrize(("t", "s"), STEPS)
def test_the_mean_is_the_same_from_the_picture_and_from_the_noise(t, s):
    xt = process.q_sample(X0, t, EPS, PLAN)
    alpha = PLAN.alpha_bar[t] / PLAN.alpha_bar[s]  # α of the step that is taken, by hand
    mean = (xt - (1 - alpha) / math.sqrt(1 - PLAN.alpha_bar[t]) * EPS) / math.sqrt(alpha)
    np.testing.assert_allclose(theory.targets(xt, X0, t, s, PLAN).mean, mean, atol=1e-6)


def test_the_mean_is_that_of_the_sampler_at_every_step():
    def stub(xt, t, y):
        return torch.tanh(xt * (0.5 + t / 2000))

    sources = samplers.generators(3, 2)
    run = samplers.ddpm(stub, samplers.start((1, 6, 6), sources).double(), None, PLAN, [1000, 700, 30, 4, 1],
                        generators=sources)  # fmt: skip
    for step in run:
        found = theory.targets(step.xt, step.x0_hat, step.t, step.s, PLAN)
        torch.testing.assert_close(found.mean, step.mean, rtol=1e-9, atol=1e-9)
        torch.testing.assert_close(found.eps, step.eps_hat, rtol=1e-9, atol=1e-9)
