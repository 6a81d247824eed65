"""The bound's terms against torch.distributions, mpmath, and a second implementation in NumPy."""

import math

import mpmath
import numpy as np
import pytest
import torch
from torch.distributions import Normal, kl_divergence

from explainer.diffusion import process, schedule
from explainer.diffusion.bound import terms
from explainer.diffusion.bound.sigmas import SIGMAS, variance, with_sigma
from explainer.maths.arguments import BadArgument
from tests.diffusion.bound import in_numpy

PLAN = schedule.cosine(1000)
BARS = in_numpy.cosine_bars(1000)


def case(t: int, seed: int = 0):
    """Grey pictures, their noised version, a mean and a variance of x_0, all in float64."""
    source = torch.Generator().manual_seed(seed)
    levels = torch.randint(0, 256, (3, 1, 6, 6), generator=source)
    levels[0, 0, 0, :2] = torch.tensor([0, 255])
    x0 = levels.double() / 127.5 - 1
    steps = torch.full((3,), t)
    xt = process.q_sample(x0, steps, torch.randn(x0.shape, generator=source).double(), PLAN)
    near = process.jump(PLAN)[1][t]
    mean = (x0 + near * torch.randn(x0.shape, generator=source)).clamp(-1, 1)
    var = near**2 * (0.2 + torch.rand(x0.shape, generator=source).double())
    return x0, xt, steps, mean.double(), var.double()


@pytest.mark.parametrize("t", [2, 3, 40, 500, 999, 1000])
def test_a_term_is_that_of_the_second_implementation(t):
    x0, xt, steps, mean, var = case(t)
    got = terms.pixel_terms(mean, var, x0, xt, steps, PLAN)
    theirs = in_numpy.step(BARS, t, *(part.numpy() for part in (x0, xt, mean, var)))
    np.testing.assert_allclose(got.numpy(), theirs, rtol=1e-6, atol=1e-12)


@pytest.mark.parametrize("t", [2, 40, 1000])
def test_a_term_is_torchs_own_divergence(t):
    x0, xt, steps, mean, var = case(t)
    q_mean, q_var = process.posterior(x0, xt, t, PLAN)
    p_mean, _ = process.posterior(mean, xt, t, PLAN)
    p_std = (q_var + terms.weight_of_x0(PLAN)[t] ** 2 * var).sqrt()
    theirs = kl_divergence(Normal(q_mean, math.sqrt(q_var)), Normal(p_mean, p_std)).flatten(1).sum(1)
    torch.testing.assert_close(terms.step_terms(mean, var, x0, xt, steps, PLAN), theirs, rtol=1e-7, atol=1e-9)


def test_l0_is_that_of_the_second_implementation():
    x0, xt, steps, mean, var = case(1)
    got = terms.pixel_terms(mean, var, x0, xt, steps, PLAN)
    std = np.sqrt(np.maximum(var.numpy(), terms.LEAST))
    np.testing.assert_allclose(got.numpy(), in_numpy.decoded(x0.numpy(), mean.numpy(), std), rtol=1e-8)


def test_a_mixed_batch_is_each_of_its_terms():
    parts = [case(t) for t in (1, 7)]
    x0, xt, steps, mean, var = (torch.cat(pair) for pair in zip(*parts, strict=True))
    together = terms.step_terms(mean, var, x0, xt, steps, PLAN)
    alone = [terms.step_terms(mean, var, x0, xt, steps, PLAN) for x0, xt, steps, mean, var in parts]
    torch.testing.assert_close(together, torch.cat(alone))


def test_prior_kl_is_torchs_own():
    x0, plan = torch.rand(2, 1, 28, 28).double() * 2 - 1, schedule.linear(100)
    ab = plan.alpha_bar[-1]
    theirs = kl_divergence(Normal(math.sqrt(ab) * x0, math.sqrt(1 - ab)), Normal(0.0, 1.0))
    torch.testing.assert_close(terms.prior_kl(x0, plan), theirs.flatten(1).sum(1))
    np.testing.assert_allclose(terms.prior_terms(x0, PLAN).numpy(), in_numpy.prior(BARS, x0.numpy()), atol=1e-12)


@pytest.mark.parametrize("grey", [0, 1, 128, 254, 255])
@pytest.mark.parametrize("miss", [-9.0, -0.4, 0.0, 3.0])
def test_a_grey_levels_share_is_the_integral_over_it(grey, miss):
    """mpmath's normal distribution in 60 digits; `miss` is the distance in standard deviations."""
    x0, std = torch.tensor([grey / 127.5 - 1]).double(), math.sqrt(PLAN.posterior_var[2])
    got = -terms.log_share(x0, x0 + miss * std, torch.full_like(x0, std)).item()
    with mpmath.workdps(60):
        centre = mpmath.mpf(grey) / 127.5 - 1
        mean = centre + miss * std
        low = -mpmath.inf if grey == 0 else centre - mpmath.mpf(1) / 255
        high = mpmath.inf if grey == 255 else centre + mpmath.mpf(1) / 255
        share = mpmath.ncdf((high - mean) / std) - mpmath.ncdf((low - mean) / std)
        assert got == pytest.approx(float(-mpmath.log(share)), rel=1e-6, abs=1e-9)


@pytest.mark.parametrize(
    "mean, std", [(-1.0, 1e-4), (0.0, 0.3), (0.997, 0.004), (1.5, 0.01), (-3.0, 0.05), (0.2, 9.0), (40.0, 1e-3)]
)
def test_the_shares_of_the_256_grey_levels_add_up_to_one(mean, std):
    levels = torch.arange(256, dtype=torch.float64) / 127.5 - 1
    shares = terms.log_share(levels, torch.full_like(levels, mean), torch.full_like(levels, std)).exp()
    assert abs(shares.sum().item() - 1) < 1e-12
    in_arrays = terms.log_share(levels.numpy(), mean, std)
    np.testing.assert_allclose(
        in_arrays, terms.log_share(levels, mean + 0 * levels, std + 0 * levels), rtol=1e-12
    )


# Σ


def test_beta_is_the_variance_of_standard_normal_data():
    """σ_t² = β̃_t + c_t² (1 − ᾱ_t) is β_t itself (DDPM, section 3.2)."""
    found = PLAN.posterior_var + terms.weight_of_x0(PLAN) ** 2 * variance("beta", PLAN)
    np.testing.assert_allclose(found[1:], PLAN.beta[1:], rtol=1e-9)


def test_the_best_number_is_where_the_mean_term_is_least():
    """Against a search over widths; the terms' mean over pixels is least at the mean square error."""
    x0, xt, steps, mean, _ = case(60)
    best = (x0 - mean).square().mean().item()

    def cost(v):
        return terms.step_terms(mean, torch.full_like(mean, v), x0, xt, steps, PLAN).mean().item()

    assert all(cost(best) < cost(best * factor) for factor in (0.5, 0.9, 1.1, 2.0))


def test_who_knows_the_picture_pays_only_for_the_last_grey_level():
    """With x̂_0 = x_0 and β̃ every L_{t−1} is 0, and L_0 is the share of N(0, β̃_2) in a grey level."""
    x0, xt, steps, *_ = case(1)

    net = with_sigma(lambda *_: (x0, None), "beta-tilde", PLAN)
    for t in (2, 300, 1000):
        steps = torch.full((3,), t)
        assert terms.step_terms(*net(xt, steps, None), x0, xt, steps, PLAN).abs().max() < 1e-9
    found = terms.pixel_terms(*net(xt, torch.ones(3).long(), None), x0, xt, torch.ones(3).long(), PLAN)
    inside = 2 * Normal(0.0, math.sqrt(PLAN.posterior_var[2])).cdf(torch.tensor(1 / 255).double()) - 1
    assert found.median().item() == pytest.approx(-math.log(inside), rel=1e-5)


def test_a_network_that_says_no_variance_is_not_asked_for_the_learned_one():
    net = with_sigma(lambda xt, t, y: (xt, None), "learned", PLAN)
    with pytest.raises(BadArgument, match="allowed are beta-tilde, beta, best") as refused:
        net(torch.zeros(1, 1, 2, 2), torch.tensor([5]), None)
    assert refused.value.argument == "sigma" and set(SIGMAS) == {"beta-tilde", "beta", "best", "learned"}
