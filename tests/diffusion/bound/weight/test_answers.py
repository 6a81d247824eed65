"""The weight against divergences of two Gaussians, and the weighted error against the measured terms."""

import numpy as np
import pytest
import torch
from torch.distributions import Normal, kl_divergence

from explainer import shipped
from explainer.diffusion import process, schedule
from explainer.diffusion.bound.weight import answers, theory
from explainer.maths.arguments import BadArgument
from tests.page import unpacked

PLANS = {"linear": schedule.linear(1000), "cosine": schedule.cosine(1000)}


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("sigma", ["beta", "beta-tilde"])
def test_the_weight_is_what_an_error_of_eps_adds_to_the_divergence(name, sigma):
    """Two steps back from one x_t whose ε differ by δ: torch's own D of them, less that of δ = 0, over δ²."""
    plan, delta = PLANS[name], 0.3
    found = theory.weights(plan, sigma)
    for t in (2, 17, 500, 990):
        var = {"beta": plan.beta, "beta-tilde": plan.posterior_var}[sigma][t]
        xt, eps = torch.tensor(0.7).double(), torch.tensor(-0.4).double()
        means = [process.mean_from_eps(xt, t, eps + d, plan) for d in (0.0, delta)]
        q = Normal(means[0], np.sqrt(plan.posterior_var[t]))
        same, other = (kl_divergence(q, Normal(mean, np.sqrt(var))).item() for mean in means)
        assert found[t] == pytest.approx((other - same) / delta**2, rel=1e-6)


def test_beta_tilde_has_no_weight_at_the_first_step_and_beta_has():
    assert np.isnan(theory.weights(PLANS["cosine"], "beta-tilde")[1])
    assert np.isfinite(theory.weights(PLANS["cosine"], "beta")[1:]).all()


def test_the_weighted_errors_are_the_terms_that_were_measured():
    """Under β̃ a term is the weight times the error of ε alone: the shipped terms, measured as divergences."""
    stored, plan = shipped.arrays("bound/unet-mnist"), PLANS["cosine"]
    error = theory.errors_of_eps(stored["square"].astype(np.float64), plan)
    terms = error * theory.weights(plan, "beta-tilde")[1:] / np.log(2)
    np.testing.assert_allclose(terms[:, 1:], stored["bits_1000"][:, 0, 1:], rtol=2e-4)


def test_the_bound_listens_to_small_t_and_l_simple_does_not():
    answer = answers.measured("beta-tilde")
    assert answer["medians"]["bound"] < 30 < answer["medians"]["simple"]
    for name in ("simple", "bound"):
        share = unpacked(answer[name])
        assert share[0] == 0 and share[-1] == pytest.approx(1) and (np.diff(share) >= 0).all()
        at = answer["medians"][name]
        assert share[at] >= 0.5 > share[at - 1]
    assert answer["tracks"]["rows"][0][1][1] == r"none: $\tilde\beta_1=0$"
    assert "none" not in answers.measured("beta")["tracks"]["rows"][0][1][1]


def test_it_refuses_another_width():
    with pytest.raises(BadArgument, match="allowed are beta-tilde, beta"):
        answers.measured("learned")
