"""Saved games: they go on bit for bit, and what is no saved game is refused."""

import json

import pytest

from explainer.gan.game import stored
from explainer.gan.game.game import Game
from explainer.gan.game.options import Options
from explainer.maths.arguments import BadArgument
from explainer.maths.toy2d import cloud

DATA = cloud("8-gaussians")
SMALL = Options(width_g=8, width_d=8, batch=16, seed=4)


def test_a_saved_game_goes_on_bit_for_bit_through_text_too():
    options = SMALL.changed(spectral_norm=True, loss="wasserstein")
    straight, halved = Game(DATA, options), Game(DATA, options)
    for _ in range(15):
        straight.advance()
        halved.advance()
    resumed = stored.load(stored.dump(halved.save()), DATA)
    for _ in range(15):
        straight.advance()
        resumed.advance()
    assert resumed.step == 30 and resumed.options == options
    assert straight.g.theta.tobytes() == resumed.g.theta.tobytes()
    assert straight.d.theta.tobytes() == resumed.d.theta.tobytes()


def edited(**changes):
    saved = json.loads(stored.dump(Game(DATA, SMALL).save()))
    for key, value in changes.items():
        part = saved
        *outer, last = key.split("__")
        for name in outer:
            part = part[name]
        part[last] = value
    return json.dumps(saved)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "it is no JSON"),
        ("[" * 100_000, "it is no JSON"),
        ("[1]", "it is not of version 1"),
        (None, "allowed is text"),
        (edited(version=2), "it is not of version 1"),
        (edited(settings__extra=1), "its settings are not those"),
        (edited(settings__width_g=9), "g has 456 bytes; its networks need 548"),
        (
            edited(settings__width_g=10_000),
            "the generator's width is 10000; allowed is a whole number from 1",
        ),
        (edited(arrays__g="!"), "g is no base64"),
        (edited(arrays__d=None), "d is no base64"),
        (edited(arrays=[]), "it holds no arrays"),
        (edited(step=-1), "a count is -1"),
        (edited(counts=[1, 2.5]), r"a count is 2\.5"),
        (edited(counts=3), "count the steps of both"),
        (edited(rng__state={"state": "1", "inc": "2"}), "the state of its draws is not valid"),
        (edited(rng=None), "the state of its draws is not valid"),
    ],
)
def test_a_saved_game_that_is_none_is_refused_in_words(text, sentence):
    with pytest.raises(BadArgument, match=sentence) as refused:
        stored.load(text, DATA)
    assert refused.value.argument == "state"


def test_a_resumed_game_takes_the_options_that_may_change_while_it_runs():
    text = stored.dump(Game(DATA, SMALL).save())
    resumed = stored.resumed(text, DATA, SMALL.changed(loss="hinge", rate_d=0.01, width_g=20, seed=7))
    assert resumed.options == SMALL.changed(loss="hinge", rate_d=0.01)
