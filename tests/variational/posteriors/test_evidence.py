"""ln p(x) of every model against mpmath, SciPy, sums over assignments and brute grids."""

import itertools

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate as scipy_integrate
from scipy import special, stats

from explainer.maths.quadrature import Integral, integrate, integrate2
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

mpmath.mp.dps = 18


def adaptive(model, data) -> Integral:
    """ln p(x) by adaptive Gauss–Kronrod over p(x, z), with its error bound."""
    post = posterior(model, data)
    if model.dim == 1:
        area = integrate(lambda z: np.exp(post.log_density(z)), post.edges)
    else:

        def over_fibre(z1, t):
            centre, width = model.conditional(z1, post.x)
            z = np.stack([z1, centre + width * t], axis=-1)
            return np.exp(post.log_density(z)) * width

        area = integrate2(over_fibre, post.edges, (-10.0, -5.0, 0.0, 5.0, 10.0))
    value = post.log_evidence + float(np.log(area.value))
    return Integral(value, float(area.error / area.value), area.evaluations)


def mp_evidence(model, data):
    """p(x) by mpmath over the whole axis, from the definition alone."""

    def joint(z):
        if isinstance(model, Logistic):
            value = mpmath.npdf(z, 0, model.prior_std)
            for t, y in data:
                value *= 1 / (1 + mpmath.exp(-(2 * y - 1) * t * z))
            return value
        value = mpmath.npdf(z, 0, model.prior_std)
        for x in data:
            near, far = (mpmath.npdf(x, s * z, model.noise_std) for s in (1, -1))
            value *= model.weight * near + (1 - model.weight) * far
        return value

    cuts = [-mpmath.inf, *np.linspace(-10, 10, 21).tolist(), mpmath.inf]
    return joint, cuts


@pytest.mark.parametrize(
    "model, data",
    [
        (Logistic(), Logistic.EXAMPLE),
        (Logistic(prior_std=0.7), ((3.0, 1.0), (-4.0, 1.0), (0.5, 0.0))),
        (Clusters(), Clusters.EXAMPLE),
        (Clusters(prior_std=2.0, noise_std=0.6, weight=0.8), (3.0, -2.5, 0.1)),
    ],
)
def test_evidence_and_moments_equal_mpmath_over_the_whole_axis(model, data):
    joint, cuts = mp_evidence(model, data)
    area = mpmath.quad(joint, cuts)
    first = mpmath.quad(lambda z: z * joint(z), cuts) / area
    second = mpmath.quad(lambda z: z * z * joint(z), cuts) / area
    post = posterior(model, data)
    assert abs(post.log_evidence - float(mpmath.log(area))) < 1e-10
    assert abs(float(post.mean) - float(first)) < 1e-10
    assert abs(float(post.std) - float(mpmath.sqrt(second - first**2))) < 1e-10


def test_clusters_evidence_is_the_sum_over_all_assignments_of_points():
    model, data = (
        Clusters(prior_std=2.5, noise_std=0.9, weight=0.7),
        np.array([1.2, -2.0, 2.4, 0.3, -0.8, 2.2]),
    )
    logs = []
    for signs in itertools.product((1, -1), repeat=len(data)):
        s = np.array(signs)
        cov = model.noise_std**2 * np.eye(len(data)) + model.prior_std**2 * np.outer(s, s)
        share = np.where(s > 0, model.weight, 1 - model.weight)
        logs.append(stats.multivariate_normal.logpdf(data, cov=cov) + np.log(share).sum())
    assert abs(posterior(model, data).log_evidence - special.logsumexp(logs)) < 1e-10


@pytest.mark.parametrize(
    "model, data",
    [
        (Banana(), Banana.EXAMPLE),
        (Banana(bend=-0.4), (1.0,)),
        (Banana(noise_std=0.3, bend=1.4), (4.0, 4.4)),
    ],
)
def test_banana_evidence_equals_one_integral_after_z2_is_integrated_out_by_hand(model, data):
    n = len(data)
    cov = model.noise_std**2 * np.eye(n) + model.prior_std**2 * np.ones((n, n))

    def over(z1):
        mean = model.bend * z1**2 * np.ones(n)
        return stats.multivariate_normal.pdf(data, mean, cov) * stats.norm.pdf(z1, 0, model.wide)

    area, _ = scipy_integrate.quad(over, -15, 15, epsabs=0, epsrel=1e-11, limit=400, points=[-2, -1, 0, 1, 2])
    assert abs(posterior(model, data).log_evidence - np.log(area)) < 1e-9


def conjugate_evidence(model, data):
    """ln p(x) from SciPy's multivariate normal and beta-binomial."""
    n = len(data)
    if isinstance(model, GaussianMean):
        cov = model.noise_std**2 * np.eye(n) + model.prior_std**2
        return stats.multivariate_normal.logpdf(data, np.full(n, model.prior_mean), cov)
    if isinstance(model, Coin):
        heads = int(sum(data))
        whole = stats.betabinom.logpmf(heads, n, model.heads, model.tails)
        return whole - np.log(special.comb(n, heads))
    t, y = np.transpose(data)
    cov = model.noise_std**2 * np.eye(n) + model.prior_std**2 * (1 + np.outer(t, t))
    return stats.multivariate_normal.logpdf(y, cov=cov)


value = st.floats(-20, 20)
flip_rows = st.lists(st.sampled_from((0.0, 1.0)), min_size=1, max_size=MAX_POINTS)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(value, min_size=1, max_size=25), st.floats(0.2, 10), st.floats(0.2, 10))
def test_gaussian_evidence_three_ways_on_any_data(data, prior_std, noise_std):
    model = GaussianMean(0.5, prior_std, noise_std)
    expected = conjugate_evidence(model, data)
    assert posterior(model, data).log_evidence == pytest.approx(expected, rel=1e-8, abs=1e-8)
    assert adaptive(model, data).value == pytest.approx(expected, rel=1e-8, abs=1e-8)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    st.lists(st.sampled_from((0.0, 1.0)), min_size=1, max_size=MAX_POINTS),
    st.floats(0.5, 50),
    st.floats(0.5, 50),
)
def test_coin_evidence_three_ways_on_any_flips(flips, a, b):
    model = Coin(a, b)
    expected = conjugate_evidence(model, flips)
    for got in (posterior(model, flips).log_evidence, adaptive(model, flips).value):
        assert got == pytest.approx(expected, rel=1e-8, abs=1e-8)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.tuples(value, value), min_size=1, max_size=20), st.floats(0.3, 5), st.floats(0.3, 5))
def test_line_evidence_by_quadrature_equals_the_normal_density_on_any_points(points, prior, noise):
    model = Line(prior, noise)
    expected = conjugate_evidence(model, points)
    assert posterior(model, points).log_evidence == pytest.approx(expected, rel=1e-8, abs=1e-6)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    st.sampled_from((Logistic(0.3), Logistic(), Logistic(9.0), Clusters(), Clusters(9.0, 0.25, 0.03))),
    st.lists(st.tuples(value, st.sampled_from((0.0, 1.0))), min_size=1, max_size=60),
)
def test_fixed_rule_agrees_with_a_brute_grid_where_nothing_is_conjugate(model, points):
    data = points if model.PAIRS else [t for t, _ in points]
    x = model.check(data)
    reach = 140.0 if isinstance(model, Logistic) else 130.0
    z = np.linspace(-reach, reach, 300_001)
    log_joint = np.concatenate([model.log_joint(part, x) for part in np.array_split(z, 200)])
    expected = special.logsumexp(log_joint) + np.log(z[1] - z[0])
    assert posterior(model, data).log_evidence == pytest.approx(expected, rel=1e-8, abs=1e-8)


@pytest.mark.parametrize("name", MODELS)
def test_adaptive_quadrature_confirms_the_fixed_rule_and_bounds_its_error(name):
    model = MODELS[name]
    second = adaptive(model, model.EXAMPLE)
    assert abs(second.value - posterior(model, model.EXAMPLE).log_evidence) < 1e-10
    assert 0 < second.error < 1e-8
