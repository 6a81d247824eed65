"""What the figures that edit, fill in and mix answer; what ships of them; what is refused."""

import base64
import hashlib
import io
import json
from dataclasses import asdict

import numpy as np
import pytest
from page import unpacked
from PIL import Image

from explainer import shipped
from explainer.diffusion.reverse.edit import answers, runs
from explainer.maths import pictures
from explainer.maths.arguments import BadArgument
from models import backend, data, precompute_edits

FOLDER = shipped.ASSETS / "edits"
MANIFEST = shipped.facts("edits/manifest")


def png(area: np.ndarray) -> str:
    """A pad of 280 × 280 on which the places of `area` (28, 28) are white."""
    buffer = io.BytesIO()
    Image.fromarray((area * 255).astype(np.uint8)).resize((280, 280), 0).save(buffer, "png")
    return base64.b64encode(buffer.getvalue()).decode()


@pytest.mark.parametrize("name", precompute_edits.RECIPES)
def test_the_manifest_describes_the_file(name):
    raw, entry = (FOLDER / f"{name}.npz").read_bytes(), MANIFEST[name]
    assert entry["sha256"] == hashlib.sha256(raw).hexdigest() and entry["bytes"] == len(raw)
    assert entry["recipe"] == json.loads(json.dumps(asdict(precompute_edits.RECIPES[name])))
    assert entry["weights"] == backend.card("unet-mnist")["sha256"]


def test_every_file_has_its_recipe_and_all_are_small():
    files = {path.stem for path in FOLDER.glob("*.npz")}
    assert files == set(MANIFEST) == set(precompute_edits.RECIPES)
    assert sum(entry["bytes"] for entry in MANIFEST.values()) < 700_000


@pytest.fixture
def exact(monkeypatch):
    """The CPU in float32, as what ships was made."""
    monkeypatch.setenv("DIFFUSION_LIVE_DTYPE", "float32")
    monkeypatch.setenv("DIFFUSION_LIVE_DEVICE", "cpu")


def test_an_edit_made_again_is_the_one_that_ships(exact):
    """Strength 350 of one picture; float32 rounds a little differently on each processor."""
    stored, recipe = shipped.arrays("edits/edit-digit-7"), precompute_edits.RECIPES["edit-digit-7"]
    row = recipe.strengths.index(350)
    x0 = data.to_unit(pictures.shipped("digit-7")[None, ..., 0])
    plan = backend.MODELS["unet-mnist"].schedule()
    _, result = runs.as_classes(backend.eps_model("unet-mnist"), x0, 350, plan, recipe)
    grey = (result[:, 0].clamp(-1, 1).numpy() + 1) * 127.5
    gap = np.abs(stored["result"][row] - grey)
    assert (gap > 6).mean() < 0.01 and gap.mean() < 2


def test_edits_run_from_the_picture_to_what_knows_nothing_of_it():
    films = [shipped.arrays(f"edits/edit-{name}") for name in answers.SHIPPED]
    for name, film in zip(answers.SHIPPED, films, strict=True):
        assert film["t"][0] == 1000 and film["t"][-1] == 0
        start = np.broadcast_to(pictures.shipped(name)[..., 0].astype(int), (10, 28, 28))
        assert np.abs(film["result"][-1] - start).max() <= 3
    for film in films[1:]:
        np.testing.assert_array_equal(film["result"][0], films[0]["result"][0])


@pytest.mark.parametrize("name", answers.SHIPPED)
def test_fillings_keep_the_upper_half_of_the_picture(name):
    film = shipped.arrays(f"edits/fill-{name}")
    mask = runs.known(precompute_edits.RECIPES[f"fill-{name}"].hole) == 1
    picture = pictures.shipped(name)[..., 0].astype(int)
    assert mask.sum() == 14 * 28
    assert np.abs(film["xt"][-1].astype(int) - picture)[:, mask].max() <= 3
    assert all(np.abs(filling.astype(int) - picture)[~mask].max() > 40 for filling in film["xt"][-1])


def test_a_fresh_filling_keeps_what_was_not_brushed_to_the_pixel():
    area = np.zeros((28, 28))
    area[10:16, 8:20] = 1
    settings = dict.fromkeys(("fill_picture", "fill_drawing", "fill_hole", "fill_region"))
    settings |= {"fill_picture": "digit-3", "fill_hole": "brushed", "fill_region": png(area)}
    run = answers.fill_in(**settings, fill_resample=1, fill_seed=1)
    frames = list(run)
    last = unpacked(frames[-1]["tracks"]["xt"])
    picture = pictures.shipped("digit-3")[..., 0]
    assert (frames[0]["t"], frames[-1]["t"], len(frames)) == (1000, 0, 51)
    np.testing.assert_array_equal(
        last[:, area == 0], np.broadcast_to(picture[area == 0], (9, int((area == 0).sum())))
    )
    given = answers.given(**settings)
    holed = unpacked(given["holed"])[0]
    assert (holed[area == 1] == answers.HIDDEN).all() and (holed[area == 0] == picture[area == 0]).all()


def test_denoise_begins_at_once_with_the_picture_itself():
    run = answers.denoise("digit-8", None, 1, 3)
    first, second = next(run), next(run)
    run.close()
    picture = pictures.shipped("digit-8")[..., 0]
    np.testing.assert_array_equal(unpacked(first["tracks"]["result"]), np.broadcast_to(picture, (10, 28, 28)))
    assert (first["t"], second["t"], first["of"]) == (0, 50, 21)
    assert not np.array_equal(unpacked(second["tracks"]["noised"])[0], picture)


def test_the_middle_of_a_mix_made_again_is_the_one_that_ships(exact):
    stored, recipe = shipped.arrays("edits/mix"), precompute_edits.RECIPES["mix"]
    plan = backend.MODELS["unet-mnist"].schedule()
    made = runs.mixed(backend.eps_model("unet-mnist"), 0.5, plan, recipe)
    grey = (made[:, 0].clamp(-1, 1).numpy() + 1) * 127.5
    gap = np.abs(stored["result"][recipe.places.index(50)] - grey)
    assert (gap > 8).mean() < 0.02 and gap.mean() < 2


def test_a_region_is_where_a_quarter_is_white():
    area = np.random.default_rng(0).random((28, 28)) < 0.3
    np.testing.assert_array_equal(pictures.region(png(area)), area)


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda: answers.edit("digit-5", None), "edit_picture"),
        (lambda: answers.edit("drawing", None), "edit_drawing"),
        (lambda: next(answers.denoise("digit-3", None, 9, 1)), "edit_guidance"),
        (lambda: next(answers.denoise("digit-3", None, 1, -1)), "edit_seed"),
        (lambda: next(answers.denoise("digit-3", None, 1, 1.5)), "edit_seed"),
        (lambda: answers.given("digit-3", None, "the left", None), "fill_hole"),
        (lambda: answers.given("digit-3", None, "brushed", None), "fill_region"),
        (lambda: answers.given("digit-3", None, "brushed", png(np.zeros((28, 28)))), "fill_region"),
        (lambda: next(answers.fill_in("digit-3", None, "middle", None, 0, 1)), "fill_resample"),
        (lambda: next(answers.fill_in("drawing", "x", "middle", None, 1, 1)), "fill_drawing"),
        (lambda: next(answers.between(0, "seven")), "mix_second"),
    ],
)
def test_bad_input_is_refused_beside_its_control(call, key):
    with pytest.raises(BadArgument) as caught:
        call()
    assert caught.value.argument == key
