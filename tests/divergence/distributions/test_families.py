"""Densities, distribution functions and moments against scipy.stats."""

import numpy as np
import pytest
from scipy import integrate, stats

from explainer.divergence.distributions.families import FAMILIES
from explainer.divergence.distributions.from_text import distribution
from explainer.divergence.distributions.line import Points

E = np.e
SCIPY = {
    "normal(1, 2)": stats.norm(1, 2),
    "laplace(1, 2)": stats.laplace(1, 2),
    "student_t(3, 1, 2)": stats.t(3, 1, 2),
    "student_t(0.4)": stats.t(0.4),
    "student_t(5000)": stats.t(5000),
    "cauchy(1, 2)": stats.cauchy(1, 2),
    "logistic(1, 2)": stats.logistic(1, 2),
    "uniform(-1, 3)": stats.uniform(-1, 4),
    "exponential(0.5)": stats.expon(scale=2),
    "gamma(2.5, 2)": stats.gamma(2.5, scale=2),
    "gamma(0.3)": stats.gamma(0.3),
    "beta(0.5, 2)": stats.beta(0.5, 2),
    "beta(20, 30)": stats.beta(20, 30),
    "lognormal(1, 0.5)": stats.lognorm(0.5, scale=E),
}
DISCRETE = {
    "bernoulli(0.3)": stats.bernoulli(0.3),
    "binomial(40, 0.3)": stats.binom(40, 0.3),
    "binomial(3, 1)": stats.binom(3, 1),
    "poisson(0.2)": stats.poisson(0.2),
    "poisson(30)": stats.poisson(30),
    "geometric(0.2)": stats.geom(0.2),
}


def test_every_fixed_family_is_compared_with_scipy():
    named = {text.split("(")[0] for text in [*SCIPY, *DISCRETE]}
    assert named == set(FAMILIES)


@pytest.mark.parametrize("text", SCIPY)
def test_log_density_and_both_tails_are_scipys(text):
    mine, theirs = distribution(text), SCIPY[text]
    x = np.concatenate([np.linspace(-9, 30, 240), theirs.ppf([1e-6, 0.5, 1 - 1e-6])])
    at = Points(x)
    assert np.allclose(mine.logpdf(at), theirs.logpdf(x), rtol=1e-11, atol=1e-12)
    assert np.allclose(mine.cdf(at), theirs.cdf(x), rtol=1e-9, atol=1e-300)
    assert np.allclose(mine.sf(at), theirs.sf(x), rtol=1e-9, atol=1e-300)


@pytest.mark.parametrize("text", SCIPY)
def test_moments_and_entropy_are_scipys(text):
    mine, theirs = distribution(text), SCIPY[text]
    assert np.allclose(mine.moments, theirs.stats("mv"), rtol=1e-10, equal_nan=True) or (
        mine.name in ("student_t", "cauchy") and not np.isfinite(mine.moments[1])
    )
    if text != "student_t(0.4)":  # scipy's own integral is good to three digits there
        assert mine.entropy == pytest.approx(float(theirs.entropy()), rel=1e-9)


@pytest.mark.parametrize("text", DISCRETE)
def test_probabilities_are_scipys(text):
    mine, theirs = distribution(text), DISCRETE[text]
    k = np.arange(-2, 90)
    assert np.allclose(mine.logpmf(k), theirs.logpmf(k), rtol=1e-11, atol=1e-11)
    assert np.allclose(mine.moments, theirs.stats("mv"), rtol=1e-12)
    first, last = mine.window()
    assert theirs.cdf(first - 1) + theirs.sf(last) < 1e-15


@pytest.mark.parametrize("text", ["poisson(1000000)", "binomial(1000000, 0.3)"])
def test_probabilities_of_large_counts_add_up_to_one(text):
    p = distribution(text)
    first, last = p.window()
    assert np.exp(p.logpmf(np.arange(first, last + 1))).sum() == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("text", [*SCIPY, "drawn([0, 0], [1, 2], [3, 0.5], [4, 0])"])
def test_draws_follow_the_distribution_function(text):
    p = distribution(text)
    draws = p.sample(np.random.default_rng(5), 4000)
    assert stats.kstest(draws, lambda x: p.cdf(Points(x))).pvalue > 1e-3


@pytest.mark.parametrize("text", DISCRETE)
def test_draws_follow_the_probabilities(text):
    p = distribution(text)
    draws = p.sample(np.random.default_rng(5), 4000)
    k, seen = np.unique(draws, return_counts=True)
    expected = np.exp(p.logpmf(k)) * 4000
    assert (np.abs(seen - expected) < 5 * np.sqrt(expected) + 5).all()


def test_a_point_keeps_its_distance_to_the_anchor():
    p = distribution("normal(1000000, 0.001)")
    near = Points(1e6, np.array([1e-12, 0.002]))
    truth = stats.norm(0, 0.001).logpdf([1e-12, 0.002])
    assert np.allclose(p.logpdf(near), truth, rtol=1e-15)
    beta = distribution("beta(2, 0.5)")
    deep = Points(1.0, np.array([-1e-30]), np.log([1e-30]))
    assert beta.logpdf(deep)[0] == pytest.approx(np.log(0.75) - 0.5 * np.log(1e-30), rel=1e-14)


def test_a_drawn_density_has_area_one_and_its_own_moments():
    p = distribution("drawn([-1, 0], [0, 3], [2, 1], [2.5, 0])")

    def density(x):
        return float(np.exp(p.logpdf(Points(x))))

    def moment(f):
        return sum(integrate.quad(lambda x: f(x) * density(x), *e)[0] for e in cuts)

    cuts = [(-1, 0), (0, 2), (2, 2.5)]
    mean = moment(lambda x: x)
    assert moment(lambda x: 1) == pytest.approx(1, rel=1e-12)
    assert p.moments == pytest.approx((mean, moment(lambda x: (x - mean) ** 2)), rel=1e-10)
    assert density(0.5) / density(1.5) == pytest.approx(2.5 / 1.5, rel=1e-12)
    first = integrate.quad(density, *cuts[0])[0]
    assert float(p.cdf(Points(0.7))) == pytest.approx(first + integrate.quad(density, 0, 0.7)[0])


def test_a_mixture_is_the_weighted_sum():
    p = distribution("0.3*normal(-2, 1) + 0.7*gamma(2, 1)")
    x = np.linspace(-6, 9, 60)
    truth = 0.3 * stats.norm(-2, 1).pdf(x) + 0.7 * stats.gamma(2).pdf(x)
    assert np.allclose(np.exp(p.logpdf(Points(x))), truth, rtol=1e-13)
    assert p.moments[0] == pytest.approx(0.3 * -2 + 0.7 * 2)


def test_quantiles_are_scipys():
    p = distribution("student_t(3, 1, 2)")
    levels = (0.02, 0.5, 0.9)
    assert p.quantiles(levels) == pytest.approx(stats.t(3, 1, 2).ppf(levels), abs=1e-6)
