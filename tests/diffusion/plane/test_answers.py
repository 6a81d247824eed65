"""The plane's answers: refusals beside their control, tables that belong together."""

import base64

import numpy as np
import pytest
from page import unpacked

from explainer.diffusion.plane import answers
from explainer.diffusion.plane.mixture import Mixture
from explainer.maths.arguments import BadArgument
from explainer.maths.toy2d import cloud

PLAIN = {"data": "moons", "points": None, "schedule": "linear", "T": 1000}


def text(rows: str) -> str:
    return base64.b64encode(rows.encode()).decode()


def test_shades_between_knots_are_close_to_the_exact_density():
    field = answers.field(**PLAIN)
    knots, shade = unpacked(field["knots"]), unpacked(field["shade"]).astype(float)
    i = int(np.searchsorted(knots, 200)) - 1
    t = int(knots[i] + knots[i + 1]) // 2
    share = (t - knots[i]) / (knots[i + 1] - knots[i])
    mixed = shade[i] + share * (shade[i + 1] - shade[i])
    from explainer.diffusion.plane import theory

    exact = theory.densities(Mixture.of(cloud("moons")), answers.clock("linear", 1000), [t])[0]
    assert np.abs(mixed - 255 * np.sqrt(exact / exact.max())).max() < 6


@pytest.mark.parametrize("T", [1, 2, 50])
def test_few_steps_are_fine(T):
    field = answers.field(**{**PLAIN, "T": T})
    assert unpacked(field["knots"])[-1] == T
    assert np.isfinite(unpacked(answers.back(**{**PLAIN, "T": T}, seed=0)["points"])).all()


def test_own_points_are_used_and_their_scaling_said():
    own = {**PLAIN, "data": "own", "points": text("x,y\n1,2\n3,4\n5,1\n")}
    forward = answers.forward(**own, seed=0)
    assert forward["words"].startswith("3 points")
    assert np.abs(unpacked(forward["x0"])).max() < 1.1


@pytest.mark.parametrize(
    "change, key",
    [
        ({"data": "own"}, "data"),
        ({"data": "cat"}, "data"),
        ({"data": "own", "points": text("1,2\n3,4\n")}, "points"),
        ({"data": "own", "points": text("hello\nworld\n")}, "points"),
        ({"data": "own", "points": text("1,1\n1,1\n1,1\n")}, "points"),
        ({"data": "own", "points": "%%%"}, "points"),
        ({"T": 0}, "T"),
        ({"T": 100000}, "T"),
        ({"schedule": "none"}, "schedule"),
    ],
)
def test_bad_input_is_refused_beside_its_control(change, key):
    with pytest.raises(BadArgument) as refused:
        answers.field(**{**PLAIN, **change})
    assert refused.value.argument == key
