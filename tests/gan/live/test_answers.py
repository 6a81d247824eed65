"""What the page gets of the live game: streamed frames that go on exactly, and refusals."""

import base64
import math

import numpy as np
import pytest

from explainer.gan.game import stored
from explainer.gan.game.game import Game
from explainer.gan.game.observe import Observer
from explainer.gan.game.options import Options
from explainer.gan.live import answers, figures, settings
from explainer.maths.arguments import BadArgument
from explainer.maths.toy2d import cloud

GAME = {"data": "8-gaussians", "points": None, "pace": "fast"}


def moved(move, saved=None, **changes):
    values = Options().plain() | {key: changes.pop(key) for key in list(changes) if key not in GAME}
    return list(answers.steps(move, saved, **(GAME | changes), **values))


def test_steps_one_by_one_are_the_game_played_at_once():
    (frame,) = moved("new", seed=5)
    for _ in range(3):
        (frame,) = moved("step", frame["saved"], seed=5)
    game = Game(cloud("8-gaussians"), Options(seed=5))
    for _ in range(3):
        game.advance()
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


def test_a_critic_has_no_v_and_its_field_is_a_half_where_it_is_undecided(unpacked):
    (frame,) = moved("new", loss="wasserstein")
    field = unpacked(frame["answer"]["field"])
    assert frame["answer"]["v"] is None and frame["tracks"]["v"] is None
    assert field.min() >= 0 and field.max() <= 1
    game = Game(cloud("8-gaussians"), Options(loss="wasserstein"))
    truth = Observer(game.data, game.options).frame(game)
    assert ((field > 0.5) == (truth.field > 0))[np.abs(field - 0.5) > 1e-3].all()


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


def test_every_preset_of_the_page_is_a_game_that_can_begin():
    for name, _, values, why in settings.PRESET.choices:
        options = {key: value for key, value in values.items() if key not in ("preset", "data")}
        assert Options(**options).plain() == options, name
        assert cloud(values["data"]) and why.endswith(".")


@pytest.mark.parametrize("loss", ["wasserstein", "hinge", "non-saturating", "least-squares"])
def test_a_critic_is_called_no_probability_and_is_measured_against_none(loss):
    options = Options(loss=loss, width_g=8, width_d=8)
    data = cloud("8-gaussians")
    frame = Observer(data, options).frame(Game(data, options))
    told = figures.table(frame)
    perfect = {row[0]: row[2] for row in told["rows"]}
    critic = loss in ("wasserstein", "hinge")
    assert (figures.CRITIC in told["notes"]) == critic
    assert (perfect["$V(D, G)$, their sum"] == "") == critic and (perfect[r"$\mathbb E|D-D^*|$"] == "") == critic
