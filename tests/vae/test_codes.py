"""Codes in the plane: their density, centres and ellipses, each against something independent."""

import numpy as np
from scipy import stats

from explainer.vae import codes

RNG = np.random.default_rng(0)


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
    np.testing.assert_allclose(codes.aggregate(mu, logvar, xs, ys), expected, rtol=1e-10)


def test_an_ellipse_holds_what_the_normal_says():
    mu, logvar = np.array([1.0, -2.0]), np.log(np.array([0.25, 4.0]))
    curve = codes.ellipse(mu, logvar, 2.0)
    assert np.allclose((((curve - mu) / [0.5, 2.0]) ** 2).sum(1), 4)
    np.testing.assert_allclose(curve[0], curve[-1], atol=1e-12)


def test_centres_and_pairs_are_of_the_classes():
    points, labels = RNG.normal(size=(60, 2)), np.arange(60) % 3
    np.testing.assert_allclose(codes.centres(points, labels)[1], points[1::3].mean(0))
    pairs = codes.other_class_pairs(labels, 20, np.random.default_rng(0))
    assert pairs.shape == (20, 2) and (labels[pairs[:, 0]] != labels[pairs[:, 1]]).all()
