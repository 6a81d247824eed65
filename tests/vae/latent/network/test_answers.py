"""The diagram of the VAE: shapes, parameters and values from the weights' file alone."""

import numpy as np
import pytest
from conftest import ROOT
from page import unpacked
from PIL import Image
from safetensors.numpy import load_file

from explainer.maths.arguments import BadArgument
from explainer.vae.latent.network import answers, figures
from explainer.vae.latent.network.settings import LAYERS
from models import coders

ASKED = {"model": "vae-mnist", "picture": "digit-3", "upload": None, "drawing": None, "invert": False, "seed": 4}


def by_hand() -> dict[str, np.ndarray]:
    weights = load_file(ROOT / "models/weights/vae-mnist.safetensors")
    with Image.open(ROOT / "assets/pictures/digit-3.png") as image:
        now = np.asarray(image.convert("L"), float).ravel() / 255

    def linear(part, k, x):
        return weights[f"{part}.{2 * k}.weight"].astype(float) @ x + weights[f"{part}.{2 * k}.bias"]

    made = {"x": now}
    for k in (0, 1):
        now = linear("encoder", k, now)
        now = made[f"encoder {k + 1}"] = now / (1 + np.exp(-now))
    code = linear("encoder", 2, now)
    made["mu"], made["logvar"] = code[:2], code[2:]
    made["eps"] = np.random.default_rng(4).standard_normal(2)
    now = made["z"] = made["mu"] + np.exp(made["logvar"] / 2) * made["eps"]
    for k in (0, 1):
        now = linear("decoder", k, now)
        now = made[f"decoder {k + 1}"] = now / (1 + np.exp(-now))
    return made | {"p": 1 / (1 + np.exp(-linear("decoder", 2, now)))}


def test_each_layer_makes_what_its_weights_say():
    exact = by_hand()
    made = coders.layers("vae-mnist", exact["x"], exact["eps"])
    for name, values in made.items():
        np.testing.assert_allclose(values, exact[name], atol=5e-3, err_msg=name)


def test_the_boxes_say_the_shapes_and_the_learned_numbers_of_the_file():
    told = answers.network(**ASKED)
    weights = load_file(ROOT / "models/weights/vae-mnist.safetensors")
    assert [node["name"] for node in told["nodes"]] == list(figures.SPOTS) and set(figures.SPOTS) == set(LAYERS)
    sizes = {node["name"]: int(node["shape"]) for node in told["nodes"]}
    assert sizes == {name: len(values) for name, values in by_hand().items()}
    counted = sum(int(node["head"].split(", ")[-1].split()[0].replace(",", "")) for node in told["nodes"]
                  if "parameters" in node["head"])  # fmt: skip
    assert counted == sum(array.size for array in weights.values())
    shown = unpacked(told["maps"]["p"])[0, 0].astype(float)
    np.testing.assert_allclose(
        (shown - 128) / 127 * by_hand()["p"].max(), by_hand()["p"].reshape(28, 28), atol=0.01
    )


@pytest.mark.parametrize(("key", "bad"), [("model", "ae-mnist"), ("seed", -1), ("picture", "nobody")])
def test_what_is_not_allowed_is_refused_beside_its_control(key, bad):
    with pytest.raises(BadArgument) as refused:
        answers.network(**ASKED | {key: bad})
    assert refused.value.argument == key
