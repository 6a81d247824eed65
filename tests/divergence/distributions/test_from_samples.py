"""Samples: what is read from a text, and the kernel density against scipy's."""

import numpy as np
import pytest
from scipy import stats

from explainer.divergence.distributions import from_samples
from explainer.divergence.distributions.from_samples import Samples, chosen_bandwidth, numbers, silverman
from explainer.divergence.distributions.from_text import distribution
from explainer.divergence.distributions.line import Points
from explainer.maths.arguments import BadArgument


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
    with pytest.raises(ValueError, match="differ by less than 1e-60"):
        numbers("1e-300\n2e-300\n")


def test_a_far_outlier_and_a_million_numbers_stay_small():
    rng = np.random.default_rng(5)
    big = Samples(np.append(rng.normal(size=1_000_000), 1e9))
    assert len(big.centres) <= 400 and big.weights.sum() == pytest.approx(1)
    assert big.moments[0] == pytest.approx(big.values.mean())
    with pytest.raises(ValueError, match="no density"):
        numbers("2\n2\n2\n")


READ = {
    "a header that is a number": ("0\n1.5\n2.5\n3.5", [1.5, 2.5, 3.5]),
    "a year as a header": ("2023\n1.5\n2.5e0\n3.5", [1.5, 2.5, 3.5]),
    "whole numbers have none": ("0\n1\n2\n3", [0, 1, 2, 3]),
    "quotes": ('"x"\n"1.5"\n"2.5"', [1.5, 2.5]),
    "a line of all": ("1.0, 2.0, 3.0", [1, 2, 3]),
    "a true minus": ("−1.5\n2.5", [-1.5, 2.5]),
    "lines of several": ("1 2 3\n4 5", [1, 2, 3, 4, 5]),
    "commas at the ends": ("1,\n2,\n3,", [1, 2, 3]),
}
REFUSED = {
    "tabs": ("a\tb\n1\t2\n3\t4", "2 columns"),
    "blanks": ("1.0 2.0\n3.0 4.0\n5.0 6.0", "2 columns"),
    "decimal commas": ("1,5\n2,5\n3,5", "write 1.5"),
    "a missing first value": ("NA\n1\n2", "'NA' on data line 1"),
    "an underscore": ("1_000\n2\n3", "'1_000' on data line 1"),
    "semicolons": ("1;2\n3;4", "2 columns"),
}


@pytest.mark.parametrize("kind", READ)
def test_a_column_is_read_as_people_write_it(kind):
    text, expected = READ[kind]
    assert from_samples.numbers(text).tolist() == expected


@pytest.mark.parametrize("kind", REFUSED)
def test_a_text_that_is_no_column_is_refused_in_words(kind):
    text, words = REFUSED[kind]
    with pytest.raises(BadArgument, match=words):
        from_samples.numbers(text)


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_a_file_is_read_in_the_codings_that_spreadsheets_write(coding):
    data = "﻿1.5\n2.5".encode(coding) if coding == "utf-16-le" else "1.5\n2.5".encode(coding)
    assert from_samples.numbers(from_samples.decoded(data)).tolist() == [1.5, 2.5]


TWO_BELLS = "0.5*normal(-3, 0.3) + 0.5*normal(3, 0.3)"


@pytest.mark.parametrize(("text", "n"), [(TWO_BELLS, 300), (TWO_BELLS, 5000), ("normal(0, 1)", 1000)])
def test_the_smoothing_is_near_the_best_for_the_law_that_the_numbers_come_from(text, n):
    law = distribution(text)
    values = np.sort(law.sample(np.random.default_rng(1), n))
    x = np.linspace(-7, 7, 801)
    truth = np.exp(law.logpdf(Points(x)))

    def loss(width: float) -> float:
        bells = stats.norm.pdf(x[:, None], values, width).mean(1)
        return float(((bells - truth) ** 2).sum() * (x[1] - x[0]))

    best = min(loss(width) for width in np.geomspace(0.02, 2, 24))
    assert loss(chosen_bandwidth(values)) < 2 * best


def test_rounded_numbers_are_not_taken_for_spikes():
    values = np.sort(np.random.default_rng(2).poisson(20, 20_000).astype(float))
    assert chosen_bandwidth(values) == silverman(values) > 0.4
