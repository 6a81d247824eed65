"""The first screen's digits: made again, scored by other code, and told as they were measured."""

import numpy as np
import pytest
from scipy import linalg

from explainer import shipped
from explainer.introduction import answers
from models import backend, precompute_introduction, scores

RECIPES = precompute_introduction.RECIPES


@pytest.fixture(autouse=True)
def float32(monkeypatch):
    monkeypatch.setenv("DIFFUSION_LIVE_DTYPE", "float32")
    monkeypatch.setenv("DIFFUSION_LIVE_DEVICE", "cpu")


@pytest.mark.parametrize("name", ["vae", "gan"])
def test_digits_made_again_are_those_shipped_and_score_as_they_did(name):
    """All 1,000 at once, where the recipe made 100 at a time; the distance by SciPy's root of a matrix."""
    kept, made = shipped.arrays(f"introduction/{name}"), RECIPES[name].some(0, RECIPES[name].samples)
    gap = np.abs(made[: len(kept["pictures"])].astype(int) - kept["pictures"])
    assert gap.mean() < 0.5 and gap.max() <= 3
    features = scores.judge("classifier-mnist", made)[1]
    mean, cov = scores.reference("classifier-mnist")
    own = np.cov(features, rowvar=False)
    root = np.real(linalg.sqrtm(own @ cov))
    distance = ((features.mean(0) - mean) ** 2).sum() + np.trace(own + cov - 2 * root)
    assert distance == pytest.approx(float(kept["frechet"]), rel=0.02)


@pytest.mark.parametrize("name", ["unet", "unet-asked"])
def test_one_of_the_u_nets_digits_made_again_is_the_one_that_is_shipped(name):
    kept = shipped.arrays(f"introduction/{name}")["pictures"]
    gap = np.abs(RECIPES[name].some(3, 1)[0].astype(int) - kept[3])
    assert gap.mean() < 1 and (gap > 12).mean() < 0.02


def test_the_scores_agree_with_the_cards_which_were_measured_by_other_runs():
    gan, asked = shipped.arrays("introduction/gan"), shipped.arrays("introduction/unet-asked")
    card = backend.card("unet-mnist")["scores"]
    assert float(gan["frechet"]) == pytest.approx(backend.card("gan-mnist")["scores"]["frechet"], rel=1e-3)
    assert abs(float(asked["frechet"]) - card["frechet_plain"]) < 2 * asked["frechet_error"]
    assert abs(float(asked["accuracy"]) - card["accuracy_plain"]) < 3 * asked["accuracy_error"]


def test_the_scatter_of_real_sets_agrees_with_the_jackknifes_error():
    """Ten sets tell the error of one to a quarter; the jackknife is blind to none of it."""
    real, asked = shipped.arrays("introduction/real"), shipped.arrays("introduction/unet-asked")
    assert 0.3 < float(asked["frechet_error"]) / float(real["frechet_error"]) < 3


def test_the_table_says_each_number_with_its_error_and_what_the_caption_claims():
    table = answers.digits()["rows"]
    rows = {row[0]: row[1:] for row in table["rows"]}
    assert [len(row) for row in table["rows"]] == [len(table["head"])] * len(answers.MAKERS)
    assert rows["real test digits"][3:] == ["–", "–"] and rows["GAN"][2] == "–"
    kept = shipped.arrays("introduction/gan")
    value, error = map(float, rows["GAN"][0].split(" ± "))
    assert abs(value - kept["frechet"]) <= 0.05 and abs(error - kept["frechet_error"]) <= 0.05
    real, asked = shipped.arrays("introduction/real"), shipped.arrays("introduction/unet-asked")
    for score in ("frechet", "recognised", "accuracy"):  # "the last row can't be told from real digits"
        apart = abs(float(real[score]) - float(asked[score]))
        assert apart < 2 * np.hypot(real[f"{score}_error"], asked[f"{score}_error"])


def test_the_source_has_its_address_or_the_page_says_that_there_is_none():
    from explainer.introduction.tab import source
    from explainer.kit.head import REPOSITORY

    assert "https://github.com/a/b" in source("a/b")
    assert REPOSITORY or "no public address" in source()
