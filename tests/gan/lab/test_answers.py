"""What the laboratory answers: V of a drawn D and a drawn p_g, and refusals."""

import math

import numpy as np
import pytest
from scipy import integrate

from explainer.gan.lab import answers
from explainer.gan.lab.settings import D_KEYS, KNOTS, Q_HEIGHTS, Q_KEYS
from explainer.maths.arguments import BadArgument

FLAT = dict(zip(Q_KEYS, Q_HEIGHTS, strict=True))
BELL = {"g_shape": "bell", "g_mean": 0.3, "g_std": 0.9, **FLAT}
FLOW = {"flow_loss": "minimax", "flow_r1": 0.0, "flow_gp": 0.0, "flow_rate": 0.2, "turns": False, "theta0": 1.0}


def test_a_half_everywhere_has_the_value_of_the_floor_and_never_beats_d_star():
    answer = answers.dstar("bell", 0.3, 0.9, **FLAT, **dict.fromkeys(D_KEYS, 0.5))
    assert answer["v"] == pytest.approx(-2 * math.log(2), abs=1e-9)
    assert answer["v_best"] == pytest.approx(2 * answer["js"] - 2 * math.log(2), abs=1e-8)
    rng = np.random.default_rng(0)
    for _ in range(5):
        other = answers.dstar("bell", 0.3, 0.9, **FLAT, **dict(zip(D_KEYS, rng.random(len(D_KEYS)), strict=True)))
        assert other["short"] > 0


def test_a_drawn_p_g_has_area_one_and_the_dots_stand_on_it(unpacked):
    """Oracle: SciPy's D* of the normalised curve; V by Simpson's rule between the knots."""
    heights = dict(zip(Q_KEYS, (0, 0, 0.2, 1, 0.5, 0.5, 0.1, 0, 0), strict=True))
    answer = answers.dstar("drawn", 0.0, 1.0, **heights, **dict.fromkeys(D_KEYS, 0.3))
    q, x = unpacked(answer["q"]), unpacked(answer["x"])
    assert integrate.trapezoid(q, x) == pytest.approx(1, abs=1e-6)
    at = [int(np.argmin(np.abs(x - knot))) for knot in KNOTS]
    np.testing.assert_allclose(q[at], answer["scale"] * np.array(list(heights.values())), atol=1e-6)
    fine = np.linspace(-8, 8, 160_001)
    p = answers.P.pdf(fine)
    v = integrate.simpson(p * math.log(0.3) + np.interp(fine, x, q, 0, 0) * math.log(0.7), x=fine)
    assert answer["v"] == pytest.approx(v, abs=1e-5) and answer["v"] < answer["v_best"]
    assert answer["v_best"] == pytest.approx(2 * answer["js"] - 2 * math.log(2), abs=1e-8)


@pytest.mark.parametrize(
    "shape, heights, words",
    [("drawn", 0.0, "the density is 0 everywhere"), ("cube", 0.5, "allowed are bell, drawn")],
)
def test_a_p_g_that_is_none_is_refused_beside_its_control(shape, heights, words):
    with pytest.raises(BadArgument, match=words) as refused:
        answers.dstar(shape, 0.0, 1.0, **dict.fromkeys(Q_KEYS, heights), **dict.fromkeys(D_KEYS, 0.5))
    assert refused.value.argument == "g_shape"


@pytest.mark.parametrize(
    ("refused_by", "key"),
    [
        (lambda: answers.dstar(**BELL | {"g_mean": 9.0}, **dict.fromkeys(D_KEYS, 0.5)), "g_mean"),
        (lambda: answers.dstar(**BELL | {"g_std": 0.0}, **dict.fromkeys(D_KEYS, 0.5)), "g_std"),
        (lambda: answers.dstar(**BELL, **dict.fromkeys(D_KEYS, math.nan)), ""),
        (lambda: answers.network(**BELL, net_steps=60_000), "net_steps"),
        (lambda: answers.network(**BELL | {"g_shape": "cube"}, net_steps=50), "g_shape"),
        (lambda: answers.flow(**FLOW | {"flow_rate": 0.0}, psi0=1.0), "flow_rate"),
        (lambda: answers.flow(**FLOW | {"flow_rate": 1e-300}, psi0=1.0), "flow_rate"),
        (lambda: answers.flow(**FLOW | {"flow_r1": 1e308}, psi0=1.0), "flow_r1"),
        (lambda: answers.flow(**FLOW | {"theta0": 999_999}, psi0=1.0), "theta0"),
        (lambda: answers.flow(**FLOW, psi0=-999_999), "psi0"),
        (lambda: answers.flow_field("minimax", 0.0, 1e308), "flow_gp"),
        (lambda: answers.flow(**FLOW | {"flow_loss": "cubic"}, psi0=1.0), "flow_loss"),
        (lambda: answers.flow_field("cubic", 0.0, 0.0), "flow_loss"),
        (lambda: answers.slope_at(41.0), "apart"),
    ],
)
def test_bad_input_is_refused_beside_its_control(refused_by, key):
    with pytest.raises(BadArgument, match="allowed") as refused:
        refused_by()
    assert refused.value.argument == key
