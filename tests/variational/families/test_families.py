"""The families against SciPy's and torch's distributions."""

import numpy as np
import pytest
import torch
from scipy import integrate, stats

from explainer.variational.families.mixture import Mixture
from explainer.variational.families.one_number import Gaussian, Laplace, Student
from explainer.variational.families.two_numbers import (
    FAMILIES,
    FullCovariance,
    MeanField,
    ellipse,
    families_for,
    make_q,
)

SHAPES = {
    "gaussian": (Gaussian(0.7, 1.3), stats.norm(0.7, 1.3)),
    "laplace": (Laplace(-0.4, 0.8), stats.laplace(-0.4, 0.8 / 2**0.5)),
    "student": (Student(1.1, 2.0), stats.t(5, 1.1, 2.0 * (3 / 5) ** 0.5)),
}
MIXTURE = Mixture(0.3, -1.5, 0.6, 2.0, 1.2)
FULL = FullCovariance(0.5, -1.0, 0.7, 1.9, -0.8)
FIELD = MeanField(0.5, -1.0, 0.7, 1.9)
ALL = [q for q, _ in SHAPES.values()] + [MIXTURE, FULL, FIELD]


@pytest.mark.parametrize("name", SHAPES)
def test_density_std_and_entropy_equal_scipys(name):
    q, expected = SHAPES[name]
    z = np.linspace(-9, 9, 41)
    assert q.log_density(z) == pytest.approx(expected.logpdf(z), abs=1e-12)
    assert q.std == pytest.approx(expected.std()) and q.mean == pytest.approx(expected.mean())
    assert q.entropy() == pytest.approx(float(expected.entropy()), abs=1e-10)


def test_mixture_density_is_the_weighted_sum_and_integrates_to_one():
    z = np.linspace(-6, 8, 57)
    expected = 0.3 * stats.norm.pdf(z, -1.5, 0.6) + 0.7 * stats.norm.pdf(z, 2.0, 1.2)
    assert np.exp(MIXTURE.log_density(z)) == pytest.approx(expected, abs=1e-14)
    area, _ = integrate.quad(lambda x: np.exp(MIXTURE.log_density(np.array(x))), -12, 14, points=[-1.5, 2])
    assert area == pytest.approx(1, abs=1e-9)
    assert MIXTURE.entropy() is None


@pytest.mark.parametrize("q", [FULL, FIELD], ids=["full", "mean-field"])
def test_planar_density_and_entropy_equal_scipys(q):
    rho = getattr(q, "correlation", 0.0)
    cov = np.array([[0.49, rho * 0.7 * 1.9], [rho * 0.7 * 1.9, 3.61]])
    expected = stats.multivariate_normal([0.5, -1.0], cov)
    z = np.random.default_rng(0).normal(0, 3, (50, 2))
    assert q.log_density(z) == pytest.approx(expected.logpdf(z), abs=1e-10)
    assert q.entropy() == pytest.approx(float(expected.entropy()), abs=1e-12)
    assert q.cov == pytest.approx(cov, abs=1e-12)


def torch_log_density(q, theta, z):
    """ln q(z) by torch.distributions from the unconstrained parameters."""
    d = torch.distributions
    if isinstance(q, Mixture):
        parts = d.Normal(theta[[1, 3]], theta[[2, 4]].exp())
        weights = torch.stack([theta[0], torch.zeros_like(theta[0])])
        return d.MixtureSameFamily(d.Categorical(logits=weights), parts).log_prob(z)
    if isinstance(q, Gaussian):
        return d.Normal(theta[0], theta[1].exp()).log_prob(z)
    if isinstance(q, Laplace):
        return d.Laplace(theta[0], theta[1].exp() / 2**0.5).log_prob(z)
    if isinstance(q, Student):
        return d.StudentT(5.0, theta[0], theta[1].exp() * 0.6**0.5).log_prob(z)
    rho = theta[4].tanh() if isinstance(q, FullCovariance) else theta.new_zeros(())
    s1, s2 = theta[2].exp(), theta[3].exp()
    cov = torch.stack([s1 * s1, rho * s1 * s2, rho * s1 * s2, s2 * s2]).reshape(2, 2)
    return d.MultivariateNormal(theta[:2], cov).log_prob(z)


@pytest.mark.parametrize("q", ALL, ids=[q.NAME for q in ALL])
def test_score_equals_autograd_of_torchs_log_density(q):
    z = np.random.default_rng(1).normal(0, 2, (12, 2) if q.DIM == 2 else 12)
    theta = torch.tensor(q.theta)
    jacobian = torch.autograd.functional.jacobian(lambda row: torch_log_density(q, row, torch.tensor(z)), theta)
    assert q.score(z).T == pytest.approx(jacobian.numpy(), abs=1e-9)


@pytest.mark.parametrize("q", ALL, ids=[q.NAME for q in ALL])
def test_theta_goes_there_and_back(q):
    again = type(q).from_theta(q.theta)
    assert again.parameters == pytest.approx(q.parameters, rel=1e-12)
    assert make_q(q.NAME, *q.parameters) == q


@pytest.mark.parametrize("q", ALL, ids=[q.NAME for q in ALL])
def test_samples_have_the_mean_score_zero_and_the_right_quantiles(q):
    n = 40_000
    z = q.sample(np.random.default_rng(2), n)
    score = q.score(z)
    # E_q[∂ ln q] = 0 for the true density of the sample, for every parameter.
    assert (np.abs(score.mean(axis=1)) < 4 * score.std(axis=1) / n**0.5).all()
    if q.DIM == 1:
        grid = np.linspace(-25, 25, 400_001)
        cdf = np.cumsum(np.exp(q.log_density(grid))) * (grid[1] - grid[0])
        assert stats.kstest(z, lambda x: np.interp(x, grid, cdf)).pvalue > 1e-3


def test_families_are_listed_by_dimension():
    assert families_for(1) == ("gaussian", "laplace", "student", "mixture")
    assert families_for(2) == ("mean-field", "full")
    assert set(FAMILIES) == set(families_for(1) + families_for(2))


@pytest.mark.parametrize(
    "family, numbers, words",
    [
        ("gaussian", (0, 0), "the width of q is 0; allowed is a number from 0.001 to 30"),
        ("gaussian", (0, -1), "the width of q is -1"),
        ("gaussian", (0, 1e-9), "the width of q is 1e-09"),
        ("laplace", (float("nan"), 1), "the mean of q is nan; allowed is a number from -30 to 30"),
        ("student", (0, "wide"), "the width of q is 'wide'"),
        ("student", (0, 10**400), "the width of q is 1000"),
        ("gaussian", (1e6, 1), "the mean of q is 1000000.0"),
        ("mixture", (0, -1, 1, 1, 1), "the weight of q's first part is 0"),
        ("mixture", (0.5, -1, 1, 1, 0), "the width of q's part 2 is 0"),
        ("full", (0, 0, 1, 1, 1), "q's correlation is 1; allowed is a number from -0.999999 to 0.999999"),
        ("mean-field", (0, 0, 1, 0), "q's width 2 is 0"),
        ("full", (0, 0, 1), "3 numbers make no full q; allowed are mean1, mean2, std1, std2, correlation"),
        ("cauchy", (0, 1), "family is 'cauchy'; allowed are gaussian, laplace"),
    ],
)
def test_bad_numbers_are_refused_in_words_that_name_them(family, numbers, words):
    with pytest.raises(ValueError, match=words):
        make_q(family, *numbers)


def test_ellipse_lies_at_one_standard_deviation():
    q = FullCovariance(1.0, -2.0, 0.8, 1.7, 0.6)
    r = ellipse(q, reach=2.0) - q.mean
    assert np.sum(r @ np.linalg.inv(q.cov) * r, axis=1) == pytest.approx(4.0)
