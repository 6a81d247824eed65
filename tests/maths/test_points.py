"""Toy data: the density integrates to one, the samples have its moments, the score is its slope."""

import numpy as np
import pytest
import torch

from explainer.diffusion import process, schedule
from explainer.maths import points, toy2d
from explainer.maths.arguments import BadArgument
from models.mlp import exact_eps

NAMES = tuple(points.DATASETS)


@pytest.mark.parametrize("name", NAMES)
def test_density_integrates_to_one(name):
    side = np.linspace(-1.3, 1.3, 105)
    grid = np.stack(np.meshgrid(side, side), -1).reshape(-1, 2)
    data = toy2d.Cloud(name, points.centres(name), points.SPREAD)
    mass = np.exp(data.log_density(grid)).sum() * (side[1] - side[0]) ** 2
    assert mass == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("name", NAMES)
def test_samples_have_the_mixtures_moments(name):
    x = points.sample(name, 40_000, np.random.default_rng(0))
    means = points.centres(name)
    cov = np.cov(means.T, bias=True) + points.SPREAD**2 * np.eye(2)
    np.testing.assert_allclose(x.mean(0), means.mean(0), atol=0.015)
    np.testing.assert_allclose(np.cov(x.T), cov, atol=0.012)
    assert np.abs(means).max() <= 1


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("t", [1, 30, 400, 1000])
def test_exact_eps_is_the_slope_of_the_noised_density(name, t):
    """Autograd through ln q(x_t), an independent sum over the noised components."""
    plan = schedule.linear(1000)
    ab = plan.alpha_bar[t]
    source = torch.Generator().manual_seed(t)
    xt = torch.randn(5, 2, generator=source).double().mul_(0.5).requires_grad_()
    means = np.sqrt(ab) * torch.from_numpy(points.centres(name))
    var = ab * points.SPREAD**2 + 1 - ab
    parts = torch.distributions.MultivariateNormal(means, var * torch.eye(2).double())
    parts.log_prob(xt[:, None]).logsumexp(1).sum().backward()
    got = exact_eps(xt.detach(), torch.full((5,), t), name, plan)
    torch.testing.assert_close(got, -np.sqrt(1 - ab) * xt.grad, rtol=1e-6, atol=1e-8)
    best = process.x0_from_eps(xt.detach(), t, got, plan)
    assert best.isfinite().all()


def test_an_unknown_data_set_is_named():
    with pytest.raises(BadArgument, match="the data set is 'cube'; allowed are moons") as refused:
        points.centres("cube")
    assert refused.value.argument == "data"
