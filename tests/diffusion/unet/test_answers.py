"""What the section ships is what the recipes make of the weights, and its answers are those arrays."""

import hashlib
import json
from dataclasses import asdict

import numpy as np
import pytest
import torch
from page import unpacked

from explainer import shipped
from explainer.diffusion import process
from explainer.diffusion.unet import answers, atlas, figures, theory
from explainer.diffusion.unet.settings import PICTURES, SHIFTS, cut_labels
from explainer.maths import pictures
from explainer.maths.arguments import BadArgument
from models import backend, precompute_unet

FOLDER = shipped.ASSETS / "unet"
MANIFEST = shipped.facts("unet/manifest")
DIAGRAM = shipped.facts("unet/diagram")


@pytest.fixture
def network():
    return backend.read("unet-mnist")


@pytest.mark.parametrize("name", precompute_unet.NAMES)
def test_the_manifest_describes_the_file(name):
    (path,) = (path for path in FOLDER.iterdir() if path.stem == name)
    raw, entry = path.read_bytes(), MANIFEST[name]
    assert entry["sha256"] == hashlib.sha256(raw).hexdigest() and entry["bytes"] == len(raw)
    recipe = {"cuts": precompute_unet.CUTS, **precompute_unet.ATLASES}.get(name)
    assert entry["recipe"] == (json.loads(json.dumps(asdict(recipe))) if recipe else {"model": "unet-mnist"})
    assert entry["weights"] == backend.card(entry["recipe"]["model"])["sha256"]


def test_every_file_has_its_recipe_and_all_are_small():
    files = {path.stem for path in FOLDER.iterdir()} - {"manifest"}
    assert files == set(MANIFEST) == set(precompute_unet.NAMES)
    assert sum(entry["bytes"] for entry in MANIFEST.values()) < 1_300_000


def test_the_diagram_is_the_walk_of_the_network_that_runs(network):
    again = json.loads(json.dumps([asdict(block) for block in precompute_unet.walked()]))
    assert DIAGRAM == again
    total = sum(block["parameters"] for block in DIAGRAM)
    assert total == backend.card("unet-mnist")["parameters"] == sum(p.numel() for p in network.parameters())


def test_pictures_and_what_they_are_told_are_those_of_the_recipes():
    made = {name: (one.model, one.label) for name, one in precompute_unet.ATLASES.items()}
    assert made == PICTURES
    assert SHIFTS == precompute_unet.CUTS.shifts
    assert [str(name) for name in shipped.arrays("unet/cuts")["names"]] == list(cut_labels())


@pytest.mark.parametrize("name", ["digit-7", "clothes-dress"])
def test_shipped_maps_are_those_of_a_forward_hook_within_half_a_shade(name):
    stored, recipe = shipped.arrays(f"unet/{name}"), precompute_unet.ATLASES[name]
    network, plan = backend.read(recipe.model), backend.MODELS[recipe.model].schedule()
    x0 = torch.from_numpy(pictures.shipped(name)[None, None, ..., 0] / 127.5 - 1).float()
    eps = torch.randn(x0.shape, generator=torch.Generator().manual_seed(recipe.seed))
    outs = {}
    for block in ("down.0", "middle.1", "up.2"):
        where, at = block.split(".")
        part = getattr(network, where)[int(at)]
        part.register_forward_hook(lambda part, given, out, block=block: outs.__setitem__(block, out[0].numpy()))
    for row in (1, 12, 25):
        t = int(stored["t"][row])
        xt = process.q_sample(x0, t, eps, plan)
        with torch.no_grad():
            v = network(xt, torch.tensor([t]), torch.tensor([recipe.label]))
        for block, out in outs.items():
            shade = stored[f"scale:{block}"][:, None, None] / atlas.LEVELS
            values = (stored[f"map:{block}"][row].astype(float) - 128) / 16 * shade
            cut = np.clip(out[stored[f"channels:{block}"]], -7 * shade, 7 * shade)
            assert np.abs(values - cut).max() <= 0.51 * shade.max()
        x0_hat, eps_hat = theory.estimates(xt, t, v, plan)
        for key, exact in (("x0_hat", x0_hat), ("eps_hat", eps_hat / 3), ("xt", xt)):
            grey = (exact[0, 0].clamp(-1, 1).numpy() + 1) * 127.5
            assert np.abs(stored[key][row] - grey).max() <= 4.7


def test_attention_ships_scaled_to_the_most_that_each_place_looks_at(network):
    stored, plan = shipped.arrays("unet/digit-3"), backend.MODELS["unet-mnist"].schedule()
    x0 = torch.from_numpy(pictures.shipped("digit-3")[None, None, ..., 0] / 127.5 - 1).float()
    xt, *_, made = atlas.run(network, x0, 3, 4, [int(stored["attention_t"][2])], plan)
    looks = theory.attention(network, made)[0]
    np.testing.assert_allclose(stored["attention"][2], 255 * looks / looks.max(-1, keepdims=True), atol=1)
    assert (stored["attention"].max(-1) == 255).all()


def test_the_time_embedding_ships_as_the_network_makes_it(network):
    stored = shipped.arrays("unet/embedding")
    waves, learned = theory.embedding(network, stored["t"].tolist())
    np.testing.assert_allclose(stored["waves"], waves, atol=1e-3)
    np.testing.assert_allclose(stored["learned"], learned, atol=2e-3 * np.abs(learned).max())


@pytest.mark.parametrize("name", ["none", "skip:up.2", "attention", "wrong-class", "shift:-100"])
def test_pictures_of_a_cut_made_again_are_those_that_ship(network, name):
    stored, recipe = shipped.arrays("unet/cuts"), precompute_unet.CUTS
    source = torch.Generator().manual_seed(recipe.seed)
    every = [torch.randn(recipe.pictures, 1, 28, 28, generator=source) for _ in recipe.times]
    x0 = torch.from_numpy(stored["x0"][:, None] / 127.5 - 1).float()
    y = torch.tensor([7, 2, 1, 0, 4, 9])  # the test set's first pictures that differ
    y = (y + 1) % 10 if name == "wrong-class" else y
    change, shift = theory.cuts(precompute_unet.walked(), recipe.shifts)[name]
    place = [str(one) for one in stored["names"]].index(name)
    for row in (2, 6):
        eps = every[row][stored["places"].tolist()]
        with theory.changed(network, **change):
            _, x0_hat = theory.squared_errors(
                network, x0, recipe.times[row], y, eps, backend.MODELS["unet-mnist"].schedule(), shift
            )
        grey = (x0_hat[:, 0].numpy() + 1) * 127.5
        gap = np.abs(stored["x0_hat"][place, row] - grey)
        assert gap.max() < 20 and gap.mean() < 5


def test_what_the_network_needs_it_misses():
    """A skip connection, t: the loss over all t is more than the whole network's, beyond three errors."""
    stored = shipped.arrays("unet/cuts")
    names = [str(name) for name in stored["names"]]
    mean, error = stored["loss"].mean(1), np.sqrt((stored["error"] ** 2).sum(1)) / 8
    whole = names.index("none")
    for name in ("skip:up.2", "skips", "time", "shift:-400", "shift:400"):
        assert mean[names.index(name)] > mean[whole] + 3 * (error[names.index(name)] + error[whole])


def test_an_answer_is_the_shipped_arrays():
    answer, stored = answers.atlas("digit-8", None), shipped.arrays("unet/digit-8")
    np.testing.assert_array_equal(unpacked(answer["maps"]["up.1"]), stored["map:up.1"])
    np.testing.assert_array_equal(unpacked(answer["x0_hat"])[:, 0], stored["x0_hat"])
    looks = unpacked(answer["attention"])
    np.testing.assert_array_equal(looks[3, 2, 5, 1].ravel(), stored["attention"][3, 1, 2 * 7 + 5])
    table = answers.cuts("skips")["table"]["rows"]
    assert len(table) == len(cut_labels()) and float(answers.cuts("none")["times"]) == 1


def test_an_own_drawing_is_seen_by_the_network_itself_told_no_class(network):
    pixels = pictures.shipped("digit-5")
    got, like = answers.observed(pixels), shipped.arrays("unet/digit-3")
    t = int(like["t"][10])
    x0 = torch.from_numpy(pixels[None, None, ..., 0] / 127.5 - 1).float()
    plan = backend.MODELS["unet-mnist"].schedule()
    _, x0_hat, _, made = atlas.run(network, x0, 10, 4, [t], plan)
    np.testing.assert_allclose(got["x0_hat"][10], (x0_hat[0, 0].numpy() + 1) * 127.5, atol=4.7)
    np.testing.assert_array_equal(got["channels:up.0"], like["channels:up.0"])
    shade = like["scale:up.0"][:, None, None] / 7
    values = (got["map:up.0"][10].astype(float) - 128) / 16 * shade
    exact = np.clip(made["up.0"][0].numpy()[like["channels:up.0"]], -7 * shade, 7 * shade)
    assert np.abs(values - exact).max() <= 0.51 * shade.max()


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda: answers.atlas("digit-9", None), "picture"),
        (lambda: answers.atlas("drawing", None), "drawing"),
        (lambda: answers.atlas("drawing", "no picture"), "drawing"),
        (lambda: answers.cuts("everything"), "cut"),
    ],
)
def test_bad_input_is_refused_beside_its_control(call, key):
    with pytest.raises(BadArgument) as caught:
        call()
    assert caught.value.argument == key


def test_the_diagram_stands_on_the_square_and_its_lines_meet_its_boxes():
    drawn = answers.diagram()
    boxes = {node["name"]: node["box"] for node in drawn["nodes"]}
    assert set(boxes) == {"xt"} | {block["name"] for block in DIAGRAM}
    for x, y, wide, high in boxes.values():
        assert x >= 0 and y >= 0 and x + wide <= 100 and y + high <= 100
    spots = list(boxes.values())
    for i, (x, y, wide, high) in enumerate(spots):
        assert not any(x < a + w and a < x + wide and y < b + h and b < y + high for a, b, w, h in spots[:i])
    skips = [edge["points"] for edge in drawn["edges"] if edge["kind"] == "skip"]
    assert len(skips) == sum(len(block["takes"]) == 2 for block in DIAGRAM)
    for (x0, y0), (x1, y1) in skips:
        assert y0 == y1 and any(x0 == x + wide and y < y0 < y + high for x, y, wide, high in spots)
        assert any(x1 == x and y < y1 < y + high for x, y, wide, high in spots)
    told = sum(block["told"] for block in DIAGRAM)
    assert sum(edge["kind"] == "told" and not edge.get("plain") for edge in drawn["edges"]) == told


def test_colours_of_the_loss_chart_are_roles_and_its_points_the_measured_ones():
    stored = shipped.arrays("unet/cuts")
    drawn = figures.cuts(stored, "skips", cut_labels())
    row = [str(name) for name in stored["names"]].index("skips")
    np.testing.assert_array_equal(unpacked(drawn["figure"]["data"][1]["y"]), stored["loss"][row])
    assert drawn["times"] == pytest.approx(stored["loss"][row].mean() / stored["loss"][0].mean(), rel=1e-5)
