"""The network trained for the bound: its mixture of black, light and grey."""

import math

import pytest
import torch

from explainer.diffusion import process
from explainer.diffusion.bound.terms import step_terms
from models import backend
from models.bound_unet import PLAN, BoundUNet
from models.unet import NO_CLASS, eps_from_v


@pytest.fixture(scope="module")
def net():
    return backend.read("unet-mnist-bound")


def noised(t: int, seed: int = 0):
    source = torch.Generator().manual_seed(seed)
    x0 = torch.where(torch.rand(4, 1, 28, 28, generator=source) < 0.7, -1.0, 0.3)
    steps = torch.full((4,), t)
    return x0, process.q_sample(x0, steps, torch.randn(x0.shape, generator=source), PLAN), steps


@pytest.mark.parametrize("t", [1, 2, 10, 100, 500, 1000])
def test_mean_and_variance_are_those_of_a_law_on_the_grey_levels(net, t):
    _, xt, steps = noised(t)
    with torch.no_grad():
        mean, var = net(xt, steps, torch.full((4,), NO_CLASS))
    assert mean.shape == var.shape == xt.shape
    assert mean.abs().max() <= 1 + 1e-6 and (var >= 0).all() and var.isfinite().all()


def test_a_pixel_that_is_exactly_black_is_known_to_be(net):
    x0 = -torch.ones(2, 1, 28, 28)
    steps = torch.ones(2, dtype=torch.long)
    xt = process.q_sample(x0, steps, torch.randn(x0.shape, generator=torch.Generator().manual_seed(1)), PLAN)
    with torch.no_grad():
        mean, var = net(xt, steps, torch.full((2,), NO_CLASS))
        nats = step_terms(mean, var, x0, xt, steps, PLAN)
    assert (mean + 1).abs().quantile(0.9) < 1e-3
    assert nats.mean() / (784 * math.log(2)) < 0.05  # bits a pixel


def test_it_begins_as_the_network_whose_weights_it_takes_over():
    plain = backend.read("unet-mnist")
    fresh = BoundUNet()
    fresh.warm(plain.state_dict(), torch.full((256,), 1.0))
    _, xt, steps = noised(900)
    y = torch.tensor([3, 1, 4, NO_CLASS])
    with torch.no_grad():
        v = plain(xt, steps, y)
        own = process.x0_from_eps(xt, steps, eps_from_v(xt, steps, v, PLAN), PLAN).clamp(-1, 1)
        seen = []
        fresh.mixture = lambda xt, signal, noise, v, more: seen.append((v, more)) or (v, v)
        fresh(xt, steps, y)
    torch.testing.assert_close(seen[0][0], v, atol=1e-5, rtol=1e-5)
    assert not seen[0][1].any() and own.abs().max() <= 1
