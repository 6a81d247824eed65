"""The exact gradient against finite differences and autograd; the two estimators against it."""

import numpy as np
import pytest
import torch

from explainer.variational.families.two_numbers import FAMILIES, families_for, make_q
from explainer.variational.posteriors.theory import posterior, terms
from explainer.variational.posteriors.two_numbers import MODELS
from explainer.variational.search.gradients import draws, elbo_and_gradient, gradient

POSTERIORS = {name: posterior(model, model.EXAMPLE) for name, model in MODELS.items()}
PAIRS = [(m, f) for m, model in MODELS.items() for f in families_for(model.dim)]
NUMBERS = {
    "gaussian": (0.6, 0.8),
    "laplace": (0.6, 0.8),
    "student": (0.6, 0.8),
    "mixture": (0.35, -0.9, 0.7, 1.3, 0.5),
    "mean-field": (0.4, 0.7, 0.6, 0.9),
    "full": (0.4, 0.7, 0.6, 0.9, -0.5),
}


@pytest.mark.parametrize("name, family", PAIRS)
def test_exact_gradient_equals_central_differences_of_the_elbo(name, family):
    post, q = POSTERIORS[name], make_q(family, *NUMBERS[family])
    elbo, slope = elbo_and_gradient(post, q)
    assert elbo == pytest.approx(terms(post, q).elbo, abs=1e-11)
    h = 1e-5
    for axis, step in enumerate(np.eye(len(slope)) * h):
        up, down = (terms(post, type(q).from_theta(q.theta + s)).elbo for s in (step, -step))
        assert slope[axis] == pytest.approx((up - down) / (2 * h), rel=1e-6, abs=1e-6)


def test_exact_gradient_equals_autograd_through_a_gauss_hermite_rule():
    # Logistic regression written anew in torch, its mean under q by 200 Gauss–Hermite nodes.
    post = POSTERIORS["logistic"]
    nodes, weights = (torch.tensor(a) for a in np.polynomial.hermite_e.hermegauss(200))
    weights = weights / weights.sum()
    theta = torch.tensor([0.6, np.log(0.8)], requires_grad=True)
    z = theta[0] + theta[1].exp() * nodes
    t, y = torch.tensor(post.x).T
    zero, two = torch.zeros((), dtype=torch.float64), torch.full((), 2.0, dtype=torch.float64)
    log_joint = torch.distributions.Normal(zero, two).log_prob(z)
    log_joint = log_joint + torch.distributions.Bernoulli(logits=z[:, None] * t).log_prob(y).sum(1)
    elbo = weights @ log_joint + torch.distributions.Normal(theta[0], theta[1].exp()).entropy()
    elbo.backward()
    value, slope = elbo_and_gradient(post, make_q("gaussian", 0.6, 0.8))
    assert value == pytest.approx(elbo.item(), abs=1e-9)
    assert slope == pytest.approx(theta.grad.numpy(), abs=1e-8)


@pytest.mark.parametrize("kind", ["pathwise", "score"])
@pytest.mark.parametrize("name, family", PAIRS)
def test_estimator_is_unbiased_within_four_standard_errors(name, family, kind):
    post, q = POSTERIORS[name], make_q(family, *NUMBERS[family])
    g = draws(post, q, kind, 60_000, np.random.default_rng(11))
    exact = elbo_and_gradient(post, q)[1]
    z = (g.mean(axis=0) - exact) / (g.std(axis=0, ddof=1) / len(g) ** 0.5)
    assert np.abs(z).max() < 4
    # Sharp enough to see a wrong factor or sign: else the test would pass anything.
    assert (g.std(axis=0) / len(g) ** 0.5 < 0.25 * np.maximum(1, np.abs(exact))).all()


@pytest.mark.parametrize("name", MODELS)
def test_following_the_slope_is_less_noisy_than_weighing_the_score(name):
    post = POSTERIORS[name]
    family = families_for(post.model.dim)[0]
    q = make_q(family, *NUMBERS[family])
    pathwise, score = (draws(post, q, kind, 4000, np.random.default_rng(0)) for kind in ("pathwise", "score"))
    assert np.linalg.norm(pathwise.std(0)) < np.linalg.norm(score.std(0))


def test_gradient_is_flat_at_the_posterior():
    post = POSTERIORS["gaussian"]
    q = make_q("gaussian", *post.model.posterior_moments(post.x))
    assert np.abs(elbo_and_gradient(post, q)[1]).max() < 1e-12


def test_noise_of_the_pathwise_mean_gradient_is_the_known_one_on_the_conjugate_model():
    # ∂ ln p/∂z is a line there, of slope minus the precision: its std is that times q's own.
    post = POSTERIORS["gaussian"]
    _, std = post.model.posterior_moments(post.x)
    g = draws(post, make_q("gaussian", 0.6, 0.8), "pathwise", 10_000, np.random.default_rng(0))
    assert g[:, 0].std(ddof=1) == pytest.approx(0.8 / std**2, rel=0.03)


def test_a_gradient_is_the_mean_of_draws_that_follow_the_seed():
    post, q = POSTERIORS["coin"], make_q("gaussian", 0, 1)
    first, same, other = (draws(post, q, "score", 50, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert (first == same).all() and (first.mean(0) != other.mean(0)).all()
    assert gradient(post, q, "score", 50, np.random.default_rng(1)) == pytest.approx(first.mean(0))


def test_every_family_is_covered_here():
    assert set(NUMBERS) == set(FAMILIES)
