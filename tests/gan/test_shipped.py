"""The shipped games: the files that the manifest names, played by their recipes."""

import hashlib
import json

import numpy as np
import pytest

from explainer.gan import shipped
from explainer.gan.game import stored
from explainer.gan.game.game import Game
from explainer.gan.game.observe import Observer
from explainer.maths.toy2d import cloud


def test_the_shipped_file_is_the_one_that_its_manifest_names_and_reached_its_goal():
    data = (shipped.FOLDER / f"{shipped.NAME}.npz").read_bytes()
    manifest = json.loads((shipped.FOLDER / "manifest.json").read_text())[shipped.NAME]
    assert manifest["sha256"] == hashlib.sha256(data).hexdigest() and len(data) == manifest["bytes"] < 1e6
    frames, state = shipped.load()
    assert [f.step for f in frames] == list(range(0, shipped.STEPS + 1, shipped.EVERY))
    assert frames[-1].modes == frames[-1].of_modes == 8
    assert stored.load(state, cloud("8-gaussians")).step == shipped.STEPS


def test_the_first_shipped_frames_are_those_of_the_recipe():
    game = Game(cloud("8-gaussians"), shipped.OPTIONS)
    frames = shipped.load()[0]
    for frame in frames[:2]:
        while game.step < frame.step:
            game.advance()
        made = Observer(game.data, game.options).frame(game)
        assert frame.v == pytest.approx(made.v, abs=1e-3) and frame.js == pytest.approx(made.js, abs=1e-2)
        assert np.abs(frame.points - made.points).max() < 5e-3


@pytest.mark.parametrize("name", shipped.RECIPES)
def test_what_is_packed_is_what_is_shipped(name, tmp_path):
    """Half floats and bytes pack to themselves, so a loaded game packs into the same columns."""
    frames, state = shipped.load(name)
    file = tmp_path / "packed.npz"
    file.write_bytes(shipped.packed(frames, state))
    with np.load(file, allow_pickle=False) as packed, np.load(shipped.FOLDER / f"{name}.npz") as stands:
        assert set(packed.files) == set(stands.files)
        for column in packed.files:
            assert packed[column].dtype == stands[column].dtype, column
            np.testing.assert_array_equal(packed[column], stands[column], err_msg=column)
