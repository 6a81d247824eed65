"""What the GAN's page is told: the shipped game, streamed frames that go on exactly, refusals."""

import base64
import hashlib
import json
import math

import numpy as np
import pytest
from scipy import integrate

from explainer.gan import answers, controls, figures, lab_answers, shipped, stored
from explainer.gan.game import Game
from explainer.gan.lab_controls import D_KEYS, KNOTS, Q_HEIGHTS, Q_KEYS
from explainer.gan.settings import Settings
from explainer.maths.arguments import BadArgument
from explainer.maths.toy2d import cloud

FLAT = dict(zip(Q_KEYS, Q_HEIGHTS, strict=True))
GAME = {"data": "8-gaussians", "points": None, "pace": "fast"}


def moved(move, saved=None, **changes):
    values = Settings().plain() | {key: changes.pop(key) for key in list(changes) if key not in GAME}
    return list(answers.game_steps(move, saved, **(GAME | changes), **values))


def unpacked(packed):
    kind = {"f2": "<f2", "f4": "<f4", "u1": "u1"}[packed["dtype"]]
    shape = [int(n) for n in packed["shape"].split(",")]
    return np.frombuffer(base64.b64decode(packed["bdata"]), kind).reshape(shape).astype(np.float64)


def test_the_shipped_file_is_the_one_that_its_manifest_names_and_reached_its_goal():
    data = (shipped.FOLDER / f"{shipped.NAME}.npz").read_bytes()
    told = json.loads((shipped.FOLDER / "manifest.json").read_text())[shipped.NAME]
    assert told["sha256"] == hashlib.sha256(data).hexdigest() and len(data) == told["bytes"] < 1e6
    frames, state = shipped.load()
    assert [f.step for f in frames] == list(range(0, shipped.STEPS + 1, shipped.EVERY))
    assert frames[-1].modes == frames[-1].of_modes == 8
    assert stored.load(state, cloud("8-gaussians")).step == shipped.STEPS


def test_the_first_shipped_frames_are_those_of_the_recipe():
    game = Game(cloud("8-gaussians"), shipped.SETTINGS)
    frames = shipped.load()[0]
    for kept in frames[:2]:
        while game.step < kept.step:
            game.step_both()
        made = answers.Observer(game.data, game.settings).frame(game)
        assert kept.v == pytest.approx(made.v, abs=1e-3) and kept.js == pytest.approx(made.js, abs=1e-2)
        assert np.abs(kept.points - made.points).max() < 5e-3


def test_steps_one_by_one_are_the_game_played_at_once():
    (frame,) = moved("new", seed=5)
    for _ in range(3):
        (frame,) = moved("step", frame["saved"], seed=5)
    game = Game(cloud("8-gaussians"), Settings(seed=5))
    for _ in range(3):
        game.step_both()
    assert frame["saved"] == stored.dump(game.save())
    assert frame["values"]["step"] == 3


def test_a_setting_that_changes_goes_on_from_the_same_weights():
    (first,) = moved("new")
    (other,) = moved("step-d", first["saved"], loss="hinge", rate_d=0.01)
    game = Game(cloud("8-gaussians"))
    game.change(loss="hinge", rate_d=0.01)
    game.step_d()
    assert other["saved"] == stored.dump(game.save())


def test_a_game_that_breaks_comes_with_words_and_its_last_good_state():
    (first,) = moved("new")
    wild = {"loss": "least-squares", "optimiser": "sgd", "rate_g": 1.0, "rate_d": 1.0}
    last = moved("play", first["saved"], **wild)[-1]
    assert "ran out of range" in last["trouble"]
    assert all(map(math.isfinite, stored.load(last["saved"], cloud("8-gaussians")).g.theta.tolist()))


def test_a_critic_has_no_v_and_its_field_is_a_half_where_it_is_undecided():
    (frame,) = moved("new", loss="wasserstein")
    field = unpacked(frame["answer"]["field"])
    assert frame["answer"]["v"] is None and frame["tracks"]["v"] is None
    assert field.min() >= 0 and field.max() <= 1
    game = Game(cloud("8-gaussians"), Settings(loss="wasserstein"))
    seen = answers.Observer(game.data, game.settings).frame(game)
    assert ((field > 0.5) == (seen.field > 0))[np.abs(field - 0.5) > 1e-3].all()


@pytest.mark.parametrize(
    "changes, key",
    [
        ({"rate_d": 1000.0}, "rate_d"),
        ({"d_steps": 0}, "d_steps"),
        ({"width_g": 10_000}, "width_g"),
        ({"data": "cats"}, "data"),
        ({"data": "own"}, "data"),
        ({"data": "own", "points": "%%%"}, "points"),
        ({"data": "own", "points": base64.b64encode(b"1,2\n1,x").decode()}, "points"),
        ({"pace": "warp"}, "pace"),
    ],
)
def test_bad_input_is_refused_beside_its_control(changes, key):
    saved = moved("new")[0]["saved"]
    with pytest.raises(BadArgument) as refused:
        moved("play", saved, **changes)
    assert refused.value.argument == key and len(str(refused.value)) > 20


def test_arrows_point_along_the_pull_and_a_dead_gradient_looks_dead():
    pull = np.array([[3.0, 4.0], [0.0, 1e-6], [0.0, 0.0], [-1e9, 0.0]])
    drawn = figures.arrows(pull)
    assert drawn[0, 1] / drawn[0, 0] == pytest.approx(4 / 3)
    assert np.linalg.norm(drawn[1]) == pytest.approx(2e-7) and not drawn[2].any()
    assert np.linalg.norm(drawn, axis=1).max() <= figures.LONGEST + 1e-12


@pytest.mark.parametrize("step, end", [(0, 500), (500, 500), (501, 1000), (2001, 5000), (199_999, 200_000)])
def test_the_axis_of_steps_ends_at_a_round_number_not_below_the_step(step, end):
    assert figures.span(step) == end


def test_a_half_everywhere_has_the_value_of_the_floor_and_never_beats_d_star():
    told = lab_answers.dstar("bell", 0.3, 0.9, **FLAT, **dict.fromkeys(D_KEYS, 0.5))
    assert told["v"] == pytest.approx(-2 * math.log(2), abs=1e-9)
    assert told["v_best"] == pytest.approx(2 * told["js"] - 2 * math.log(2), abs=1e-8)
    rng = np.random.default_rng(0)
    for _ in range(5):
        other = lab_answers.dstar(
            "bell", 0.3, 0.9, **FLAT, **dict(zip(D_KEYS, rng.random(len(D_KEYS)), strict=True))
        )
        assert other["short"] > 0


def test_a_drawn_p_g_has_area_one_and_the_dots_stand_on_it():
    """Oracle: SciPy's D* of the normalised curve; V by Simpson's rule between the knots."""
    heights = dict(zip(Q_KEYS, (0, 0, 0.2, 1, 0.5, 0.5, 0.1, 0, 0), strict=True))
    told = lab_answers.dstar("drawn", 0.0, 1.0, **heights, **dict.fromkeys(D_KEYS, 0.3))
    q, x = unpacked(told["q"]), unpacked(told["x"])
    assert integrate.trapezoid(q, x) == pytest.approx(1, abs=1e-6)
    at = [int(np.argmin(np.abs(x - knot))) for knot in KNOTS]
    np.testing.assert_allclose(q[at], told["scale"] * np.array(list(heights.values())), atol=1e-6)
    fine = np.linspace(-8, 8, 160_001)
    p = lab_answers.P.pdf(fine)
    v = integrate.simpson(p * math.log(0.3) + np.interp(fine, x, q, 0, 0) * math.log(0.7), x=fine)
    assert told["v"] == pytest.approx(v, abs=1e-5) and told["v"] < told["v_best"]
    assert told["v_best"] == pytest.approx(2 * told["js"] - 2 * math.log(2), abs=1e-8)


@pytest.mark.parametrize(
    "shape, heights, words",
    [("drawn", 0.0, "the density is 0 everywhere"), ("cube", 0.5, "allowed are bell, drawn")],
)
def test_a_p_g_that_is_none_is_refused_beside_its_control(shape, heights, words):
    with pytest.raises(BadArgument, match=words) as refused:
        lab_answers.dstar(shape, 0.0, 1.0, **dict.fromkeys(Q_KEYS, heights), **dict.fromkeys(D_KEYS, 0.5))
    assert refused.value.argument == "g_shape"


def test_every_preset_of_the_page_is_a_game_that_can_begin():
    for name, _, values, why in controls.PRESET.choices:
        settings = {key: value for key, value in values.items() if key not in ("preset", "data")}
        assert Settings(**settings).plain() == settings, name
        assert cloud(values["data"]) and why.endswith(".")
