"""Presets: the bad ones go wrong as they say, the default keeps its promise, all belong together."""

from math import inf

import numpy as np
import pytest

from explainer.gan.game import Game, play
from explainer.gan.losses import LOSSES
from explainer.gan.presets import PRESETS, preset
from explainer.gan.settings import CAPS, Settings
from explainer.maths.arguments import BadArgument
from explainer.maths.toy2d import cloud


def run(name, seed=0):
    one = PRESETS[name]
    game = Game(cloud(one.data), one.settings.changed(seed=seed))
    return one, list(play(game, one.steps, max(1, one.steps // 20), inf))


@pytest.mark.parametrize("name", ["mode-collapse", "vanishing-gradient", "blow-up"])
def test_a_bad_preset_goes_wrong_as_it_says(name):
    one, frames = run(name, seed=1)
    assert one.holds(frames)
    assert not one.reached(frames[-1])


def test_mode_collapse_heaps_the_points_twice_and_the_heaps_move():
    _, frames = run("mode-collapse")
    places, late = [], frames[len(frames) // 2 :]
    for frame in late:
        left, held = frame.points, []
        for _ in range(2):  # the disc of radius 0.15 around a point that holds the most
            near = np.linalg.norm(left[:, None] - left, axis=2) < 0.15
            most = near.sum(1).argmax()
            held.append((near[most].sum(), left[most]))
            left = left[~near[most]]
        places.append(held[0][1])
        assert held[0][0] + held[1][0] >= 0.8 * len(frame.points)
    moves = np.linalg.norm(np.diff(places, axis=0), axis=1)
    assert moves.max() > 0.3


def test_the_vanishing_gradient_is_small_beside_that_of_the_other_loss():
    one, frames = run("vanishing-gradient")
    game = Game(cloud(one.data), one.settings)
    for _ in range(one.steps // 4):
        game.step_both()
    z = game.noise(2048)
    flat, steep = (game.g_gradient(z, LOSSES[name]) for name in ("minimax", "non-saturating"))
    assert flat < steep / 5


def test_the_default_reaches_its_goal_and_says_when():
    one, frames = run("eight-modes")
    assert one.settings == Settings()
    when = [f.step for f in frames if one.reached(f)]
    assert when and not one.reached(frames[0])
    assert one.holds(frames)


def test_every_bad_preset_names_a_good_one_as_its_cure():
    for one in PRESETS.values():
        assert one.good == (one.cure is None)
        assert one.good or PRESETS[one.cure].good
        assert one.why.endswith(".") and one.why.count(". ") == 0  # one sentence
        assert cloud(one.data).modes is not None and 0 < one.steps <= 10_000
        assert set(CAPS) <= set(one.settings.plain())


def test_an_unknown_preset_is_named():
    with pytest.raises(BadArgument, match="the preset is 'luck'; allowed are eight-modes, mode-collapse"):
        preset("luck")
    assert preset("blow-up") is PRESETS["blow-up"]
