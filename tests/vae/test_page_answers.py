"""What the VAE's two sections answer: the networks' own numbers, and bad input named beside its control."""

import base64
import io

import numpy as np
import pytest
import torch
from PIL import Image

from explainer.kit.asked import answered
from explainer.maths.arguments import BadArgument
from explainer.vae import atlas, networks, own, theory
from explainer.vae.autoencoder import answers as pair
from explainer.vae.latent import answers, encode_answers, loss_answers, walk_answers
from models import backend
from models import vae as nets

DIGIT = {"model": "vae-mnist", "picture": "digit-3", "upload": None, "drawing": None, "invert": False}


def unpacked(packed) -> np.ndarray:
    kinds = {"f4": "<f4", "u1": "u1", "i4": "<i4"}
    flat = np.frombuffer(base64.b64decode(packed["bdata"]), kinds[packed["dtype"]])
    return flat.reshape([int(side) for side in packed["shape"].split(",")])


def file(pixels) -> str:
    buffer = io.BytesIO()
    Image.fromarray(np.asarray(pixels, np.uint8)).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


@pytest.mark.parametrize("model", ["vae-mnist", "vae-fashion"])
def test_the_exact_picture_is_torch_s_and_its_gap_is_said(model):
    said = answers.exact(model, "0.5,-1.2")
    with torch.no_grad():
        there = backend.load(model).decode(torch.tensor([[0.5, -1.2]]))[0, 0].numpy() * 255
    np.testing.assert_allclose(unpacked(said["pixels"]), there, atol=0.51)
    gap = np.abs(atlas.blend(atlas.atlas(model), np.array([[0.5, -1.2]]))[0] - there).max()
    assert said["gap"] == pytest.approx(gap, abs=0.01) and f"at most {gap:.0f} of 255" in said["said"]
    assert said["place"] == "0.5,-1.2" and said["of"] == model


@pytest.mark.parametrize("bad", ["", "1", "1,2,3", "nan,0", "inf,1", "9,9", "a,b", None])
def test_a_bad_place_is_refused_beside_z(bad):
    with pytest.raises(BadArgument, match="allowed are two numbers from -5.3 to 5.3") as caught:
        answers.exact("vae-mnist", bad)
    assert caught.value.argument == "z"


def test_both_terms_of_a_picture_are_torch_s():
    said = encode_answers.encoded(**DIGIT, seed=1)
    network = backend.load("vae-mnist")
    x = torch.from_numpy(own.ink("digit-3", None, None, False)[0]).float().view(1, 1, 28, 28)
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


def test_the_truth_lies_above_the_elbo_and_where_torch_s_own_estimate_puts_it():
    said = encode_answers.truth(**DIGIT)
    black = torch.from_numpy(own.binarised(own.ink("digit-3", None, None, False)[0])).float().view(1, 1, 28, 28)
    eps = torch.randn(20_000, 1, 2, generator=torch.Generator().manual_seed(3))
    network = backend.load("vae-mnist")
    with torch.no_grad():
        mu, logvar = network.encode(black)
        z = nets.reparameterize(mu, logvar, eps)[:, 0]
        ln_p = nets.log_likelihood(network.logits(z), black.expand(len(z), -1, -1, -1)).double()
        q = torch.distributions.Normal(mu[0].double(), (logvar[0] / 2).exp().double())
        prior = torch.distributions.Normal(torch.zeros(2).double(), 1.0)
        weights = ln_p + prior.log_prob(z.double()).sum(1) - q.log_prob(z.double()).sum(1)
    estimate = weights.logsumexp(0).item() - np.log(len(z))
    assert said["evidence"] == pytest.approx(estimate, abs=0.03)
    assert said["elbo"] < said["evidence"]


def test_the_streamed_bounds_end_as_the_answer_stands():
    *_, last = encode_answers.estimate(**DIGIT, seed=5, pace=0)
    whole = encode_answers.bound(**DIGIT, seed=5)
    assert last["answer"]["rows"] == whole["rows"] and last["t"] == last["of"] == 12
    mean = unpacked(whole["mean"])
    assert (np.diff(mean) >= -1e-4).all()  # f4 on its way
    assert mean[-1] == pytest.approx(encode_answers.truth(**DIGIT)["evidence"], abs=0.05)


def test_a_light_picture_is_told_to_be_inverted_and_inverting_silences_it():
    ink = np.full((280, 280), 255)
    ink[60:220, 130:150] = 0
    own_picture = {**DIGIT, "picture": "own", "upload": file(ink)}
    said = encode_answers.encoded(**own_picture, seed=0)["rows"]["notes"]
    assert "Invert" in said[0]
    assert encode_answers.encoded(**own_picture | {"invert": True}, seed=0)["rows"]["notes"] == []


def test_a_photograph_is_encoded_with_a_warning():
    grey = np.tile(np.linspace(60, 90, 300), (300, 1))
    said = encode_answers.encoded(**DIGIT | {"picture": "own", "upload": file(grey)}, seed=0)
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
        encode_answers.encoded(**{**DIGIT, "seed": 0, **change})
    assert caught.value.argument == key


def test_a_missing_model_file_is_told_and_the_map_goes_on(monkeypatch, tmp_path):
    monkeypatch.setattr(backend, "WEIGHTS", tmp_path)
    monkeypatch.setattr(backend, "_loaded", {})
    monkeypatch.setattr(backend, "warm", lambda name: None)
    assert "error" in answered(answers.EXACT, {"model": "vae-mnist", "rest": "0,0"})
    assert "vae-mnist" in answered(answers.EXACT, {"model": "vae-mnist", "rest": "0,0"})["error"]["message"]
    for source in (answers.MAP, answers.ATLAS):
        assert "error" not in answered(source, {"model": "vae-mnist"})


@pytest.mark.parametrize("way", ["line", "sphere"])
def test_a_walk_shows_what_the_network_makes_of_its_places(way):
    said = walk_answers.walk("vae-mnist", way, "-1,0.5", "2,1", None)
    path = unpacked(said["path"])
    np.testing.assert_allclose(path[[0, 100]], [[-1, 0.5], [2, 1]], atol=1e-6)
    again = theory.grey(networks.decoder("vae-mnist")(path[::10])).astype(int)
    assert np.abs(unpacked(said["strip"]) - again).max() <= 1
    assert said["length"] >= np.hypot(3, 0.5) - 1e-6


def test_a_drawn_walk_follows_the_stroke_and_none_is_refused():
    path = unpacked(walk_answers.walk("vae-mnist", "drawn", "0,0", "0,0", "0,0 1,0 1,1")["path"])
    np.testing.assert_allclose(path[50], [1, 0], atol=1e-6)
    for stroke in (None, "0,0", "0,0 0,0", "0,0 99,0", "x,y 1,1"):
        with pytest.raises(BadArgument) as caught:
            walk_answers.walk("vae-mnist", "drawn", "0,0", "0,0", stroke)
        assert caught.value.argument == "way"


def test_a_sum_of_means_is_the_sum_of_the_means():
    said = walk_answers.centre_sum("vae-mnist", "7", "1", "0")
    kept = atlas.shipped("vae-mnist")
    mean = {k: kept["points"][kept["labels"] == k].astype(float).mean(0) for k in (7, 1, 0)}
    np.testing.assert_allclose(unpacked(said["result"])[0], mean[7] - mean[1] + mean[0], atol=1e-5)
    with pytest.raises(BadArgument, match="allowed are 0 to 9"):
        walk_answers.centre_sum("vae-mnist", "7", "11", "0")


def test_the_nearest_test_picture_is_the_nearest():
    said = loss_answers.near("vae-mnist", "1,1")
    kept = atlas.shipped("vae-mnist")
    i = int(np.hypot(*(kept["points"] - [1, 1]).T).argmin())
    np.testing.assert_array_equal(unpacked(said["given"])[0], atlas.shipped("mnist")["pictures"][i])
    assert (
        unpacked(said["kl"])[0] == pytest.approx(kept["kl"][i])
        and f"Test picture {i}" in said["rows"]["notes"][0]
    )


def test_more_beta_is_less_rate_and_one_is_the_best_elbo():
    said = loss_answers.betas()
    rate, distortion = unpacked(said["rate"]), unpacked(said["distortion"])
    assert (np.diff(rate) < 0).all()
    assert (rate + distortion).argmin() == unpacked(said["beta"]).tolist().index(1)
    for row, b in zip(np.delete(atlas.shipped("betas")["kl"], 2, 0), ("0.1", "0.5", "2", "4", "10"), strict=True):
        card = backend.card(f"vae-mnist-beta-{b}")["scores"]["kl"]  # of all 10,000 test pictures
        assert abs(row.mean() - card) < max(0.1 * card, 5 * row.std() / len(row) ** 0.5)


def test_what_the_captions_of_16_dimensions_say():
    rows = {row[0]: row[1:] for row in loss_answers.sixteen()["rows"]["rows"]}
    assert float(rows["ELBO"][1]) > float(rows["ELBO"][0])
    assert int(rows["axes whose KL is under 0.1 nats"][1]) > 0
    assert float(rows["Fréchet distance of 1,000 samples"][1]) < float(
        rows["Fréchet distance of 1,000 samples"][0]
    )


def test_both_networks_errors_are_torch_s_and_the_autoencoder_s_is_less_on_average():
    said = pair.both("digit-2", None, None, False)
    x = torch.from_numpy(own.ink("digit-2", None, None, False)[0]).float().view(1, 1, 28, 28)
    for key, name in (("ae", "ae-mnist"), ("vae", "vae-mnist")):
        with torch.no_grad():
            error = (x - backend.load(name)(x)).square().sum().item()
        assert said[f"{key}_error"] == pytest.approx(error, rel=1e-4)
    assert pair.mean_error("ae-mnist") < pair.mean_error("vae-mnist")
    assert pair.mean_error("ae-mnist") == pytest.approx(atlas.shipped("ae-mnist")["error"].mean(), rel=1e-4)


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
    s = np.linspace(0, 1, precompute.PLACES)[:, None]
    sure, _ = precompute.confidence(theory.grey(networks.decoder("ae-mnist")((1 - s) * a + s * b)))
    np.testing.assert_allclose(sure, kept["line_sure"][0, 0], atol=0.02)


@pytest.mark.parametrize("bad", ["2,0", "nan,0", "1", "x,y"])
def test_a_place_off_both_maps_is_refused(bad):
    with pytest.raises(BadArgument, match="allowed are two numbers from -1 to 1"):
        pair.exact("ae-mnist", bad)


def test_a_place_is_the_same_share_of_both_maps():
    for name in ("ae-mnist", "vae-mnist"):
        kept = atlas.shipped(name)
        z = (kept["low"] + kept["high"]) / 2 + np.array([0.5, -0.25]) * (kept["high"] - kept["low"]) / 2
        again = theory.grey(networks.decoder(name)(z[None]))[0].astype(int)
        assert np.abs(unpacked(pair.exact(name, "0.5,-0.25")["pixels"]) - again).max() <= 1
