"""The VAE's terms, its evidence and its paths, each against something independent."""

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


def joint(y, x):
    """p(X|z) p(z) at z = (x, y), from its definition."""
    p = special.expit(np.tanh([x, y]) @ WEIGHTS + SHIFT)
    return np.where(X == 1, p, 1 - p).prod() * np.exp(-(x * x + y * y) / 2) / (2 * np.pi)


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


def test_evidence_is_scipy_s_double_integral():
    expected = np.log(integrate.dblquad(joint, -6, 6, -6, 6, epsabs=1e-9)[0])
    assert theory.log_evidence(logits, X) == pytest.approx(expected, abs=1e-8)


def test_evidences_of_all_pictures_sum_to_one():
    every = np.array(np.meshgrid(*[[0.0, 1.0]] * 3)).reshape(3, -1).T
    total = sum(np.exp(theory.log_evidence(lambda z: logits(z)[:, :3], x)) for x in every)
    assert total == pytest.approx(1, abs=1e-8)


def test_a_narrow_posterior_between_the_nodes_is_not_missed():
    """A decoder so sharp that p(z|x) is 0.03 wide, at a place that no coarse node meets."""
    steep = lambda z: 40 * (np.asarray(z) - [0.43, -0.29]) @ np.array([[1.0, -1, 0, 0], [0, 0, 1, -1]])  # noqa: E731
    x = np.array([1.0, 1, 1, 1])
    coarse, fine = theory.log_evidence(steep, x), theory.log_evidence(steep, x, step=0.05, finer=10)
    assert coarse == pytest.approx(fine, abs=1e-6)


def test_bounds_rise_with_k_on_every_draw_and_end_at_the_evidence():
    truth = theory.log_evidence(logits, X)
    mu, logvar = np.array([0.5, 0.1]), np.array([-0.6, -0.6])
    eps = np.random.default_rng(2).standard_normal((2**14, 2))
    found = theory.bounds(theory.log_weights(logits, mu, logvar, X, eps))
    assert found.k.tolist() == [2**i for i in range(15)] and found.groups.tolist() == found.k.tolist()[::-1]
    assert (np.diff(found.mean) >= 0).all()
    assert found.mean[0] < truth - 0.01
    assert abs(found.mean[10] - truth) < 4 * found.error[10] + 0.01


def test_one_weight_on_average_is_the_elbo():
    mu, logvar = np.array([0.5, 0.1]), np.array([-0.6, -0.9])
    recon = theory.reconstruction(logits, mu[None], logvar[None], X[None], 20)[0]
    elbo = recon - theory.kl_to_prior(mu, logvar)
    eps = np.random.default_rng(3).standard_normal((2**16, 2))
    found = theory.bounds(theory.log_weights(logits, mu, logvar, X, eps))
    assert abs(found.mean[0] - elbo) < 4 * found.error[0]


def test_bounds_want_a_power_of_two():
    with pytest.raises(ValueError, match="is 3; allowed are powers of two"):
        theory.bounds(np.zeros(3))


def test_growing_bounds_keep_what_was_drawn():
    mu, logvar = np.array([0.5, 0.1]), np.array([-0.6, -0.6])
    frames = list(theory.growing_bounds(logits, mu, logvar, X, 64, np.random.default_rng(4)))
    assert [frame.k[-1] for frame in frames] == [2, 4, 8, 16, 32, 64]
    rng = np.random.default_rng(4)
    eps = np.concatenate([rng.standard_normal((n, 2)) for n in (1, 1, 2, 4, 8, 16, 32)])
    whole = theory.bounds(theory.log_weights(logits, mu, logvar, X, eps))
    np.testing.assert_allclose(frames[-1].mean, whole.mean, rtol=1e-12)


def test_the_aggregate_posterior_is_scipy_s_mixture():
    mu, logvar = RNG.normal(size=(9, 2)), RNG.normal(size=(9, 2)) - 1
    xs, ys = np.linspace(-3, 3, 7), np.linspace(-2, 2, 5)
    expected = np.mean(
        [
            [[stats.multivariate_normal(m, np.diag(np.exp(v))).pdf([x, y]) for x in xs] for y in ys]
            for m, v in zip(mu, logvar, strict=True)
        ],
        axis=0,
    )
    np.testing.assert_allclose(theory.aggregate(mu, logvar, xs, ys), expected, rtol=1e-10)


def test_an_ellipse_holds_what_the_normal_says():
    mu, logvar = np.array([1.0, -2.0]), np.log(np.array([0.25, 4.0]))
    curve = theory.ellipse(mu, logvar, 2.0)
    assert np.allclose((((curve - mu) / [0.5, 2.0]) ** 2).sum(1), 4)
    np.testing.assert_allclose(curve[0], curve[-1], atol=1e-12)


def test_ways_begin_and_end_where_they_should():
    a, b = np.array([1.0, 2.0]), np.array([-3.0, 0.5])
    for way in (theory.straight(a, b), theory.spherical(a, b), theory.along(np.array([a, [0, 0], b]))):
        assert way.shape == (101, 2)
        np.testing.assert_allclose(way[[0, -1]], [a, b], atol=1e-12)
    lengths = np.linalg.norm(np.diff(theory.along(np.array([a, [0, 0], b]), 1001), axis=0), axis=1)
    assert np.ptp(np.sort(lengths)[1:]) < 1e-9  # but for the one step round the corner
    middle = theory.straight(a, b)[50]
    np.testing.assert_allclose(middle, (a + b) / 2)


def test_the_spherical_way_turns_evenly_and_keeps_its_radius():
    way = theory.spherical(np.array([2.0, 0.0]), np.array([0.0, 2.0]))
    np.testing.assert_allclose(np.linalg.norm(way, axis=1), 2)
    np.testing.assert_allclose(np.arctan2(way[:, 1], way[:, 0]), np.linspace(0, np.pi / 2, 101), atol=1e-12)
    around = theory.spherical(np.array([1.0, 0.0]), np.array([-1.0, 0.0]))
    np.testing.assert_allclose(np.linalg.norm(around, axis=1), 1)
    assert around[50] == pytest.approx([0, 1])
    np.testing.assert_allclose(
        theory.spherical(np.zeros(2), np.ones(2)), theory.straight(np.zeros(2), np.ones(2))
    )


def test_a_path_without_length_is_refused():
    with pytest.raises(ValueError, match="no length"):
        theory.along(np.ones((3, 2)))


def test_centres_and_pairs_are_of_the_classes():
    points, labels = RNG.normal(size=(60, 2)), np.arange(60) % 3
    np.testing.assert_allclose(theory.centres(points, labels)[1], points[1::3].mean(0))
    pairs = theory.other_class_pairs(labels, 20, np.random.default_rng(0))
    assert pairs.shape == (20, 2) and (labels[pairs[:, 0]] != labels[pairs[:, 1]]).all()
