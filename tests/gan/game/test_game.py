"""The game: its seed, the steps of each player, and what may change."""

import numpy as np
import pytest

from explainer.gan.game.game import Game
from explainer.gan.game.observe import Observer
from explainer.gan.game.options import FIXED, Options
from explainer.maths.arguments import BadArgument
from explainer.maths.toy2d import cloud

DATA = cloud("8-gaussians")
SMALL = Options(width_g=8, width_d=8, batch=16, seed=4)


def test_another_seed_gives_another_run():
    one, two = (Game(DATA, SMALL.changed(seed=seed)) for seed in (1, 2))
    assert not np.array_equal(one.g.theta, two.g.theta)


def test_a_wider_d_leaves_gs_start_and_the_data_as_they_were():
    one, two = Game(DATA, SMALL), Game(DATA, SMALL.changed(width_d=20))
    assert one.g.theta.tobytes() == two.g.theta.tobytes()
    assert one.noise(5).tobytes() == two.noise(5).tobytes()


def test_steps_of_one_player_leave_the_other_alone_and_k_counts():
    game = Game(DATA, SMALL.changed(d_steps=3))
    g, d = game.g.theta.copy(), game.d.theta.copy()
    game.step_d()
    assert np.array_equal(game.g.theta, g) and not np.array_equal(game.d.theta, d)
    d = game.d.theta.copy()
    game.step_g()
    assert np.array_equal(game.d.theta, d) and not np.array_equal(game.g.theta, g)
    game.advance()
    assert (game.d_moves.steps, game.g_moves.steps, game.step) == (4, 2, 1)


def test_a_step_of_d_lowers_its_loss_and_one_of_g_lowers_its_own():
    game, observer = Game(DATA, Options(batch=256, rate_d=2e-4, rate_g=2e-4)), Observer(DATA, Options())
    losses = []
    for _ in range(30):
        before = observer.frame(game)
        game.step_d()
        between = observer.frame(game)
        game.step_g()
        losses.append((between.d_loss - before.d_loss, observer.frame(game).g_loss - between.g_loss))
    assert (np.mean(losses, axis=0) < 0).all() and (np.array(losses)[0] < 0).all()


@pytest.mark.parametrize("name", FIXED)
def test_what_shapes_the_networks_needs_a_new_game(name):
    game = Game(DATA, SMALL)
    other = {"noise": "uniform", "activation_g": "leaky", "activation_d": "leaky"}.get(name, 3)
    with pytest.raises(BadArgument, match="cannot change while the game runs; reset it first"):
        game.change(**{name: other})
    game.change(**{name: getattr(SMALL, name)})
