"""Samples: what is read from a text, and the kernel density against scipy's."""

import numpy as np
import pytest
from scipy import stats

from explainer.divergence.distributions.from_samples import Samples, numbers, silverman
from explainer.divergence.distributions.line import Points


def test_the_kernel_density_is_scipys():
    sample = Samples(np.random.default_rng(1).normal(0, 1, 4000))
    x = np.linspace(-4, 4, 50)
    h = silverman(sample.values)
    kde = stats.gaussian_kde(sample.values, bw_method=h / sample.values.std(ddof=1))
    assert sample.bandwidth == h
    mine = np.exp(sample.logpdf(Points(x)))
    assert np.allclose(mine, kde(x), rtol=0.02, atol=1e-4)  # kernels within h/3 are joined
    truth = [kde.integrate_box_1d(-np.inf, v) for v in x]
    assert np.allclose(sample.cdf(Points(x)), truth, atol=1e-3)


def test_text_of_many_shapes_is_read():
    for text in ("1 2 3\n", "x\n1\n2\n3\n", "\n1\n\n2\n3", "1\r\n2\r\n3\r\n", "1e0\n+2\n3.0"):
        assert numbers(text).tolist() == [1, 2, 3]
    with pytest.raises(ValueError, match="beyond"):
        numbers("1\n1e70\n")


def test_a_far_outlier_and_a_million_numbers_stay_small():
    rng = np.random.default_rng(5)
    big = Samples(np.append(rng.normal(size=1_000_000), 1e9))
    assert len(big.centres) <= 400 and big.weights.sum() == pytest.approx(1)
    assert big.moments[0] == pytest.approx(big.values.mean())
    with pytest.raises(ValueError, match="no density"):
        numbers("2\n2\n2\n")
