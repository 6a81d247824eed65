"""The network's picture where the hand rests, and what is told where there is none."""

import numpy as np
import pytest
import torch

from explainer.kit.asked import answered
from explainer.maths.arguments import BadArgument
from explainer.vae import atlas
from explainer.vae.latent.answers import SOURCES as SHARED
from explainer.vae.latent.plane import answers
from models import backend


@pytest.mark.parametrize("model", ["vae-mnist", "vae-fashion"])
def test_the_exact_picture_is_torch_s_and_its_gap_is_said(model, unpacked):
    said = answers.exact(model, "0.5,-1.2")
    with torch.no_grad():
        there = backend.load(model).decode(torch.tensor([[0.5, -1.2]]))[0, 0].numpy() * 255
    np.testing.assert_allclose(unpacked(said["pixels"]), there, atol=0.51)
    gap = np.abs(atlas.blend(atlas.atlas(model), np.array([[0.5, -1.2]]))[0] - there).max()
    assert (
        said["gap"] == pytest.approx(gap, abs=0.01) and f"at most {np.ceil(gap):.0f} grey levels" in said["said"]
    )
    assert said["place"] == "0.5,-1.2" and said["of"] == model


@pytest.mark.parametrize("bad", ["", "1", "1,2,3", "nan,0", "inf,1", "9,9", "a,b", None])
def test_a_bad_place_is_refused_beside_z(bad):
    with pytest.raises(BadArgument, match="allowed are two numbers from -5.3 to 5.3") as caught:
        answers.exact("vae-mnist", bad)
    assert caught.value.argument == "z"


def test_a_missing_model_file_is_told_and_the_map_goes_on(monkeypatch, tmp_path):
    monkeypatch.setattr(backend, "WEIGHTS", tmp_path)
    monkeypatch.setattr(backend, "_loaded", {})
    monkeypatch.setattr(backend, "warm", lambda name: None)
    assert "error" in answered(answers.SOURCES["exact"], {"model": "vae-mnist", "rest": "0,0"})
    assert (
        "vae-mnist"
        in answered(answers.SOURCES["exact"], {"model": "vae-mnist", "rest": "0,0"})["error"]["message"]
    )
    for source in SHARED.values():
        assert "error" not in answered(source, {"model": "vae-mnist"})
