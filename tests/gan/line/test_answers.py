"""What the page gets of the game on the line: the shipped game, frames that go on exactly, refusals."""

import numpy as np
import pytest

from explainer.gan import shipped
from explainer.gan.game import stored
from explainer.gan.game.game import Game
from explainer.gan.game.losses import LN2
from explainer.gan.game.options import Options
from explainer.gan.game.play import play
from explainer.gan.line import answers
from explainer.gan.line.theory import TWO_BUMPS, LineObserver
from explainer.maths.arguments import BadArgument

LINE = {key: getattr(answers.RECIPE.options, name) for name, key in answers.KEYS.items()}


def test_the_shipped_game_on_the_line_is_that_of_its_recipe_and_ends_near_the_floor():
    frames, state = shipped.load("line")
    recipe = shipped.RECIPES["line"]
    assert [f.step for f in frames] == list(range(0, recipe.steps + 1, recipe.every))
    game = Game(TWO_BUMPS, recipe.options)
    observer = LineObserver(TWO_BUMPS)
    for frame in frames[:2]:
        while game.step < frame.step:
            game.advance()
        made = observer.frame(game)
        assert frame.v == pytest.approx(made.v, abs=1e-3) and frame.js == pytest.approx(made.js, abs=1e-3)
        assert np.abs(frame.d - made.d).max() < 5e-3
    assert frames[-1].js < 0.05 < frames[0].js and abs(frames[-1].v + 2 * LN2) < 0.05
    assert all(f.v <= f.best_v + 1e-12 for f in frames)
    assert stored.load(state, TWO_BUMPS).step == recipe.steps


def test_while_g_waits_v_climbs_towards_what_the_best_d_reaches():
    game = stored.load(shipped.load("line")[1], TWO_BUMPS)
    game.change(rate_g=0.0)
    before, after = play(game, 1000, 1000, np.inf, LineObserver(TWO_BUMPS))
    assert after.js == before.js
    assert after.best_v - after.v < 0.6 * (before.best_v - before.v)


def test_the_page_plays_on_exactly_and_changes_options_under_way():
    (first,) = answers.steps("new", None, **LINE)
    (second,) = answers.steps("step", first["saved"], **(LINE | {"line_d_steps": 2}))
    game = Game(TWO_BUMPS, answers.RECIPE.options.changed(d_steps=2))
    game.advance()
    assert second["saved"] == stored.dump(game.save()) and second["values"]["line_step"] == 1
    shown = second["answer"]
    assert shown["v"] <= shown["best_v"] and shown["best_v"] == pytest.approx(2 * shown["js"] - 2 * LN2)


@pytest.mark.parametrize(
    "changes, key",
    [
        ({"line_rate_d": 1000.0}, "line_rate_d"),
        ({"line_d_steps": 0}, "line_d_steps"),
        ({"line_loss": "cats"}, "line_loss"),
    ],
)
def test_bad_options_are_refused_beside_their_control(changes, key):
    with pytest.raises(BadArgument) as refused:
        list(answers.steps("new", None, **(LINE | changes)))
    assert refused.value.argument == key


def test_a_saved_game_of_the_plane_is_no_game_on_the_line():
    other = stored.dump(Game(TWO_BUMPS, Options(noise_dim=2)).save())
    with pytest.raises(BadArgument, match="has 2 numbers of noise; allowed on the line is 1"):
        list(answers.steps("step", other, **LINE))
