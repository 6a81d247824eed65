"""The six models against SciPy's densities, sums, mpmath and a long chain."""

import numpy as np
import pytest
from scipy import special, stats

from explainer.variational.posteriors.base import MAX_POINTS
from explainer.variational.posteriors.theory import posterior
from explainer.variational.posteriors.two_numbers import (
    MODELS,
    Banana,
    Clusters,
    Coin,
    GaussianMean,
    Line,
    Logistic,
)


def scipy_log_joint(model, z, data):
    """ln p(x, z) at one z from SciPy's own densities, point by point."""
    if isinstance(model, GaussianMean):
        prior = stats.norm.logpdf(z, model.prior_mean, model.prior_std)
        return prior + sum(stats.norm.logpdf(x, z, model.noise_std) for x in data)
    if isinstance(model, Coin):
        c = special.expit(z)
        prior = stats.beta.logpdf(c, model.heads, model.tails) + np.log(c * (1 - c))
        return prior + sum(stats.bernoulli.logpmf(int(x), c) for x in data)
    if isinstance(model, Logistic):
        prior = stats.norm.logpdf(z, 0, model.prior_std)
        return prior + sum(stats.bernoulli.logpmf(int(y), special.expit(z * t)) for t, y in data)
    if isinstance(model, Clusters):
        prior, w, s = stats.norm.logpdf(z, 0, model.prior_std), model.weight, model.noise_std
        both = (w * stats.norm.pdf(x, z, s) + (1 - w) * stats.norm.pdf(x, -z, s) for x in data)
        return prior + sum(np.log(p) for p in both)
    if isinstance(model, Line):
        prior = stats.norm.logpdf(z, 0, model.prior_std).sum()
        return prior + sum(stats.norm.logpdf(y, z[0] + z[1] * t, model.noise_std) for t, y in data)
    prior = stats.norm.logpdf(z, 0, (model.wide, model.prior_std)).sum()
    centre = z[1] + model.bend * z[0] ** 2
    return prior + sum(stats.norm.logpdf(x, centre, model.noise_std) for x in data)


OTHERS = [
    GaussianMean(1.5, 0.7, 2.2),
    Coin(0.7, 6.0),
    Logistic(0.6),
    Clusters(1.3, 0.6, 0.8),
    Line(0.8, 1.7),
    Banana(0.9, 0.6, -1.3, 1.9),
]
EVERY = [*MODELS.values(), *OTHERS]


@pytest.mark.parametrize("model", EVERY, ids=repr)
def test_log_joint_equals_scipys_densities_point_by_point(model):
    x = model.check(model.EXAMPLE)
    for z in np.random.default_rng(1).normal(0, 2, (25, model.dim)):
        z = z if model.dim == 2 else z[0]
        expected = scipy_log_joint(model, z, model.EXAMPLE)
        assert model.log_joint(z, x) == pytest.approx(expected, rel=1e-11, abs=1e-11)


@pytest.mark.parametrize("model", EVERY, ids=repr)
def test_gradient_of_the_log_joint_equals_central_differences(model):
    x, h = model.check(model.EXAMPLE), 1e-5
    for z in np.random.default_rng(2).normal(0, 1.5, (20, model.dim)):
        grad = np.atleast_1d(model.grad_log_joint(z if model.dim == 2 else z[0], x))
        for axis, step in enumerate(np.eye(model.dim) * h):
            up, down = z + step, z - step
            up, down = (up, down) if model.dim == 2 else (up[0], down[0])
            slope = (model.log_joint(up, x) - model.log_joint(down, x)) / (2 * h)
            assert grad[axis] == pytest.approx(slope, rel=1e-6, abs=1e-6)


def test_logs_neither_overflow_nor_lose_digits_far_out():
    z = np.array([-700.0, 700.0])
    logistic, coin = MODELS["logistic"], MODELS["coin"]
    assert np.isfinite(logistic.log_joint(z, logistic.check(logistic.EXAMPLE))).all()
    assert np.isfinite(coin.grad_log_joint(z, coin.check(coin.EXAMPLE))).all()
    assert coin.log_likelihood(np.array(40.0), np.array([1.0])) == pytest.approx(-4.248354e-18)


def conjugate_logpdf(model, post, z):
    """ln p(z | x) of a conjugate model by SciPy's distribution."""
    if isinstance(model, Coin):
        c = special.expit(z)
        return stats.beta(*model.posterior_counts(post.x)).logpdf(c) + np.log(c * special.expit(-z))
    mean, spread = model.posterior_moments(post.x)
    if isinstance(model, GaussianMean):
        return stats.norm(mean, spread).logpdf(z)
    return stats.multivariate_normal(mean, spread).logpdf(z)


@pytest.mark.parametrize("name", ["gaussian", "coin", "line"])
def test_conjugate_posterior_density_equals_the_quadratures(name):
    model = MODELS[name]
    post = posterior(model, model.EXAMPLE)
    near = post.z[post.mass > 1e-12]
    assert np.abs(conjugate_logpdf(model, post, near) - post.log_density(near)).max() < 1e-9


def test_gaussian_and_line_posterior_moments_equal_their_closed_forms():
    model = MODELS["gaussian"]
    post = posterior(model, model.EXAMPLE)
    assert (post.mean, post.std) == pytest.approx(model.posterior_moments(post.x), abs=1e-11)
    model = MODELS["line"]
    post = posterior(model, model.EXAMPLE)
    mean, cov = model.posterior_moments(post.x)
    assert np.abs(post.mean - mean).max() < 1e-10 and np.abs(post.cov - cov).max() < 1e-10


@pytest.mark.parametrize("name", ["clusters", "banana"])
def test_posterior_moments_lie_within_a_long_chains_error(name):
    model = MODELS[name]
    post = posterior(model, model.EXAMPLE)
    rng = np.random.default_rng(3)
    # 4,000 Metropolis chains from the prior, with short and long moves in turn.
    scale = np.array([model.wide, model.prior_std]) if model.dim == 2 else model.prior_std
    z = rng.normal(size=(4000, model.dim) if model.dim == 2 else 4000) * scale
    log_p = model.log_joint(z, post.x)
    for step in range(1200):
        move = rng.normal(size=z.shape) * (0.5 if step % 2 else 2.5)
        log_new = model.log_joint(z + move, post.x)
        accept = np.log(rng.random(len(z))) < log_new - log_p
        z = np.where(accept[:, None] if model.dim == 2 else accept, z + move, z)
        log_p = np.where(accept, log_new, log_p)
    tests = {"square": lambda a: a * a, "itself": lambda a: a}
    for moment in tests.values():
        drawn, exact = moment(z), post.mass @ moment(post.z)
        error = drawn.std(axis=0) / np.sqrt(len(z))
        assert (np.abs(drawn.mean(axis=0) - exact) < 4 * error).all()


def test_clusters_posterior_has_two_modes_on_its_example():
    post = posterior(MODELS["clusters"], Clusters.EXAMPLE)
    rises = np.diff(post.log_density(post.z)) > 0
    assert (rises[:-1] & ~rises[1:]).sum() == 2


def test_equal_points_count_as_often_as_they_come():
    model, pair = MODELS["logistic"], (1.5, 1.0)
    x1, x3 = model.check([pair]), model.check([pair] * 3)
    z = np.linspace(-3, 3, 7)
    assert model.log_likelihood(z, x3) == pytest.approx(3 * model.log_likelihood(z, x1))
    assert np.isfinite(posterior(model, [pair] * MAX_POINTS).log_evidence)


@pytest.mark.parametrize(
    "name, data, words",
    [
        ("gaussian", [], "there is no data; allowed are 1 to 200 points"),
        ("gaussian", [0.0] * 10_000, "there are 10000 data points; allowed are 1 to 200"),
        ("gaussian", [1.0, 1e6], "a data point is at 1000000.0; allowed is -20 to 20"),
        ("clusters", [float("nan")], "a data point is at nan"),
        ("clusters", [float("inf")], "a data point is at inf"),
        ("gaussian", ["a"], r"data is \['a'\]; allowed are numbers"),
        ("gaussian", None, "a data point is at nan|data is None"),
        ("gaussian", [[1.0, 2.0]], "allowed are numbers"),
        ("coin", [1, 0, 2], "an outcome is 2.0; allowed are 0 and 1"),
        ("logistic", [1.0, 2.0], "allowed are pairs"),
        ("logistic", [(1.0, 0.5)], "an outcome is 0.5; allowed are 0 and 1"),
        ("line", [(1.0, 2.0, 3.0)], "allowed are pairs"),
        ("line", [(1.0, 2.0), (1.0,)], "allowed are pairs"),
    ],
)
def test_bad_data_is_refused_in_words_that_name_it(name, data, words):
    with pytest.raises(ValueError, match=words):
        posterior(MODELS[name], data)


def test_bad_constants_are_refused():
    with pytest.raises(ValueError, match="noise_std is 0; allowed is a number from 0.2 to 10"):
        GaussianMean(noise_std=0)
    with pytest.raises(ValueError, match="weight is 'x'"):
        Clusters(weight="x")
