"""The autoencoder beside the VAE: torch's own errors, and what the section says was measured."""

import numpy as np
import pytest
import torch

from explainer.maths.arguments import BadArgument
from explainer.vae import atlas, theory
from explainer.vae.autoencoder import answers
from explainer.vae.encoder_input import ink
from models import backend, coders


def test_both_networks_errors_are_torch_s_and_the_autoencoder_s_is_less_on_average():
    said = answers.both("digit-2", None, None, False)
    x = torch.from_numpy(ink("digit-2", None, None, False)[0]).float().view(1, 1, 28, 28)
    for key, name in (("ae", "ae-mnist"), ("vae", "vae-mnist")):
        with torch.no_grad():
            error = (x - backend.load(name)(x)).square().sum().item()
        assert said[f"{key}_error"] == pytest.approx(error, rel=1e-4)
    assert answers.mean_error("ae-mnist") < answers.mean_error("vae-mnist")
    assert answers.mean_error("ae-mnist") == pytest.approx(atlas.shipped("ae-mnist")["error"].mean(), rel=1e-4)


def test_what_the_autoencoder_section_says_was_measured():
    kept, ae, vae = atlas.shipped("lines"), atlas.shipped("ae-mnist"), atlas.shipped("vae-mnist")
    assert 5 < (ae["high"] - ae["low"])[0] / (vae["high"] - vae["low"])[0] < 7
    sure, near = kept["line_sure"].mean((1, 2)), kept["line_near"].mean((1, 2))
    assert abs(sure[0] - sure[1]) < 0.03 and near[0] <= near[1]
    assert kept["box_near"].mean(1)[0] > kept["box_near"].mean(1)[1] + 0.01
    never = [set(range(10)) - set(np.unique(read)) for read in kept["prior_read"]]
    assert never[0] and not never[1]


def test_the_confidence_along_a_line_made_again_is_the_shipped_one():
    from models import precompute_vae as precompute

    kept, codes = atlas.shipped("lines"), atlas.shipped("ae-mnist")["points"].astype(float)
    a, b = codes[kept["pairs"][0]]
    s = np.linspace(0, 1, precompute.POINTS)[:, None]
    sure, _ = precompute.confidence(theory.grey(coders.decoder("ae-mnist")((1 - s) * a + s * b)))
    np.testing.assert_allclose(sure, kept["line_sure"][0, 0], atol=0.02)


@pytest.mark.parametrize("bad", ["2,0", "nan,0", "1", "x,y"])
def test_a_place_off_both_maps_is_refused(bad):
    with pytest.raises(BadArgument, match="allowed are two numbers from -1 to 1"):
        answers.exact("ae-mnist", bad)


def test_a_place_is_the_same_share_of_both_maps(unpacked):
    for name in ("ae-mnist", "vae-mnist"):
        kept = atlas.shipped(name)
        z = (kept["low"] + kept["high"]) / 2 + np.array([0.5, -0.25]) * (kept["high"] - kept["low"]) / 2
        again = theory.grey(coders.decoder(name)(z[None]))[0].astype(int)
        assert np.abs(unpacked(answers.exact(name, "0.5,-0.25")["pixels"]) - again).max() <= 1
