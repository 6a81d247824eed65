"""What the lessons answer: numbers to the digit, and refusals beside their control."""

import numpy as np
import pytest
from scipy import stats


def test_the_coin_comes_to_seven_digits_with_its_terms(ask):
    rows = ask("coin")["rows"]["rows"]
    assert rows[0] == [
        r"$D(p\|q)$",
        "0.6 ln(0.6/0.7) = −0.0924904",
        "0.4 ln(0.4/0.3) = 0.1150728",
        "0.0225824 nats",
    ]
    assert rows[1][-1] == "0.0216009 nats"
    assert float(ask("coin")["exact_pq"]) == pytest.approx(stats.entropy([0.4, 0.6], [0.3, 0.7]), rel=1e-13)


def test_a_coin_that_never_shows_heads_costs_infinity_and_the_page_says_so(ask):
    found = ask("coin", coin_q=0)
    assert found["exact_pq"] == "Infinity" and "∞" in found["says"] and found["kl_pq"] is None


@pytest.mark.parametrize(
    ("source", "given"),
    [
        ("coin", {"coin_p": 1.5}), ("coin", {"coin_q": "x"}), ("asymmetry_at", {"asym_scale": 0}),
        ("triangle", {"tri_sa": 0}), ("apart_at", {"apart_distance": -1}), ("fit", {"fit_w": 1}),
        ("plane", {"plane_pshort": 0}), ("plane", {"plane_qu": 0, "plane_qv": 0}), ("coin", {"coin_p": True}),
        ("funnel", {"seed": -1}),
    ],
)  # fmt: skip
def test_a_lesson_refuses_beside_the_control(ask, source, given):
    assert ask(source, **given)["error"]["key"] in given


def test_the_dots_of_the_fit_stand_on_the_mixture(ask, unpacked):
    found = ask("fit")
    x, y = (unpacked(found["mixture"][axis]) for axis in "xy")
    assert found["at"]["m1"] == pytest.approx(np.interp(-2, x, y), rel=1e-3)


def test_an_ellipse_is_the_covariance_s(ask, unpacked):
    found = ask("plane")
    ring = np.array([unpacked(found["p"][axis]) for axis in "xy"]) - [[-2], [0]]
    tip = np.array([1.8, 0.9])
    assert np.abs(np.linalg.norm(ring, axis=0).max() - np.linalg.norm(tip)) < 0.01
    assert np.linalg.norm(ring, axis=0).min() == pytest.approx(0.6, abs=0.01)
    sizes = np.linalg.norm(ring, axis=0)
    assert abs(ring[:, sizes.argmax()] @ tip) / (sizes.max() * np.linalg.norm(tip)) > 0.99
