"""The atlas: the same bytes back, the same blend as SciPy's, and near enough to the network."""

import json
from dataclasses import asdict
from hashlib import sha256

import numpy as np
import pytest
from scipy.interpolate import RegularGridInterpolator

from explainer.vae import atlas, theory
from models import backend, coders, precompute_vae

MANIFEST = json.loads((precompute_vae.FOLDER / "manifest.json").read_text())
MAIN = ("vae-mnist", "vae-fashion")


def test_pictures_come_back_from_their_bytes():
    pictures = np.random.default_rng(0).integers(0, 256, (3, 5, 28, 28)).astype(np.uint8)
    np.testing.assert_array_equal(atlas.inflate(atlas.deflate(pictures), 3, 5), pictures)


def test_the_blend_is_scipy_s_and_holds_at_the_edge():
    rng = np.random.default_rng(1)
    xs, ys = np.sort(rng.normal(size=6)), np.sort(rng.normal(size=4))
    shown = atlas.Atlas(xs, ys, rng.integers(0, 256, (4, 6, 28, 28)).astype(np.uint8))
    z = np.stack([rng.uniform(xs[0], xs[-1], 50), rng.uniform(ys[0], ys[-1], 50)], -1)
    other = RegularGridInterpolator((ys, xs), shown.pictures.astype(float))(z[:, ::-1])
    np.testing.assert_allclose(atlas.blend(shown, z), other, atol=1e-9)
    np.testing.assert_allclose(atlas.blend(shown, np.array([[99.0, -99.0]]))[0], shown.pictures[0, -1])
    np.testing.assert_allclose(atlas.blend(shown, np.array([[xs[2], ys[3]]]))[0], shown.pictures[3, 2])


@pytest.mark.parametrize("name", MAIN)
def test_blends_over_the_prior_are_within_two_levels_of_the_network_and_as_stated(name):
    z = np.random.default_rng(77).standard_normal((600, 2))
    exact = (255 * theory.ink(coders.decoder(name)(z))).reshape(-1, 28, 28)
    gap = np.abs(atlas.blend(atlas.atlas(name), z) - exact)
    stated_mean, stated_most = atlas.shipped(name)["gap"]
    assert gap.mean() <= 2 and stated_mean <= 2
    assert gap.mean() == pytest.approx(stated_mean, rel=0.2)
    assert gap.max() <= 1.5 * stated_most


@pytest.mark.parametrize("name", MAIN)
def test_the_map_holds_each_point_where_the_encoder_puts_it_and_its_terms(name):
    plane, test = atlas.shipped(name), atlas.shipped(backend.MODELS[name].data)
    x = test["pictures"][:60].reshape(-1, 784) / 255
    mu, logvar = coders.encoded(name, x)
    np.testing.assert_allclose(plane["points"][:60], mu, atol=1e-4)
    np.testing.assert_allclose(plane["kl"][:60], theory.kl_to_prior(mu, logvar), rtol=1e-4)
    recon = theory.reconstruction(coders.decoder(name), mu, logvar, x, 9)
    np.testing.assert_allclose(plane["recon"][:60], recon, rtol=1e-3)
    assert (plane["points"] > plane["low"]).all() and (plane["points"] < plane["high"]).all()
    np.testing.assert_array_equal(plane["labels"], test["labels"])


@pytest.mark.parametrize("name", MAIN)
def test_the_shipped_terms_are_those_of_the_card(name):
    """The card drew one z a picture over all 10,000 test pictures; these are 5,000, by quadrature."""
    plane, scores = atlas.shipped(name), backend.card(name)["scores"]
    for key, nats in (("kl", plane["kl"]), ("reconstruction", plane["recon"])):
        assert abs(nats.mean() - scores[key]) < 5 * nats.std() / np.sqrt(len(nats))


def test_a_part_of_the_atlas_made_again_is_the_part_that_is_shipped():
    for name in (*MAIN, "ae-mnist"):
        shown = atlas.atlas(name)
        grid = np.stack(np.meshgrid(shown.xs, shown.ys[20:22]), -1).reshape(-1, 2)
        again = theory.grey(coders.decoder(name)(grid)).reshape(2, -1, 28, 28).astype(int)
        assert np.abs(again - shown.pictures[20:22]).max() <= 2


def test_every_recipe_has_its_file_as_the_manifest_describes_it():
    files = {path.stem for path in precompute_vae.FOLDER.glob("*.npz")}
    assert files >= set(precompute_vae.RECIPES) == set(MANIFEST)
    for name, recipe in precompute_vae.RECIPES.items():
        entry, raw = MANIFEST[name], (precompute_vae.FOLDER / f"{name}.npz").read_bytes()
        assert entry["sha256"] == sha256(raw).hexdigest() and entry["bytes"] == len(raw)
        assert entry["recipe"] == json.loads(json.dumps(asdict(recipe)))
        assert entry["weights"] == {model: backend.card(model)["sha256"] for model in recipe.models}


def test_an_atlas_is_small_and_so_is_the_chapter():
    for name in (*MAIN, "ae-mnist"):
        assert MANIFEST[name]["bytes"] <= 2_500_000
    assert sum(entry["bytes"] for entry in MANIFEST.values()) <= 8_000_000


def test_a_missing_map_is_named():
    with pytest.raises(ValueError, match="vae-elephant is not there"):
        atlas.shipped("vae-elephant")


def test_nodes_stand_closer_where_codes_are():
    codes = np.random.default_rng(0).normal(size=2000)
    found = atlas.nodes(-5.0, 5.0, codes, 48)
    assert found[0] == -5 and found[-1] == 5 and (np.diff(found) > 0).all()
    assert np.diff(found)[23] < 0.5 * np.diff(found)[2]
