"""The discrete decoder against SciPy and mpmath."""

import mpmath
import numpy as np
import pytest
from scipy import stats

from explainer.diffusion.bound.decoder import answers, theory
from explainer.maths.arguments import BadArgument
from tests.page import unpacked

CASES = [(118, 122.0, 6.0), (0, -40.0, 0.05), (255, 3.5, 120.0), (17, 17.0, 0.05), (128, 295.0, 1.0)]


@pytest.mark.parametrize(("level", "mean", "width"), CASES)
def test_the_256_bins_are_integrals_of_the_gaussian_and_add_up_to_one(level, mean, width):
    shares = np.exp(theory.bins(mean, width))
    edges = np.concatenate([[-np.inf], np.arange(255) + 0.5, [np.inf]])
    law = stats.norm(mean, width)
    np.testing.assert_allclose(shares, np.diff(law.cdf(edges)), atol=1e-13)
    assert abs(shares.sum() - 1) < 1e-12


@pytest.mark.parametrize(("level", "mean", "width"), CASES)
def test_the_bits_are_mpmaths_also_far_out_in_a_tail(level, mean, width):
    with mpmath.workdps(60000 // 50):
        low = -mpmath.inf if level == 0 else (mpmath.mpf(level) - 0.5 - mean) / width
        high = mpmath.inf if level == 255 else (mpmath.mpf(level) + 0.5 - mean) / width
        if low > 0:
            low, high = -high, -low
        bits = float(-mpmath.log(mpmath.ncdf(high) - mpmath.ncdf(low), 2))
    answer = answers.decoder(level, mean, width)
    assert answer["bits"] == pytest.approx(bits, rel=1e-6, abs=1e-9)
    assert float(answer["rows"]["rows"][2][1].replace("−", "-")) == pytest.approx(
        -stats.norm(mean, width).logpdf(level) / np.log(2), abs=6e-5
    )


def test_a_narrow_density_falls_below_any_bound_and_a_bin_stops_at_no_bits():
    coded, density = theory.bits_over_width(90, 90.0)
    assert coded.min() >= 0 and coded[0] == pytest.approx(0, abs=1e-9)
    assert (np.diff(density) > 0).all() and density[0] < -4
    wide = theory.WIDTHS > 5
    np.testing.assert_allclose(
        coded[(theory.WIDTHS > 5) & (theory.WIDTHS < 20)], density[wide & (theory.WIDTHS < 20)], atol=0.01
    )
    assert coded[0] != density[0]


def test_the_staircase_and_the_box_show_the_true_level():
    answer = answers.decoder(118, 122.0, 6.0)
    x, y = unpacked(answer["x"]), unpacked(answer["y"])
    assert len(x) == len(y) == 512 and (answer["left"], answer["right"]) == (117.5, 118.5)
    assert y[2 * 118] == y[2 * 118 + 1] == pytest.approx(answer["height"])
    assert x[2 * 118] == 117.5 and x[2 * 118 + 1] == 118.5


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ((256, 0, 1), "level"),
        ((1.5, 0, 1), "level"),
        ((0, 400, 1), "mean"),
        ((0, 0, 0), "sigma1"),
        ((0, 0, 1e9), "sigma1"),
    ],
)
def test_it_refuses_what_is_not_allowed(asked, key):
    with pytest.raises(BadArgument) as refused:
        answers.decoder(*asked)
    assert refused.value.argument == key
