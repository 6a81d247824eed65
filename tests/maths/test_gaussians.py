import mpmath
import numpy as np
import pytest
import torch
from scipy import stats

from explainer.maths.gaussians import Mixture, normal_kl, normal_pdf

TWO = Mixture((0.3, 0.7), (-2.0, 1.0), (0.5, 1.5))


def test_the_density_is_scipy_s():
    x = np.linspace(-40, 40, 101)
    np.testing.assert_allclose(normal_pdf(x, 1.5, 3.0), stats.norm.pdf(x, 1.5, 3.0), rtol=1e-12)


def test_a_mixture_is_the_weighted_sum_and_its_draws_follow_it():
    x = np.linspace(-5, 6, 50)
    expected = 0.3 * stats.norm.pdf(x, -2, 0.5) + 0.7 * stats.norm.pdf(x, 1, 1.5)
    np.testing.assert_allclose(TWO.pdf(x), expected, rtol=1e-12)
    draws = TWO.sample(5000, np.random.default_rng(0))
    cdf = stats.kstest(draws, lambda x: 0.3 * stats.norm.cdf(x, -2, 0.5) + 0.7 * stats.norm.cdf(x, 1, 1.5))
    assert cdf.pvalue > 1e-3


@pytest.mark.parametrize(
    "parts",
    [
        ((0.5, 0.6), (0, 0), (1, 1)),
        ((1.0,), (0,), (0,)),
        ((1.0,), (0, 1), (1,)),
        ((-0.5, 1.5), (0, 0), (1, 1)),
    ],
)
def test_a_mixture_that_is_none_is_refused(parts):
    with pytest.raises(ValueError):
        Mixture(*parts)


def test_the_divergence_of_two_normals_is_torch_s():
    rng = np.random.default_rng(3)
    mean_p, mean_q, logvar_p, logvar_q = torch.from_numpy(rng.normal(size=(4, 50)))
    p, q = (torch.distributions.Normal(m, (v / 2).exp()) for m, v in ((mean_p, logvar_p), (mean_q, logvar_q)))
    expected = torch.distributions.kl_divergence(p, q)
    torch.testing.assert_close(normal_kl(mean_p, logvar_p, mean_q, logvar_q), expected)
    arrays = normal_kl(mean_p.numpy(), logvar_p.numpy(), mean_q.numpy(), logvar_q.numpy())
    np.testing.assert_allclose(arrays, expected.numpy(), rtol=1e-12)


def test_the_divergence_of_nearly_equal_normals_keeps_its_digits():
    with mpmath.workdps(40):
        r = mpmath.mpf("1e-7")
        expected = (mpmath.expm1(r) - r) / 2
    assert normal_kl(0.0, 1e-7) == pytest.approx(float(expected), rel=1e-8)


def test_the_divergence_of_narrow_normals_keeps_its_digits():
    for logvar_q in (-10.0, -30.0):
        with mpmath.workdps(40):
            r, q = mpmath.mpf("0.25"), mpmath.mpf(logvar_q)
            expected = (mpmath.expm1(r) - r + mpmath.mpf("1e-3") ** 2 / mpmath.exp(q)) / 2
        assert normal_kl(1e-3, logvar_q + 0.25, 0.0, logvar_q) == pytest.approx(float(expected), rel=1e-14)
