"""Two games side by side: each is the game that it would be alone, and trouble names the one that has it."""

from math import inf

import numpy as np
import pytest

from explainer.gan.game.game import Game
from explainer.gan.game.options import Options
from explainer.gan.game.play import play
from explainer.gan.pair.theory import Pair, PairObserver
from explainer.maths.arguments import BadArgument
from explainer.maths.toy2d import cloud

DATA = cloud("8-gaussians")
SMALL = Options(width_g=8, width_d=8, batch=16, seed=4)
WILD = Options(loss="least-squares", optimiser="sgd", rate_g=1.0, rate_d=1.0, seed=4)


def test_each_game_of_a_pair_is_the_game_played_alone_bit_for_bit():
    other = SMALL.changed(rate_g=1e-2, d_steps=2)
    pair = Pair(Game(DATA, SMALL), Game(DATA, other))
    frames = list(play(pair, 20, 10, inf, PairObserver(DATA, SMALL, other)))
    assert [f.step for f in frames] == [0, 10, 20]
    for game, options in zip(pair.games, (SMALL, other), strict=True):
        alone = Game(DATA, options)
        for _ in range(20):
            alone.advance()
        assert game.g.theta.tobytes() == alone.g.theta.tobytes()
        assert game.d.theta.tobytes() == alone.d.theta.tobytes()
    assert np.array_equal(frames[0].a.points, frames[0].b.points)  # one seed, one beginning
    assert not np.array_equal(frames[2].a.points, frames[2].b.points)


def test_trouble_names_the_game_that_has_it_and_both_go_back_to_the_last_good_step():
    pair = Pair(Game(DATA, SMALL), Game(DATA, WILD))
    *_, last = play(pair, 3000, 50, inf, PairObserver(DATA, SMALL, WILD))
    assert last.trouble.startswith("Game B: At step ") and "learning rate is 1" in last.trouble
    assert pair.games[0].step == pair.games[1].step == last.step and pair.broken is None
    assert all(np.isfinite(net.theta).all() for game in pair.games for net in (game.g, game.d))


def test_games_at_different_steps_or_on_different_data_are_no_pair():
    ahead = Game(DATA, SMALL)
    ahead.advance()
    with pytest.raises(BadArgument, match="stand at steps 1 and 0; allowed are"):
        Pair(ahead, Game(DATA, SMALL))
    with pytest.raises(BadArgument, match="the games have different data"):
        Pair(Game(DATA, SMALL), Game(cloud("ring"), SMALL))
