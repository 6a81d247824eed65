"""Both terms of the loss, each against something independent."""

import numpy as np
import pytest
import torch
from scipy import integrate, special, stats

from explainer.vae import theory

RNG = np.random.default_rng(0)
WEIGHTS, SHIFT = RNG.normal(size=(2, 6)) * 1.5, RNG.normal(size=6)
X = np.array([1.0, 0.0, 1.0, 1.0, 0.0, 0.0])


def logits(z):
    """A small decoder that bends, as a network does."""
    return np.tanh(np.asarray(z)) @ WEIGHTS + SHIFT


def test_kl_to_the_prior_is_torch_s_and_quadrature_s():
    mu, logvar = RNG.normal(size=(7, 3)), RNG.normal(size=(7, 3))
    q = torch.distributions.Normal(torch.from_numpy(mu), torch.from_numpy(np.exp(logvar / 2)))
    prior = torch.distributions.Normal(torch.zeros(7, 3).double(), 1.0)
    expected = torch.distributions.kl_divergence(q, prior).sum(1).numpy()
    np.testing.assert_allclose(theory.kl_to_prior(mu, logvar), expected, rtol=1e-12)
    m, s = 0.7, 0.3
    integrand = lambda z: stats.norm.pdf(z, m, s) * (stats.norm.logpdf(z, m, s) - stats.norm.logpdf(z))  # noqa: E731
    by_quadrature = integrate.quad(integrand, -4, 4, points=[m])[0]
    assert theory.kl_to_prior(np.array([m]), np.array([2 * np.log(s)])) == pytest.approx(by_quadrature, rel=1e-9)


def test_the_likelihood_is_bernoulli_s_and_a_grey_value_mixes_ink_and_none():
    z = RNG.normal(size=(5, 2))
    p = special.expit(logits(z))
    np.testing.assert_allclose(
        theory.log_likelihood(logits(z), X), stats.bernoulli.logpmf(X, p).sum(1), rtol=1e-12
    )
    grey = RNG.random(6)
    expected = (grey * np.log(p) + (1 - grey) * np.log1p(-p)).sum(1)
    np.testing.assert_allclose(theory.log_likelihood(logits(z), grey), expected, rtol=1e-12)
    assert np.isfinite(theory.log_likelihood(np.array([800.0, -800.0]), np.array([0.0, 1.0])))


def test_the_hermite_rule_gives_the_normal_s_moments():
    nodes, weights = theory.hermite(6, 2)
    for a, b, moment in ((0, 0, 1), (2, 0, 1), (4, 2, 3), (10, 0, 945), (3, 2, 0)):
        assert weights @ (nodes[:, 0] ** a * nodes[:, 1] ** b) == pytest.approx(moment, abs=1e-9)


def test_the_reconstruction_term_is_the_mean_of_many_draws():
    mu, logvar = np.array([[0.3, -0.8]]), np.array([[-1.0, -2.0]])
    eps = np.random.default_rng(1).standard_normal((200_000, 2))
    draws = theory.log_likelihood(logits(mu + np.exp(logvar / 2) * eps), X)
    exact = theory.reconstruction(logits, mu, logvar, X[None], 15)[0]
    assert abs(draws.mean() - exact) < 4 * draws.std() / np.sqrt(len(draws))
    assert theory.reconstruction(logits, mu, logvar, X[None], 9)[0] == pytest.approx(exact, abs=1e-4)
    two = theory.reconstruction(logits, np.repeat(mu, 2, 0), np.repeat(logvar, 2, 0), np.stack([X, X]), 15)
    np.testing.assert_allclose(two, exact, rtol=1e-12)
