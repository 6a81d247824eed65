"""The shipped networks: each has its card, each card tells the truth, and together they are small."""

import hashlib

import pytest
import torch

from models import backend, cards

NAMES = tuple(backend.MODELS)


@pytest.mark.parametrize("name", NAMES)
def test_the_card_describes_the_weights(name):
    facts, raw = backend.card(name), (backend.WEIGHTS / f"{name}.safetensors").read_bytes()
    assert facts["sha256"] == hashlib.sha256(raw).hexdigest()
    assert facts["bytes"] == len(raw) <= 10_000_000
    network = backend.read(name)
    assert facts["parameters"] == sum(p.numel() for p in network.parameters()) <= 5_000_000
    assert all(value.isfinite().all() for value in network.state_dict().values())


@pytest.mark.parametrize("name", NAMES)
def test_the_card_that_a_person_reads_is_made_from_the_facts(name):
    assert (backend.WEIGHTS / f"{name}.md").read_text() == cards.text(backend.card(name)) + "\n"


def test_all_weights_together_are_at_most_45_mb():
    files = list(backend.WEIGHTS.iterdir())
    assert sum(path.stat().st_size for path in files) <= 45_000_000
    stems = {path.name.removesuffix(path.suffix) for path in files}
    judges = {f"{name}-train" for name in NAMES if name.startswith("classifier")}
    assert stems == set(NAMES) | judges


def test_the_table_has_a_row_for_every_network():
    lines = cards.table().splitlines()
    assert len(lines) == 2 + len(NAMES)
    assert all(f"[{name}]" in line for name, line in zip(NAMES, lines[2:], strict=True))


def scores(name):
    return backend.card(name)["scores"]


def test_the_judges_read_well_enough_to_judge():
    assert scores("classifier-mnist")["accuracy"] >= 0.993
    assert scores("classifier-fashion")["accuracy"] >= 0.92


def test_samples_are_read_as_asked_for():
    digits, clothes = scores("unet-mnist"), scores("unet-fashion")
    assert digits["accuracy_plain"] >= 0.985 and digits["accuracy_guidance_1"] >= 0.995
    assert clothes["accuracy_guidance_1"] >= 0.90
    for judged in (digits, clothes):
        assert judged["frechet_plain"] <= 1.5 * judged["frechet_of_test_pictures"]


def test_the_network_trained_for_the_bound_reaches_1_05_bits():
    for key in ("no_class", "class_given"):
        measured = scores("unet-mnist-bound")[key]
        assert measured["bits"] <= 1.05 and measured["standard_error"] <= 0.02
        assert measured["bits"] < scores("unet-mnist")["bound_bits_a_pixel"] - 0.4


@pytest.mark.parametrize("name", ["unet-mnist", "unet-fashion"])
def test_samples_are_no_copies(name):
    """Their nearest training pictures are no nearer than those of real test pictures, by half."""
    mine, real = scores(name)["nearest_training_picture"], scores(name)["nearest_of_test_pictures"]
    assert mine["p1"] > 0.5 * real["p1"] > 0 and mine["p50"] > 0.75 * real["p50"]


@pytest.mark.parametrize("name", [n for n, spec in backend.MODELS.items() if spec.kind == "vae"])
def test_the_elbo_is_its_terms_and_below_the_evidence(name):
    s = scores(name)
    assert s["elbo"] == pytest.approx(s["reconstruction"] - s["kl"], abs=1e-3)
    assert s["elbo_binarised"] < s["ln_p_binarised"] < 0


def test_more_dimensions_describe_better():
    assert scores("vae-mnist-16")["elbo"] > scores("vae-mnist")["elbo"] + 20


def test_a_heavier_beta_buys_a_smaller_kl():
    order = [f"vae-mnist-beta-{b}" for b in ("0.1", "0.5")]
    order += ["vae-mnist", *(f"vae-mnist-beta-{b}" for b in ("2", "4", "10"))]
    kls = [scores(name)["kl"] for name in order]
    assert all(a > b for a, b in zip(kls, kls[1:], strict=False))


def test_the_network_of_the_plane_is_near_the_exact_denoiser():
    for losses in scores("mlp-2d").values():
        assert -0.005 < losses["loss_simple"] - losses["loss_simple_exact"] < 0.03


@pytest.mark.parametrize("name", ["unet-mnist", "unet-fashion"])
def test_a_network_beats_the_guess_that_knows_no_picture(name):
    """On x_t = √ᾱ x_0 + √(1 − ᾱ) ε, x_t itself as ε errs by ‖…‖² ≥ ½ on average over t."""
    assert scores(name)["loss_simple_test"] < 0.1
    model = backend.eps_model(name)
    x = torch.randn(2, 1, 28, 28, generator=torch.Generator().manual_seed(0))
    assert (model(x, 1000, torch.tensor([3, 8])) - x).abs().max() < 0.05  # at T all is noise
