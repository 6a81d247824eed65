"""The bound's terms against torch.distributions, mpmath and a model whose evidence is known."""

import math

import mpmath
import pytest
import torch
from torch.distributions import Normal, kl_divergence

from explainer.diffusion import process, schedule
from models import bound

PLAN = schedule.cosine(1000)


def test_step_kl_is_torchs_own_kl_of_the_two_steps():
    x0, xt, eps = (torch.randn(3, 1, 28, 28).double() for _ in range(3))
    t = torch.tensor([2, 500, 1000])
    got = bound.step_kl(x0, xt, t, eps, PLAN)
    for k, one in enumerate(t.tolist()):
        mean, var = process.posterior(x0[k], xt[k], one, PLAN)
        guess, _ = process.posterior(process.x0_from_eps(xt[k], one, eps[k], PLAN), xt[k], one, PLAN)
        theirs = kl_divergence(Normal(mean, math.sqrt(var)), Normal(guess, math.sqrt(var))).sum()
        assert got[k].item() == pytest.approx(theirs.item(), rel=1e-6)


def test_prior_kl_is_torchs_own():
    x0, plan = torch.rand(2, 1, 28, 28).double() * 2 - 1, schedule.linear(100)
    ab = plan.alpha_bar[-1]
    theirs = kl_divergence(Normal(math.sqrt(ab) * x0, math.sqrt(1 - ab)), Normal(0.0, 1.0))
    torch.testing.assert_close(bound.prior_kl(x0, plan), theirs.flatten(1).sum(1))


@pytest.mark.parametrize("grey", [0, 1, 128, 254, 255])
@pytest.mark.parametrize("miss", [-9.0, -0.4, 0.0, 3.0])
def test_decoder_loss_is_the_integral_over_the_grey_level(grey, miss):
    """mpmath's normal distribution in 60 digits; `miss` is the distance in standard deviations."""
    x0 = torch.full((1, 1, 1, 1), grey / 127.5 - 1).double()
    std = math.sqrt(PLAN.posterior_var[2])
    x1 = math.sqrt(PLAN.alpha[1]) * (x0 + miss * std)
    got = bound.decoder_loss(x0, x1, torch.zeros_like(x0), PLAN).item()
    with mpmath.workdps(60):
        centre = mpmath.mpf(grey) / 127.5 - 1
        mean = centre + miss * std
        low = -mpmath.inf if grey == 0 else centre - mpmath.mpf(1) / 255
        high = mpmath.inf if grey == 255 else centre + mpmath.mpf(1) / 255
        share = mpmath.ncdf((high - mean) / std) - mpmath.ncdf((low - mean) / std)
        assert got == pytest.approx(float(-mpmath.log(share)), rel=1e-6, abs=1e-9)


def test_every_grey_level_together_has_probability_one():
    greys = (torch.arange(256).double() / 127.5 - 1).view(256, 1, 1, 1)
    x1 = torch.full_like(greys, 0.1)
    loss = bound.decoder_loss(greys, x1, torch.zeros_like(greys), PLAN)
    assert (-loss).exp().sum().item() == pytest.approx(1, abs=1e-9)


def test_who_knows_the_picture_pays_only_for_the_last_grey_level():
    """With x̂_0 = x_0 every L_{t−1} is 0, and L_0 is the share of N(0, β̃_2) in a grey level."""
    greys = torch.randint(0, 256, (64, 1, 4, 4), generator=torch.Generator().manual_seed(0))
    x0 = greys.double() / 127.5 - 1

    def knows(xt, t, y):
        return process.eps_from_x0(xt, t, x0, PLAN)

    def errs(xt, t, y):
        return knows(xt, t, y) + 0.1

    best, _ = bound.bits(knows, x0, None, PLAN, 0)
    worse, _ = bound.bits(errs, x0, None, PLAN, 0)
    inside = 2 * Normal(0.0, math.sqrt(PLAN.posterior_var[2])).cdf(torch.tensor(1 / 255)) - 1
    assert best == pytest.approx(-math.log2(inside), rel=0.02)  # a few greys lie at an end
    assert worse > 2 * best
