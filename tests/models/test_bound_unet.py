"""The network trained for the bound: its mixture, and the terms of the bound against other computations."""

import math

import numpy as np
import pytest
import torch
from scipy import stats

from explainer.diffusion import process
from models import backend, bound
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
        nats = bound.learned_terms(mean, var, x0, xt, steps, PLAN)
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


def test_a_term_is_the_divergence_of_the_two_normals():
    x0, xt, steps = noised(40)
    mean, var = (0.9 * x0).double(), torch.full_like(x0, 0.01).double()
    alpha_bar, beta = PLAN.alpha_bar, PLAN.beta
    weight = math.sqrt(alpha_bar[39]) * beta[40] / (1 - alpha_bar[40])
    q_mean, q_var = process.posterior(x0.double(), xt.double(), 40, PLAN)
    p_mean = process.posterior(mean, xt.double(), 40, PLAN)[0]
    p = torch.distributions.Normal(p_mean, (q_var + weight**2 * var).sqrt())
    q = torch.distributions.Normal(q_mean, math.sqrt(q_var))
    expected = torch.distributions.kl_divergence(q, p).flatten(1).sum(1)
    found = bound.learned_terms(mean, var, x0.double(), xt.double(), steps, PLAN)
    torch.testing.assert_close(found, expected, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(
    "mean, std", [(-1.0, 1e-4), (0.0, 0.3), (0.997, 0.004), (1.5, 0.01), (-3.0, 0.05), (0.2, 9.0)]
)
def test_the_shares_of_the_256_grey_levels_add_up_to_one(mean, std):
    levels = torch.arange(256, dtype=torch.float64) / 127.5 - 1
    shares = bound.log_share(levels, torch.full_like(levels, mean), torch.full_like(levels, std)).exp()
    assert abs(shares.sum().item() - 1) < 1e-12
    middle = stats.norm.cdf(levels[128] + bound.BIN, mean, std) - stats.norm.cdf(
        levels[128] - bound.BIN, mean, std
    )
    assert shares[128].item() == pytest.approx(middle, rel=1e-6, abs=1e-15)


def test_the_estimate_agrees_with_every_step_of_a_cheap_network():
    """Against the sum over all 1,000 steps, on three pictures; a z-test with fixed seeds."""
    source = torch.Generator().manual_seed(5)
    x0 = torch.rand(3, 1, 28, 28, generator=source) * 2 - 1

    def cheap(xt, t, y):
        signal, noise = (process.at(values, t, xt) for values in process.jump(PLAN))
        share = 0.33 * signal**2 / (0.33 * signal**2 + noise**2)  # the best guess for even grey levels
        return share * xt / signal, (0.33 * (1 - share)).expand_as(xt)

    labels = torch.full((3,), NO_CLASS)
    exact = bound.prior_kl(x0, PLAN).double()
    for t in range(1, PLAN.T + 1):
        steps = torch.full((3,), t)
        xt = process.q_sample(x0, steps, torch.randn(x0.shape, generator=source), PLAN)
        exact = exact + bound.learned_terms(*cheap(xt, steps, labels), x0, xt, steps, PLAN)
    exact = exact.mean().item() / (784 * math.log(2))
    runs = [bound.learned_bits(cheap, x0, labels, PLAN, seed)["bits"] for seed in range(40)]
    error = np.std(runs, ddof=1) / math.sqrt(len(runs))
    assert abs(np.mean(runs) - exact) < 4 * error + 1e-3
