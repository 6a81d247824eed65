"""The answers about one step's two distributions, against Bayes' rule and Monte Carlo."""

import math
from functools import cache

import numpy as np
import pytest
from page import unpacked
from PIL import Image

from explainer import shipped
from explainer.diffusion import schedule
from explainer.diffusion.reverse.figures import number
from explainer.diffusion.reverse.step import answers, figures, known
from explainer.maths import pictures
from explainer.maths.arguments import BadArgument

PLAN = schedule.cosine(1000)
ASKED = {"digit": "digit-3", "t": 40, "row": 9, "column": 13, "variance": "small"}


@cache
def files(digit: str):
    with Image.open(pictures.FOLDER / f"{digit}.png") as image:
        picture = np.asarray(image)
    stored = shipped.arrays("reverse/known")
    return picture, stored["t"], stored["x0_hat"][list(known.DIGITS).index(digit)]


def bells(t: int, row: int, column: int, digit: str = "digit-3"):
    """x_{t−1}'s true mean and variance and the network's mean, by Bayes' rule from the files alone."""
    picture, times, x0_hats = files(digit)
    x0 = picture[row, column] / 127.5 - 1
    x0_hat = float(x0_hats[list(times).index(t), row, column])
    eps = known.noise()[row, column]
    bar, before = PLAN.alpha_bar[t], PLAN.alpha_bar[t - 1]
    xt = math.sqrt(bar) * x0 + math.sqrt(1 - bar) * eps
    alpha, beta = PLAN.alpha[t], PLAN.beta[t]
    precision = 1 / (1 - before) + alpha / beta  # of the prior on x_{t−1} and of what x_t says about it
    means = [
        (math.sqrt(before) * x / (1 - before) + math.sqrt(alpha) * xt / beta) / precision for x in (x0, x0_hat)
    ]
    return means[0], 1 / precision, means[1]


@pytest.mark.parametrize("t", [2, 40, 136, 1000])
@pytest.mark.parametrize("place", [(9, 13), (14, 14), (20, 8)])
def test_the_divergence_is_that_of_bayes_rule_on_the_shipped_estimates(t, place):
    mean_q, var_q, mean_p = bells(t, *place)
    answer = answers.step(**ASKED | {"t": t, "row": place[0], "column": place[1]})
    assert answer["at"] == t
    assert answer["kl"] == pytest.approx((mean_q - mean_p) ** 2 / (2 * var_q), rel=1e-6, abs=1e-15)


def test_the_divergence_is_that_of_many_draws_where_variances_differ():
    t = 5
    mean_q, var_q, mean_p = bells(t, 9, 13)
    var_p = PLAN.beta[t]
    x = np.random.default_rng(0).normal(mean_q, math.sqrt(var_q), 400_000)
    ratio = ((x - mean_p) ** 2 / var_p - (x - mean_q) ** 2 / var_q + math.log(var_p / var_q)) / 2
    answer = answers.step(**ASKED | {"t": t, "variance": "large"})
    assert answer["kl"] == pytest.approx(ratio.mean(), abs=5 * ratio.std() / math.sqrt(len(x)))
    assert answer["kl"] > 0


def test_the_curves_are_the_two_bells_in_the_truth_s_own_units():
    mean_q, var_q, mean_p = bells(40, 9, 13)
    answer = answers.step(**ASKED)
    u, q, p = (unpacked(answer[key]) for key in ("u", "q", "p"))
    np.testing.assert_allclose(np.trapezoid(q, u), 1, atol=1e-6)
    np.testing.assert_allclose(np.trapezoid(q * u, u), 0, atol=1e-6)
    np.testing.assert_allclose(np.trapezoid(p * u, u), (mean_p - mean_q) / math.sqrt(var_q), atol=1e-4)
    assert answer["says"] == rf"$D(q\|p_\theta)$ = {number(answer['kl'])} nats"


def test_between_two_kept_steps_the_one_above_is_shown_and_said_to_be():
    answer = answers.step(**ASKED | {"t": 41})
    assert answer["at"] == 72 and "t = 72" in answer["rows"]["notes"][0]
    assert answer["kl"] == answers.step(**ASKED | {"t": 72})["kl"]
    assert [known.reached(t) for t in (0, 2, 3, 1000)] == [0, 0, 1, len(known.KNOTS) - 1]


def test_the_line_along_t_is_the_pixel_s_divergence_and_the_sum_of_all():
    drawn = answers.along("digit-3", 9, 13, "small")["figure"]["data"]
    whole, pixel = (unpacked(trace["y"]) for trace in drawn)
    for t, kl in ((2, pixel[0]), (40, pixel[known.KNOTS.index(40)])):
        assert kl == pytest.approx(answers.step(**ASKED | {"t": t})["kl"], rel=1e-5)
    parts = [bells(136, *divmod(k, 28)) for k in range(784)]
    by_hand = sum((q - p) ** 2 / (2 * var) for q, var, p in parts)
    assert whole[known.KNOTS.index(136)] == pytest.approx(by_hand, rel=1e-5)


def test_the_map_is_black_where_nothing_is_lost_and_brighter_where_more_is():
    film = answers.maps("digit-3", "small")
    times, kl = unpacked(film["times"]), unpacked(film["tracks"]["kl"])
    assert times[0] == 1000 and times[-1] == 2
    frame = kl[list(times).index(40), 0].astype(float)
    for place in ((9, 13), (0, 0)):
        answer = answers.step(**ASKED | {"row": place[0], "column": place[1]})["kl"]
        grey = 255 * (math.log10(max(answer, 1e-5)) + 5) / 5
        assert abs(frame[place] - min(255, grey)) <= 1


@pytest.mark.parametrize(
    ("key", "value"),
    [("digit", "digit-9"), ("t", -1), ("t", 1001), ("t", "x"), ("t", None), ("row", 28), ("column", -1),
     ("variance", "middle"), ("variance", None), ("row", 3.5)],
)  # fmt: skip
def test_bad_settings_are_refused_beside_their_control(key, value):
    with pytest.raises(BadArgument) as caught:
        answers.step(**ASKED | {key: value})
    assert caught.value.argument == key and repr(value) in str(caught.value) and "allowed" in str(caught.value)


@pytest.mark.parametrize(("shift", "side"), [(7.25, "7.25 σ to the right"), (-12.0, "12 σ to the left")])
def test_a_bell_that_has_left_the_axis_is_said_where_it_is(shift, side):
    assert side in figures.beside([0.0], [0.0], [0.0], shift, 1.0)["says"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(-0.25, "−0.25"), (7.799e-5, "7.799·10⁻⁵"), (-1.5e12, "−1.5·10¹²"), (0.0, "0"), (123.456, "123.5")],
)
def test_numbers_are_written_as_people_write_them(value, text):
    assert number(value) == text
