"""What is asked of a picture that is encoded: torch's own numbers, and bad input named beside its control."""

import base64
import io

import numpy as np
import pytest
import torch
from PIL import Image

from explainer.maths.arguments import BadArgument
from explainer.vae.encoder_input import ink
from explainer.vae.latent.encode.answers import encoded
from models import backend
from models import vae as nets

DIGIT = {"model": "vae-mnist", "picture": "digit-3", "upload": None, "drawing": None, "invert": False}


def file(pixels) -> str:
    buffer = io.BytesIO()
    Image.fromarray(np.asarray(pixels, np.uint8)).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


def test_both_terms_of_a_picture_are_torch_s(unpacked):
    said = encoded(**DIGIT, seed=1)
    network = backend.load("vae-mnist")
    x = torch.from_numpy(ink("digit-3", None, None, False)[0]).float().view(1, 1, 28, 28)
    source = torch.Generator().manual_seed(0)
    with torch.no_grad():
        mu, logvar = network.encode(x)
        q = torch.distributions.Normal(mu, (logvar / 2).exp())
        kl = torch.distributions.kl_divergence(q, torch.distributions.Normal(0.0, 1.0)).sum().item()
        eps = torch.randn(4000, 2, generator=source)
        draws = nets.log_likelihood(network.logits(mu + (logvar / 2).exp() * eps), x.expand(4000, -1, -1, -1))
    assert said["kl"] == pytest.approx(kl, rel=1e-5)
    assert abs(said["loss"] - said["kl"] + draws.mean().item()) < 4 * draws.std().item() / 4000**0.5
    z = (unpacked(said["samples"]) - mu.numpy()) / (logvar / 2).exp().numpy()
    assert np.abs(z).max() < 4 and unpacked(said["drawn"]).shape == (12, 28, 28)
    np.testing.assert_allclose(
        (unpacked(said["two"])[0] - mu.numpy()[0])[0], 2 * np.exp(logvar[0, 0].item() / 2), rtol=1e-3
    )


def test_a_light_picture_is_told_to_be_inverted_and_inverting_silences_it():
    pixels = np.full((280, 280), 255)
    pixels[60:220, 130:150] = 0
    own_picture = {**DIGIT, "picture": "own", "upload": file(pixels)}
    said = encoded(**own_picture, seed=0)["rows"]["notes"]
    assert "Invert" in said[0]
    assert encoded(**own_picture | {"invert": True}, seed=0)["rows"]["notes"] == []


def test_a_photograph_is_encoded_with_a_warning():
    grey = np.tile(np.linspace(60, 90, 300), (300, 1))
    said = encoded(**DIGIT | {"picture": "own", "upload": file(grey)}, seed=0)
    assert "read what follows with care" in said["rows"]["notes"][0]


@pytest.mark.parametrize(
    ("change", "key", "says"),
    [({"picture": "drawing", "drawing": file(np.zeros((280, 280)))}, "drawing", "empty"),
     ({"picture": "drawing"}, "drawing", "nothing has been drawn"), ({"picture": "own"}, "upload", "no file"),
     ({"picture": "own", "upload": "AAAA"}, "upload", "no picture"),
     ({"picture": "elephant"}, "picture", "elephant"),
     ({"model": "ae-mnist"}, "model", "allowed are vae-mnist, vae-fashion"), ({"seed": -1}, "seed", "-1"),
     ({"seed": True}, "seed", "whole number")],
)  # fmt: skip
def test_bad_input_is_named_beside_its_control(change, key, says):
    with pytest.raises(BadArgument, match=says) as caught:
        encoded(**{**DIGIT, "seed": 0, **change})
    assert caught.value.argument == key
