"""Rate and distortion against plain sums, and against the picture that is shown."""

import numpy as np
import pytest

from explainer.diffusion.bound import shown
from explainer.diffusion.bound.answers import looked
from explainer.diffusion.bound.rate import answers, theory
from explainer.maths.arguments import BadArgument
from tests.page import unpacked


def test_the_rate_at_t_is_every_term_above_it():
    bits = np.array([5.0, 3.0, 2.0])  # L_0, L_1, L_2
    assert theory.rates(bits, 0.5).tolist() == [10.5, 5.5, 2.5, 0.5]


def test_what_nobody_sees_comes_after_the_last_t_that_is_near():
    rate, distortion = np.array([10.0, 4.0, 2.0, 1.0]), np.array([1.0, 2.0, 9.0])
    assert theory.unseen(rate, distortion, 5) == (2, 0.8)
    assert theory.unseen(rate, distortion, 0.5) == (0, 0.0)
    assert theory.unseen(rate, distortion, 50) == (3, 0.9)


@pytest.mark.parametrize("picture", ["digit-3", "digit-8", "clothes-bag"])
def test_the_distortion_is_that_of_the_picture_on_the_screen(picture):
    """x̂_0 as it is shown, in grey levels, against x_0: one draw of those whose mean square is in the curve."""
    answer = answers.rate(picture, None, None)
    seen, x0 = unpacked(answer["x0_hat"])[:, 0].astype(float), shown.picture(picture).astype(float)
    rmse = np.sqrt(((seen - x0) ** 2).mean((1, 2)))
    curve = unpacked(answer["distortions"])[list(shown.KNOTS)]
    far = rmse > 4  # below, rounding to grey levels counts
    assert far.any() and np.all(np.abs(rmse[far] / curve[far] - 1) < 0.5)
    assert unpacked(answer["x0"]).shape == (1, 28, 28)


def test_smoothing_keeps_a_constant_and_a_window_is_a_mean():
    assert theory.smoothed(np.full(50, 3.0)) == pytest.approx(np.full(50, 3.0))
    values = np.random.default_rng(0).random(400)
    assert theory.smoothed(values, 1.25)[99] == pytest.approx(values[79:125].mean())


def test_the_rate_ends_at_the_bound_and_most_bits_of_a_digit_are_unseen():
    answer, (_, look) = answers.rate("digit-3", None, None), looked("digit-3", None, None)
    rates = unpacked(answer["rates"])
    assert rates[0] == pytest.approx(look.bits.sum() + look.last, rel=1e-6)
    assert rates[-1] == pytest.approx(look.last, abs=1e-6) and (np.diff(rates) <= 0).all()
    assert 0.3 < answer["unseen"] < 1
    row = answer["tracks"]["rows"][199]
    assert float(row[0][1].split()[0]) == pytest.approx(rates[200], abs=1e-4)
    assert float(row[3][1].split()[0]) == pytest.approx(unpacked(answer["distortions"])[200], abs=0.01)


def test_a_picture_that_does_not_ship_is_refused():
    with pytest.raises(BadArgument, match="allowed are digit-0"):
        answers.rate("digit-1", None, None)
