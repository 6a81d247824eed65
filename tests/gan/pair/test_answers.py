"""What the page gets of two games: frames that go on exactly, the shipped pair, presets, refusals."""

import json

import pytest

from explainer.gan import shipped
from explainer.gan.game import stored
from explainer.gan.game.game import Game
from explainer.gan.game.options import Options
from explainer.gan.pair import answers
from explainer.gan.pair.settings import KEYS, NAMES, PAIRS
from explainer.gan.pair.settings import values as values_of
from explainer.gan.pair.theory import Pair
from explainer.maths.arguments import BadArgument
from explainer.maths.toy2d import cloud

DATA = cloud("8-gaussians")
SMALL = Options(width_g=8, width_d=8, batch=16, seed=4)
ASKED = {"pair_data": "8-gaussians", "points": None, "pair_seed": 0, "pair_pace": "fast"}


def values(a=SMALL, b=SMALL, **changes):
    sides = {f"{side}_{name}": options.plain()[name] for side, options in (("a", a), ("b", b)) for name in NAMES}
    return ASKED | sides | changes


def moved(move, saved=None, **given):
    return list(answers.steps(move, saved, **values(**given)))


def test_the_page_plays_both_on_exactly_and_changes_one_under_way():
    (first,) = moved("new")
    (second,) = moved("step", first["saved"], b=SMALL.changed(loss="hinge"))
    texts = []
    for options in (SMALL.changed(seed=0), SMALL.changed(seed=0, loss="hinge")):
        game = Game(DATA, options)
        game.advance()
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
        ({"pair_data": "own", "points": "%%%"}, "pair_data"),
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
    frames, state = answers.shipped_pair()
    recipes = [shipped.RECIPES[game] for game in answers.SHIPPED]
    assert [recipe.options for recipe in recipes] == [a, b] and a.seed == b.seed
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
    chosen = values_of(name, a, b)
    assert set(chosen) == {"pair_preset", "pair_data", *KEYS} and why.endswith(".")
    assert answers.options_of("a", 0, chosen) == a.changed(seed=0)
    assert answers.options_of("b", 0, chosen) == b.changed(seed=0)


def test_an_unknown_pace_is_refused_beside_its_control():
    (first,) = moved("new")
    with pytest.raises(BadArgument, match="the pace is 'warp'; allowed are fast, calm, slow") as refused:
        moved("play", first["saved"], pair_pace="warp")
    assert refused.value.argument == "pair_pace"
