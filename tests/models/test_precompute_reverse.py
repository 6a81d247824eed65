"""The reverse section's own shipped files: parts made again, scores against brute force, sane shapes."""

from dataclasses import replace

import numpy as np
import pytest

from explainer.diffusion.reverse.step import known
from models import precompute, precompute_reverse, scores

RECIPES = precompute_reverse.RECIPES


@pytest.fixture(autouse=True)
def float32(monkeypatch):
    monkeypatch.setenv("DIFFUSION_LIVE_DTYPE", "float32")
    monkeypatch.setenv("DIFFUSION_LIVE_DEVICE", "cpu")


def read(name):
    with np.load(precompute.FOLDER / f"{name}.npz") as file:
        return dict(file)


def test_algorithm_2_made_again_is_the_run_that_is_shipped():
    shipped, again = read("algorithm2"), RECIPES["algorithm2"].arrays()
    np.testing.assert_array_equal(again["t"], shipped["t"])
    gap = np.abs(again["xt"] - shipped["xt"])
    assert gap.mean() < 2e-3 and (gap > 0.05).mean() < 0.01


def test_two_of_the_known_pictures_estimates_made_again_are_those_shipped():
    again = replace(RECIPES["known"], knots=(known.KNOTS[0], known.KNOTS[12])).arrays()["x0_hat"].astype(float)
    shipped = read("known")
    np.testing.assert_array_equal(shipped["t"], known.KNOTS)
    gap = np.abs(again - shipped["x0_hat"][:, [0, 12]].astype(float))
    assert gap.max() < 0.05 and gap.mean() < 1e-3


def test_one_guided_picture_made_again_is_the_one_that_is_shipped():
    """A picture depends on its own seed alone: the twelfth is the same, with fewer beside it."""
    recipe, shipped = RECIPES["guidance"], read("guidance")
    weight = recipe.weights.index(2.0)
    film = recipe.run(2.0, recipe.rows[0] + 1)[0][:, 0]
    gap = np.abs(film.astype(int) - shipped["x0_hat"][:, weight])
    assert gap.mean() < 1 and (gap > 12).mean() < 0.02


def test_guidance_was_scored_at_every_weight_and_beside_real_pictures():
    kept, recipe = read("guidance"), RECIPES["guidance"]
    frames, pictures = kept["x0_hat"].shape[:2]
    assert frames == len(kept["t"]) == recipe.steps + 1 and pictures == len(recipe.rows) * len(recipe.weights)
    np.testing.assert_array_equal(kept["weights"], recipe.weights)
    for key in ("accuracy", "diversity", "frechet"):
        assert kept[key].shape == (len(recipe.weights),) and kept[f"real_{key}"].shape == ()
        assert (kept[key] > 0).all() and kept[f"real_{key}"] > 0
    assert kept["accuracy"].max() <= 1


def test_too_much_guidance_makes_all_alike():
    kept = read("guidance")
    assert kept["diversity"][-1] < kept["diversity"][0] and kept["diversity"][-1] < kept["real_diversity"]
    assert kept["frechet"][-1] > kept["frechet"][0] and kept["accuracy"][-1] >= kept["accuracy"][0]


def test_spread_is_the_mean_distance_of_all_pairs_of_a_class():
    rng = np.random.default_rng(2)
    pictures, labels = rng.integers(0, 256, (9, 28, 28)).astype(np.uint8), np.array([0, 1, 2] * 3)
    means = []
    for label in range(3):
        mine = pictures[labels == label].astype(float) / 255
        pairs = [np.sqrt(((mine[i] - mine[j]) ** 2).mean()) for i in range(3) for j in range(i)]
        means.append(sum(pairs) / len(pairs))
    assert scores.spread(pictures, labels) == pytest.approx(sum(means) / 3, rel=1e-9)
    assert scores.spread(np.repeat(pictures[:1], 6, 0), np.zeros(6, int)) == pytest.approx(0, abs=1e-6)


def test_a_cell_of_few_steps_made_again_is_the_one_that_is_shipped():
    recipe, kept = RECIPES["steps"], read("steps")
    few = replace(recipe, samples=20)
    made, seconds, distance = few.cell("dpm", 5)
    shipped = kept["pictures"][recipe.samplers.index("dpm"), recipe.steps.index(5)]
    gap = np.abs(made.astype(int) - shipped)
    assert gap.mean() < 1 and (gap > 12).mean() < 0.02
    assert seconds > 0 and distance > 0


def test_more_steps_take_more_time_with_every_sampler():
    kept = read("steps")
    assert (np.diff(kept["seconds"][:, [0, 1, 2, 4]], axis=1) < 0).all()


def test_there_is_a_floor_for_each_set_of_real_pictures():
    kept, recipe = read("steps"), RECIPES["steps"]
    assert kept["floor"].shape == (recipe.floors,) and (kept["floor"] > 0).all()
