"""The named endpoints, asked by Gradio's own client of a running app."""

import base64
import io
import math

import numpy as np
import pytest
from conftest import ROOT, run_async
from gradio_client import Client
from gradio_client.exceptions import AppError
from PIL import Image


@pytest.fixture(scope="module")
def client(app_url):
    return Client(app_url, verbose=False)


def test_a_program_compares_two_distributions_by_name(client):
    told = client.predict(p="normal(0, 1)", q="normal(1, 2)", api_name="/divergence")
    assert told["kl_pq"]["value"] == pytest.approx(math.log(2) + 2 / 8 - 1 / 2)
    assert told["kl_pq"]["unit"] == "nats" and told["kl_pq"]["error"] < 1e-9
    bits = client.predict(p="normal(0, 1)", q="normal(1, 2)", unit="bits", api_name="/divergence")
    assert bits["kl_pq"]["value"] == pytest.approx(told["kl_pq"]["value"] / math.log(2))


def test_what_is_no_number_comes_as_a_text_with_its_reason(client):
    told = client.predict(p="normal()", q="uniform(0, 1)", api_name="/divergence")["kl_pq"]
    assert told["value"] == "inf" and told["why"]


def levels(png: str) -> np.ndarray:
    with Image.open(io.BytesIO(base64.b64decode(png))) as image:
        assert image.mode == "L"
        return np.asarray(image)


def png(pixels: np.ndarray) -> str:
    Image.fromarray(pixels).save(file := io.BytesIO(), "png")
    return base64.b64encode(file.getvalue()).decode()


DIGIT = np.asarray(Image.open(ROOT / "assets/pictures/digit-3.png").convert("L"))


def by_hand(name: str, part: str, x: np.ndarray) -> np.ndarray:
    """Three linear layers with x/(1 + e^−x) between them, by the numbers of the file alone."""
    from safetensors.numpy import load_file

    weights = load_file(ROOT / f"models/weights/{name}.safetensors")
    for layer in (0, 2, 4):
        x = weights[f"{part}.{layer}.weight"].astype(float) @ x + weights[f"{part}.{layer}.bias"]
        x = x / (1 + np.exp(-x)) if layer < 4 else x
    return x


@pytest.mark.parametrize(("name", "size"), [("vae-mnist", 2), ("vae-mnist-16", 16), ("ae-mnist", 2)])
def test_a_picture_is_encoded_as_the_weights_say(client, name, size):
    code = by_hand(name, "encoder", DIGIT.reshape(-1) / 255)
    told = client.predict(picture="digit-3", model=name, api_name="/encode")
    assert told["mean"] == pytest.approx(code[:size], abs=2e-3)
    assert told == client.predict(picture=png(DIGIT), model=name, api_name="/encode")
    if name == "ae-mnist":
        assert told["std"] is None and told["kl"] is None
    else:
        var = np.exp(code[size:])
        assert told["std"] == pytest.approx(np.sqrt(var), rel=5e-3)
        exact = sum(v + m * m - 1 - math.log(v) for m, v in zip(code[:size], var, strict=True)) / 2
        assert told["kl"] == pytest.approx(exact, rel=2e-3)


def test_a_point_is_decoded_as_the_weights_say(client):
    told = client.predict(z=[0.5, -1.25], api_name="/decode")
    exact = 1 / (1 + np.exp(-by_hand("vae-mnist", "decoder", np.array([0.5, -1.25])))).reshape(28, 28)
    assert np.abs(np.array(told["ink"]) - exact).max() < 2e-3
    assert np.abs(levels(told["picture"]) - 255 * exact).max() < 1.1


def test_noise_is_added_as_the_formula_says(client):
    told = client.predict(picture="digit-3", t=600, schedule="linear", seed=4, api_name="/noise")
    bar = np.prod(1 - np.linspace(1e-4, 0.02, 1000)[:600])
    assert told["signal"] == pytest.approx(math.sqrt(bar)) and told["noise"] == pytest.approx(math.sqrt(1 - bar))
    eps = np.random.default_rng(4).standard_normal((28, 28))
    xt = math.sqrt(bar) * (DIGIT / 127.5 - 1) + math.sqrt(1 - bar) * eps
    assert np.abs(np.array(told["xt"]) - xt).max() < 1e-12
    assert np.abs(levels(told["picture"]) - 255 * (xt.clip(-1, 1) + 1) / 2).max() <= 0.5 + 1e-9
    assert np.array_equal(levels(client.predict(picture="digit-3", t=0, api_name="/noise")["picture"]), DIGIT)


def test_pictures_are_those_of_the_shell_command(client, tmp_path):
    from models import sample

    told = client.predict(label="7", n=2, steps=4, seed=3, api_name="/sample")
    assert told["labels"] == [7, 7]
    command = "--class 7 --n 2 --steps 4 --sampler ddim --guidance 1 --seed 3 --out"
    sample.main([*command.split(), str(tmp_path / "sevens.npz")])
    with np.load(tmp_path / "sevens.npz") as made:
        assert np.array_equal([levels(one) for one in told["pictures"]], made["pictures"])


def test_what_is_not_allowed_is_refused_with_a_sentence(client):
    for name, given, sentence in (
        ("sample", {"n": 17}, "n is 17; allowed is a whole number from 1 to 16"),
        ("sample", {"label": 5}, "label is 5; allowed is a text"),
        ("sample", {"model": "vae-mnist"}, "model is 'vae-mnist'; allowed are unet-mnist, unet-fashion"),
        ("sample", {"steps": 1001}, "steps is 1001; allowed is a whole number from 1 to 1000"),
        ("decode", {"z": [1]}, "vae-mnist takes a list of 2 numbers"),
        ("decode", {"z": [1, "2"]}, "z is '2'; allowed is a number from -100 to 100"),
        ("encode", {"picture": "nope"}, "the file is no picture that can be read"),
        ("encode", {"picture": 5}, "picture is 5; allowed is a text"),
        ("encode", {"picture": "digit-3", "model": "unet-mnist"}, "model is 'unet-mnist'; allowed are ae-mnist"),
        ("noise", {"picture": "digit-3", "t": 1001}, "t is 1001; allowed is a whole number from 0 to 1000"),
        ("noise", {"picture": "digit-3", "t": 1, "seed": -1}, "the seed is -1; allowed is a whole number"),
    ):
        with pytest.raises(AppError) as refusal:
            client.predict(**given, api_name=f"/{name}")
        assert sentence in str(refusal.value)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"p": "normal(0, -1)", "q": "normal()"}, "Std of normal is -1; it must be above 0"),
        ({"p": "normal()", "q": "normal()", "unit": "feet"}, "the unit is 'feet'; allowed are"),
        ({"p": 5, "q": "normal()"}, "p is 5; allowed is a text"),
        ({"p": "samples(/etc/passwd)", "q": "normal()"}, "pload"),
    ],
)
def test_what_is_refused_on_the_page_is_refused_here_in_the_same_words(client, given, sentence):
    with pytest.raises(AppError, match=sentence):
        client.predict(**given, api_name="/divergence")


def test_each_endpoint_says_what_it_takes(client):
    named = client.view_api(return_format="dict")["named_endpoints"]
    assert set(named) == {"/divergence", "/sample", "/encode", "/decode", "/noise"}
    for endpoint in named.values():
        assert endpoint["description"] and all(one["type"] for one in endpoint["parameters"])


def test_an_mcp_client_calls_the_same_functions_as_tools(app_url):
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def talk():
        async with (
            streamable_http_client(f"{app_url}gradio_api/mcp/") as (reading, writing, _),
            ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            tools = (await session.list_tools()).tools
            asked = [{"p": "normal(0, 1)", "q": text} for text in ("normal(1, 2)", "normal(1, -2)")]
            return tools, [await session.call_tool("divergence", one) for one in asked]

    tools, (told, refused) = run_async(talk())
    assert {tool.name for tool in tools} == {"divergence", "sample", "encode", "decode", "noise"}
    assert all(tool.description for tool in tools)
    assert "0.4431471805599453" in told.content[0].text and not told.isError
    assert refused.isError and "Std of normal is -2; it must be above 0" in refused.content[0].text
