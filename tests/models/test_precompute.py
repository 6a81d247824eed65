"""What the app ships: whole, described by its manifest, and made again from the weights."""

import hashlib
import json
from dataclasses import asdict

import numpy as np
import pytest

from explainer import shipped
from explainer.maths import chains
from models import backend, precompute

MANIFEST = json.loads((precompute.FOLDER / "manifest.json").read_text())


def read(name):
    return shipped.arrays(f"reverse/{name}")


def test_every_recipe_has_its_file_and_every_file_its_recipe():
    files = {path.stem for path in precompute.FOLDER.glob("*.npz")}
    assert files == set(MANIFEST) == set(precompute.RECIPES)


@pytest.mark.parametrize("name", precompute.RECIPES)
def test_the_manifest_describes_the_file(name):
    entry, raw = MANIFEST[name], (precompute.FOLDER / f"{name}.npz").read_bytes()
    assert entry["sha256"] == hashlib.sha256(raw).hexdigest() and entry["bytes"] == len(raw)
    assert entry["recipe"] == json.loads(json.dumps(asdict(precompute.RECIPES[name])))
    assert entry["weights"] == backend.card(precompute.RECIPES[name].model)["sha256"]


def test_all_of_it_is_small():
    assert sum(entry["bytes"] for entry in MANIFEST.values()) <= 4_400_000


@pytest.mark.parametrize("name", ["unet-mnist-mixed", "unet-fashion-mixed", "unet-mnist-7"])
def test_a_part_made_again_is_the_part_that_is_shipped(name, monkeypatch):
    """The first two pictures, all steps; float32 rounds a little differently on each processor."""
    monkeypatch.setenv("DIFFUSION_LIVE_DTYPE", "float32")
    monkeypatch.setenv("DIFFUSION_LIVE_DEVICE", "cpu")
    shipped, again = read(name), precompute.chain(precompute.RECIPES[name], 2)
    for key in ("t", "scale"):
        np.testing.assert_array_equal(again[key], shipped[key])
    gap = np.abs(again["xt"].astype(int) - shipped["xt"][:, :2])
    assert (gap > 12).mean() < 0.01 and gap.mean() < 1


@pytest.mark.parametrize("name", ["unet-mnist-mixed", "unet-mnist-3"])
def test_a_stored_chain_begins_as_noise_and_ends_as_a_picture(name):
    chain = read(name)
    states = chains.restore(chain["xt"], chain["scale"])
    assert chain["t"][0] == 1000 and chain["t"][-1] == 0 and (np.diff(chain["t"]) < 0).all()
    assert abs(states[0].mean()) < 0.05 and abs(states[0].std() - 1) < 0.05
    assert np.abs(states[-1]).max() <= 1 and (states[-1] < -0.9).mean() > 0.5
    assert len(chain["labels"]) == 16


def test_estimates_end_at_the_picture():
    chain = read("unet-mnist-mixed")
    assert chain["x0_hat"].shape == (40, 16, 28, 28)
    np.testing.assert_array_equal(chain["x0_hat"][-1], chain["xt"][-1])


def test_rounding_hides_below_the_noise():
    """A grey step is at most a third of σ_t wide, and none where the picture is clean."""
    import torch

    for noise in (0.0, 0.05, 0.12, 0.3, 0.6, 1.0):
        x = (1 + 2 * noise) * torch.linspace(-1, 1, 784).reshape(1, 1, 28, 28)
        stored = precompute._bytes(x, noise)
        back = (stored / 127.5 - 1) * (1 + 2 * noise)
        assert np.abs(back - x[0, 0].numpy()).max() <= 0.17 * noise + 0.0061
