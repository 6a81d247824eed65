"""One step's two distributions against torch's, quadrature and Bayes' rule on a grid."""

import math

import numpy as np
import pytest
import torch
from scipy import integrate, stats

from explainer.diffusion import schedule
from explainer.diffusion.reverse.step import theory
from explainer.diffusion.reverse.steps import VARIANCES

PLAN = schedule.cosine(1000)
RNG = np.random.default_rng(5)
X0 = RNG.uniform(-1, 1, (4, 28, 28))
EPS = RNG.standard_normal((4, 28, 28))


@pytest.mark.parametrize("t", [2, 3, 40, 500, 1000])
@pytest.mark.parametrize("variance", VARIANCES)
def test_the_step_s_kl_is_that_of_torch_and_of_quadrature(t, variance):
    x0, x0_hat, xt = np.array([-1.0, 0.3, 0.9]), np.array([-0.9, 0.35, 0.2]), np.array([-1.2, 0.1, 0.8])
    pair = theory.step_pair(x0, x0_hat, xt, t, PLAN, variance)
    q = torch.distributions.Normal(torch.tensor(pair.mean_q), math.sqrt(pair.var_q))
    p = torch.distributions.Normal(torch.tensor(pair.mean_p), math.sqrt(pair.var_p))
    torch_kl = torch.distributions.kl_divergence(q, p).numpy()
    np.testing.assert_allclose(pair.kl, torch_kl, rtol=1e-9, atol=1e-12)
    for i in range(3):
        one = stats.norm(pair.mean_q[i], math.sqrt(pair.var_q))
        other = stats.norm(pair.mean_p[i], math.sqrt(pair.var_p))
        low, high = one.ppf(1e-15), one.isf(1e-15)
        by_hand = integrate.quad(lambda x: one.pdf(x) * (one.logpdf(x) - other.logpdf(x)), low, high)[0]  # noqa: B023
        assert pair.kl[i] == pytest.approx(by_hand, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("t", [2, 40, 1000])
def test_the_true_step_is_bayes_on_a_grid(t):
    x0, xt = 0.4, 0.1
    pair = theory.step_pair(np.array([x0]), np.array([0.0]), np.array([xt]), t, PLAN)
    middle, std = float(pair.mean_q[0]), math.sqrt(pair.var_q)
    grid = np.linspace(middle - 12 * std, middle + 12 * std, 20_001)
    prior = stats.norm.pdf(grid, math.sqrt(PLAN.alpha_bar[t - 1]) * x0, math.sqrt(1 - PLAN.alpha_bar[t - 1]))
    weight = prior * stats.norm.pdf(xt, math.sqrt(PLAN.alpha[t]) * grid, math.sqrt(PLAN.beta[t]))
    weight /= weight.sum()
    mean = (grid * weight).sum()
    assert mean == pytest.approx(middle, abs=1e-6)
    assert ((grid - mean) ** 2 * weight).sum() == pytest.approx(pair.var_q, rel=1e-5)


def test_who_sees_the_picture_itself_is_not_apart_from_the_truth():
    pair = theory.step_pair(X0, X0, X0 + EPS, 300, PLAN)
    assert np.abs(pair.kl).max() == 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"t": 1}, "t is 1"),
        ({"t": 1001}, "from 2 to 1000"),
        ({"variance": "middle"}, "'middle'; allowed are small, large"),
    ],
)
def test_a_step_that_has_no_density_is_refused(change, says):
    given = {"x0": X0, "x0_hat": X0, "xt": X0, "t": 5, "schedule": PLAN} | change
    with pytest.raises(ValueError, match=says):
        theory.step_pair(**given)
