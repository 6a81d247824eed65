"""Two games side by side: each is the game that it would be alone, and trouble names the one that has it."""

import json
from math import inf

import numpy as np
import pytest

from explainer.gan import pair_answers, shipped, stored
from explainer.gan.game import Game, play
from explainer.gan.pair import Pair, PairObserver
from explainer.gan.pair_controls import KEYS, NAMES, PAIRS, wanted
from explainer.gan.settings import Settings
from explainer.maths.arguments import BadArgument
from explainer.maths.toy2d import cloud

DATA = cloud("8-gaussians")
SMALL = Settings(width_g=8, width_d=8, batch=16, seed=4)
WILD = Settings(loss="least-squares", optimiser="sgd", rate_g=1.0, rate_d=1.0, seed=4)
ASKED = {"pair_data": "8-gaussians", "points": None, "pair_seed": 0, "pair_pace": "fast"}


def values(a=SMALL, b=SMALL, **changes):
    sides = {f"{side}_{name}": one.plain()[name] for side, one in (("a", a), ("b", b)) for name in NAMES}
    return ASKED | sides | changes


def moved(move, saved=None, **given):
    return list(pair_answers.game_steps(move, saved, **values(**given)))


def test_each_game_of_a_pair_is_the_game_played_alone_bit_for_bit():
    other = SMALL.changed(rate_g=1e-2, d_steps=2)
    pair = Pair(Game(DATA, SMALL), Game(DATA, other))
    frames = list(play(pair, 20, 10, inf, PairObserver(DATA, SMALL, other)))
    assert [f.step for f in frames] == [0, 10, 20]
    for game, settings in zip(pair.games, (SMALL, other), strict=True):
        alone = Game(DATA, settings)
        for _ in range(20):
            alone.step_both()
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
    ahead.step_both()
    with pytest.raises(BadArgument, match="stand at steps 1 and 0, not at one"):
        Pair(ahead, Game(DATA, SMALL))
    with pytest.raises(BadArgument, match="the games have different data"):
        Pair(Game(DATA, SMALL), Game(cloud("ring"), SMALL))


def test_the_page_plays_both_on_exactly_and_changes_one_under_way():
    (first,) = moved("new")
    (second,) = moved("step", first["saved"], b=SMALL.changed(loss="hinge"))
    texts = []
    for settings in (SMALL.changed(seed=0), SMALL.changed(seed=0, loss="hinge")):
        game = Game(DATA, settings)
        game.step_both()
        texts.append(stored.dump(game.save()))
    assert json.loads(second["saved"]) == texts
    assert second["values"]["pair_step"] == 1 and second["tracks"]["step"] == 1


@pytest.mark.parametrize(
    "changes, key",
    [
        ({"b_rate_d": 1000.0}, "b_rate_d"),
        ({"a_width_g": 10_000}, "a_width_g"),
        ({"pair_seed": -1}, "pair_seed"),
        ({"pair_data": "own"}, "pair_data"),
        ({"pair_data": "cats"}, "pair_data"),
    ],
)
def test_bad_input_is_refused_beside_its_control(changes, key):
    with pytest.raises(BadArgument) as refused:
        moved("new", **changes)
    assert refused.value.argument == key and len(str(refused.value)) > 20


@pytest.mark.parametrize("saved", ["", "[]", '["a"]', "[1, 2]", "{", '["{}", "{}"]', "[" * 10_000])
def test_a_forged_pair_is_refused_in_words_or_begun_anew(saved):
    if not saved:
        assert moved("step", saved)[0]["values"]["pair_step"] == 1
        return
    with pytest.raises(BadArgument, match="cannot be read"):
        moved("step", saved)


def test_the_shipped_pair_is_of_one_seed_and_does_what_its_preset_says():
    name, _, a, b, _ = PAIRS[0]
    frames, state = pair_answers.shipped_pair()
    films = [shipped.FILMS[one] for one in pair_answers.SHIPPED]
    assert [film.settings for film in films] == [a, b] and a.seed == b.seed
    changed = {key for key in NAMES if a.plain()[key] != b.plain()[key]}
    assert changed == {"rate_d", "rate_g"} and b.rate_g == 10 * b.rate_d
    assert frames[0].a.js == pytest.approx(frames[0].b.js, abs=1e-9)
    assert frames[-1].a.modes == 8
    assert max(f.b.modes for f in frames[len(frames) // 2 :]) <= 3
    both = [stored.load(text, DATA) for text in json.loads(state)]
    assert Pair(*both).step == frames[-1].step == shipped.STEPS


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[0])
def test_every_preset_sets_all_of_both_games(pair):
    name, _, a, b, why = pair
    told = wanted(name, a, b)
    assert set(told) == {"pair_preset", "pair_data", *KEYS} and why.endswith(".")
    assert pair_answers.settings_of("a", 0, told) == a.changed(seed=0)
    assert pair_answers.settings_of("b", 0, told) == b.changed(seed=0)
