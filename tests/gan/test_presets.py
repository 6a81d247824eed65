"""Presets: the bad ones go wrong as they say, the default keeps its promise, all belong together."""

from math import inf

import numpy as np
import pytest

from explainer.gan.game.game import Game
from explainer.gan.game.losses import LOSSES
from explainer.gan.game.options import CAPS, Options
from explainer.gan.game.play import play
from explainer.gan.presets import PRESETS
from explainer.maths.toy2d import cloud


def run(name, seed=0):
    preset = PRESETS[name]
    game = Game(cloud(preset.data), preset.options.changed(seed=seed))
    return preset, list(play(game, preset.steps, max(1, preset.steps // 20), inf))


@pytest.mark.parametrize("name", ["mode-collapse", "vanishing-gradient", "blow-up"])
def test_a_bad_preset_goes_wrong_as_it_says(name):
    preset, frames = run(name, seed=1)
    assert preset.holds(frames)


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
    preset, frames = run("vanishing-gradient")
    game = Game(cloud(preset.data), preset.options)
    for _ in range(preset.steps // 4):
        game.advance()
    z = game.noise(2048)
    flat, steep = (game.g_gradient(z, LOSSES[name]) for name in ("minimax", "non-saturating"))
    assert flat < steep / 5


def test_the_default_reaches_its_goal():
    preset, frames = run("eight-modes")
    assert preset.options == Options()
    assert not preset.holds(frames[:1])
    assert preset.holds(frames)


def test_every_bad_preset_names_a_good_one_as_its_cure():
    for preset in PRESETS.values():
        assert preset.good == (preset.cure is None)
        assert preset.good or PRESETS[preset.cure].good
        assert preset.why.endswith(".") and preset.why.count(". ") == 0  # one sentence
        assert cloud(preset.data).modes is not None and 0 < preset.steps <= 10_000
        assert set(CAPS) <= set(preset.options.plain())
