"""The exact denoiser against brute force in float64, Tweedie's formula, and what it must end in."""

import numpy as np
import pytest
import torch

from explainer.diffusion import process, schedule
from explainer.diffusion.reverse import samplers
from explainer.diffusion.reverse.copying import theory

PLAN = schedule.cosine(1000)


@pytest.fixture
def data():
    torch.manual_seed(0)
    return (torch.rand(40, 1, 4, 4) * 2 - 1).double()


@pytest.mark.parametrize("t", [1, 200, 600, 1000])
def test_it_is_bayes_by_brute_force(data, t):
    torch.manual_seed(t)
    xt = process.q_sample(data[:3], t, torch.randn(3, 1, 4, 4, dtype=torch.float64), PLAN)
    x0_hat, weights = theory.exact(data, xt, t, PLAN)
    for n in range(3):
        logs = []
        for picture in data.numpy():
            gap = xt[n].numpy() - np.sqrt(PLAN.alpha_bar[t]) * picture
            logs.append(-0.5 * (gap**2).sum() / (1 - PLAN.alpha_bar[t]))
        odds = np.exp(np.array(logs) - max(logs))
        odds /= odds.sum()
        np.testing.assert_allclose(weights[n].numpy(), odds, atol=1e-9)
        expected = sum(w * picture for w, picture in zip(odds, data.numpy(), strict=True))
        np.testing.assert_allclose(x0_hat[n].numpy(), expected, atol=1e-9)


@pytest.mark.parametrize("t", [5, 300, 900])
def test_it_is_tweedies_formula(data, t):
    """x̂_0 = (x_t + (1 − ᾱ_t) ∇ ln q(x_t)) / √ᾱ_t with q the mixture of all jumps, its gradient by autograd."""
    torch.manual_seed(t)
    xt = torch.randn(2, 1, 4, 4, dtype=torch.float64).requires_grad_()
    left = 1 - PLAN.alpha_bar[t]
    gaps = xt[:, None] - float(np.sqrt(PLAN.alpha_bar[t])) * data[None]
    torch.logsumexp(-gaps.square().sum((2, 3, 4)) / (2 * left), 1).sum().backward()
    tweedie = (xt + left * xt.grad) / np.sqrt(PLAN.alpha_bar[t])
    torch.testing.assert_close(
        theory.exact(data, xt.detach(), t, PLAN)[0], tweedie.detach(), atol=1e-7, rtol=1e-7
    )


def test_its_chain_ends_in_a_picture_of_the_set(data):
    xT = torch.randn(5, 1, 4, 4, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    *_, last = samplers.ddim(theory.memory(data, PLAN), xT, None, PLAN, samplers.timesteps(1000, 50))
    gap, place = theory.distances(last.xs, data)
    assert gap.max() < 1e-6
    torch.testing.assert_close(last.xs, data[place], rtol=0, atol=1e-5)


def test_effective_number_counts_even_weights():
    even = torch.tensor([[0.25] * 4 + [0.0] * 4, [1.0] + [0.0] * 7], dtype=torch.float64)
    torch.testing.assert_close(theory.effective_number(even), torch.tensor([4.0, 1.0], dtype=torch.float64))


def test_distance_is_one_from_black_to_white_and_finds_the_nearest(data):
    black, white = -torch.ones(1, 1, 4, 4), torch.ones(1, 1, 4, 4)
    gap, place = theory.distances(black, white)
    assert gap.item() == 1 and place.item() == 0
    near = data[[7, 21]] + 0.01
    gap, place = theory.distances(near, data)
    assert place.tolist() == [7, 21]
    torch.testing.assert_close(gap, torch.full((2,), 0.005, dtype=torch.float64))
