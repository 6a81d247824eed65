"""The figures of many samples show what was measured, cell by cell, and say what was not."""

import numpy as np
import pytest
from page import unpacked

from explainer import shipped
from explainer.diffusion.reverse.measured import answers, figures
from models.precompute_reverse import RECIPES


def curves(figure: dict) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    return {trace["name"]: (unpacked(trace["x"]), unpacked(trace["y"])) for trace in figure["data"]}


@pytest.mark.parametrize("key", answers.SCORES)
def test_each_score_stands_over_its_weight_beside_that_of_real_pictures(key):
    stored = shipped.arrays("reverse/guidance")
    drawn = curves(answers.guided()[f"{key}_figure"])
    x, y = drawn[f"{RECIPES['guidance'].samples} samples"]
    np.testing.assert_allclose(x, RECIPES["guidance"].weights)
    np.testing.assert_allclose(y, stored[key], rtol=1e-6)
    np.testing.assert_allclose(drawn["200 real pictures"][1], float(stored[f"real_{key}"]), rtol=1e-6)


def test_the_bars_are_the_standard_error_of_a_share():
    """Twenty thousand times 200 draws of the same share scatter as wide as the bars say."""
    stored = shipped.arrays("reverse/guidance")
    bars = answers.guided()["accuracy_figure"]["data"][1]["error_y"]["array"]
    for share, bar in zip(stored["accuracy"], bars, strict=True):
        draws = np.random.default_rng(1).binomial(200, share, 20_000) / 200
        assert bar == pytest.approx(draws.std(), rel=0.05, abs=1e-9)


def test_the_film_holds_a_column_a_weight_and_ends_at_the_pictures():
    stored, film = shipped.arrays("reverse/guidance"), answers.guided()
    pictures = unpacked(film["tracks"]["x0_hat"])
    np.testing.assert_array_equal(unpacked(film["times"]), stored["t"])
    assert pictures.shape[1] == 3 * len(stored["weights"]) and stored["t"][-1] == 0
    np.testing.assert_array_equal(pictures, stored["x0_hat"])


def grid() -> tuple:
    """A made-up measurement of three samplers by six steps."""
    steps = np.array([1000, 250, 50, 20, 10, 5])
    seconds = np.outer([1.0, 1.1, 1.2], steps / 1000)
    frechet = np.outer([3.0, 2.0, 1.0], 1 / np.sqrt(steps))
    frechet[:, :2] = np.nan
    return steps, seconds, frechet, [0.0625, 0.07], ("ddpm", "ddim", "dpm"), 200


def test_the_table_has_every_cell_and_says_which_was_not_measured():
    steps, seconds, frechet, *_ = grid()
    table = figures.table(*grid())
    assert table["head"][1:] == [f"{k} steps" for k in steps] and len(table["rows"]) == 6
    for i in range(3):
        shown = [float(text) for text in table["rows"][2 * i][1:]]
        np.testing.assert_allclose(shown, seconds[i], rtol=1e-3)
        assert table["rows"][2 * i + 1][1:3] == ["not measured"] * 2
        np.testing.assert_allclose(
            [float(text) for text in table["rows"][2 * i + 1][3:]], frechet[i, 2:], rtol=1e-3
        )
    assert "2 sets of 200 real pictures have 0.0625, 0.07" in table["notes"][0]


def test_the_lines_over_steps_are_the_samplers_with_the_floor_of_real_pictures():
    steps, seconds, frechet, floor, *_ = grid()
    drawn = figures.over_steps(*grid())
    for i, name in enumerate(figures.NAMES.values()):
        np.testing.assert_allclose(curves(drawn["frechet_figure"])[name][1], frechet[i], rtol=1e-6)
        np.testing.assert_allclose(curves(drawn["seconds_figure"])[name], (steps, seconds[i]), rtol=1e-6)
    real = [unpacked(trace["y"]) for trace in drawn["frechet_figure"]["data"] if "real" in trace["name"]]
    np.testing.assert_allclose(real, [[value] * 2 for value in floor])


def test_the_grid_on_the_page_is_the_shipped_one_cell_by_cell():
    stored, answer, recipe = shipped.arrays("reverse/steps"), answers.budget(), RECIPES["steps"]
    assert answers.SAMPLERS == recipe.samplers and answers.SAMPLES == recipe.samples
    for i, name in enumerate(recipe.samplers):
        cells = unpacked(answer["tracks"][name])[0]
        for k in range(len(recipe.steps)):
            for j in range(recipe.shown):
                np.testing.assert_array_equal(cells[k][:, 28 * j : 28 * (j + 1)], stored["pictures"][i, k, j])
    assert (np.isnan(stored["frechet"]) == (stored["steps"] > recipe.scored)).all()
    assert (stored["floor"] > 0).all()
