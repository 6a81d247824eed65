"""The exact density, score and denoiser against autograd, quadrature and SciPy."""

import numpy as np
import pytest
import torch
from scipy.stats import multivariate_normal

from explainer.diffusion.plane import theory
from explainer.diffusion.plane.mixture import Mixture
from explainer.maths.toy2d import SHAPES, cloud

LEVELS = [(1.0, 0.05), (0.8, 0.6), (0.05, 0.99875), (0.5, 0.5)]
THREE = Mixture(np.array([[0.5, 0.1], [-0.7, 0.4], [0.0, -0.8]]), 0.03)


@pytest.fixture
def x():
    return np.random.default_rng(5).standard_normal((40, 2))


@pytest.mark.parametrize("a, s", LEVELS)
def test_the_density_is_scipys_and_the_grid_s_too(x, a, s):
    peaks = [multivariate_normal(a * c, (a * a * 0.03 + s * s) * np.eye(2)) for c in THREE.centres]
    expected = np.mean([peak.pdf(x) for peak in peaks], 0)
    np.testing.assert_allclose(np.exp(THREE.log_density(x, a, s)), expected, rtol=1e-9)
    axis = np.linspace(-2, 2, 21)
    at = np.stack(np.meshgrid(axis, axis), -1).reshape(-1, 2)
    np.testing.assert_allclose(
        THREE.on_grid(axis, a, s).ravel(), np.exp(THREE.log_density(at, a, s)), rtol=1e-9, atol=1e-300
    )


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("a, s", LEVELS)
def test_the_score_is_the_gradient_of_the_log_density(x, name, a, s):
    data = cloud(name)
    xt = torch.tensor(x, requires_grad=True)
    centres, var = torch.tensor(data.centres), a * a * data.spread**2 + s * s
    log = -(xt[:, None] - a * centres).square().sum(-1) / (2 * var)
    torch.logsumexp(log, 1).sum().backward()
    np.testing.assert_allclose(Mixture.of(data).score(x, a, s), xt.grad.numpy(), rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize("a, s", LEVELS)
def test_the_denoiser_is_the_mean_by_quadrature(a, s):
    side = np.linspace(-2, 2, 1201)
    x0 = np.stack(np.meshgrid(side, side), -1).reshape(-1, 2)
    prior = np.exp(THREE.log_density(x0, 1.0, 0.0))
    for xt in ([0.3, -0.2], [1.1, 0.9], [-0.4, 0.3]):
        weight = prior * np.exp(-((xt - a * x0) ** 2).sum(1) / (2 * s * s))
        mean = weight @ x0 / weight.sum()
        np.testing.assert_allclose(THREE.denoised(np.array([xt]), a, s)[0], mean, atol=2e-6)


def test_noise_and_denoiser_rebuild_the_point(x):
    for a, s in LEVELS:
        rebuilt = a * THREE.denoised(x, a, s) + s * THREE.noise(x, a, s)
        np.testing.assert_allclose(rebuilt, x, atol=1e-12)


def test_points_of_no_width_are_given_back_at_no_noise(x):
    copies = Mixture(x[:7], 0.0)
    np.testing.assert_allclose(copies.denoised(x[:7] + 1e-4, 1.0, 1e-3), x[:7], atol=1e-9)


def test_the_grid_of_the_page_holds_all_but_little_of_the_density():
    from explainer.diffusion.plane.clock import Clock
    from explainer.diffusion.schedule import make

    clock = Clock(make("linear", 1000))
    cell = (2 * theory.REACH / theory.CELLS) ** 2
    mass = theory.densities(Mixture.of(cloud("moons")), clock, [30, 300, 1000]).sum((1, 2)) * cell
    assert np.all(np.abs(mass - 1) < 0.02)


def test_weights_count_as_that_many_equal_gaussians():
    once = np.array([[0.3, 0.1], [-0.4, 0.2]])
    weighted = Mixture(once, 0.03, np.array([0.75, 0.25]))
    equal = Mixture(once[[0, 0, 0, 1]], 0.03)
    x, axis = np.random.default_rng(4).standard_normal((50, 2)), np.linspace(-1, 1, 9)
    for name in ("log_density", "score", "denoised"):
        np.testing.assert_allclose(
            getattr(weighted, name)(x, 0.8, 0.6), getattr(equal, name)(x, 0.8, 0.6), rtol=1e-9
        )
    np.testing.assert_allclose(weighted.on_grid(axis, 0.8, 0.6), equal.on_grid(axis, 0.8, 0.6), rtol=1e-9)


def test_gathered_centres_keep_mean_and_variance_and_nearly_the_density():
    centres = np.random.default_rng(5).uniform(-0.9, 0.9, (20_000, 2))
    whole = Mixture(centres, 0.02**2)
    few = whole.gathered(0.04)
    assert len(few.centres) <= 46**2
    np.testing.assert_allclose(few.weights @ few.centres, centres.mean(0), atol=1e-12)
    variance = few.weights @ (few.centres - centres.mean(0)) ** 2 + few.variance
    np.testing.assert_allclose(variance.sum(), centres.var(0).sum() + 2 * 0.02**2, rtol=1e-12)
    axis = np.linspace(-1, 1, 41)
    for s, close in ((0.0, 0.12), (0.1, 2e-3)):
        a = np.sqrt(1 - s * s)
        exact = whole.on_grid(axis, a, s)
        assert np.abs(few.on_grid(axis, a, s) - exact).mean() < close * exact.mean()
