"""Algorithm 2 on the page: the run that is shipped is that algorithm, and the lit lines are its own."""

import inspect
import math
from collections.abc import Mapping

import numpy as np
import pytest
import torch
from page import unpacked

from explainer import shipped
from explainer.diffusion import schedule
from explainer.diffusion.reverse import samplers
from explainer.diffusion.reverse.algorithm import answers, settings
from explainer.kit.listing import listing_data, pieces
from explainer.maths import chains
from explainer.maths.arguments import BadArgument
from models.precompute_reverse import RECIPES

PLAN = schedule.cosine(1000)


def stored() -> Mapping[str, np.ndarray]:
    return shipped.arrays("reverse/algorithm2")


def test_the_shipped_run_s_noise_is_that_of_its_seed_step_by_step():
    """x_{t−1} less its mean by the paper's formula, over σ, is the very z that was drawn, and no more."""
    run, recipe = stored(), RECIPES["algorithm2"]
    sources = samplers.generators(recipe.seed, 1)
    start = samplers.start((1, 28, 28), sources)
    np.testing.assert_array_equal(run["xt"][0], start[0, 0].numpy())
    for k, (t, s) in enumerate(zip(run["t"][:-1], run["t"][1:], strict=True)):
        bar, before = PLAN.alpha_bar[t], PLAN.alpha_bar[s]
        alpha, xt = bar / before, run["xt"][k].astype(float)
        eps = (xt - math.sqrt(bar) * run["x0_hat"][k]) / math.sqrt(1 - bar)
        mean = (xt - (1 - alpha) / math.sqrt(1 - bar) * eps) / math.sqrt(alpha)
        if s == 0:
            np.testing.assert_allclose(run["xt"][k + 1], mean, atol=1e-4)
            continue
        sigma = math.sqrt((1 - before) / (1 - bar) * (1 - alpha))
        z = samplers.noise(torch.zeros(1, 1, 28, 28), sources)[0, 0].numpy()
        np.testing.assert_allclose((run["xt"][k + 1] - mean) / sigma, z, atol=2e-3)


def test_every_moment_is_lit_in_both_programs_and_the_scrubber_ends_with_the_run():
    answer = answers.listing()
    rounds = RECIPES["algorithm2"].steps
    assert answer["stages"] == ["start", *["loop", "eps", "mean", "noise", "next"] * rounds, "return"]
    assert len(answer["words"]) == len(answer["stages"]) == settings.MOMENT.maximum
    np.testing.assert_array_equal(unpacked(answer["times"]), np.arange(1, settings.MOMENT.maximum + 1))
    for program in answer["listings"]:
        lit = {stage for line in program["lines"] for _, of in line for stage in of.split()}
        assert lit == set(answer["stages"])


def test_the_python_beside_it_is_the_sampler_that_runs_to_the_letter():
    text = inspect.getsource(samplers.ddpm)
    assert answers.source("ddpm") == text
    shown = "\n".join("".join(piece for piece, _ in line) for line in answers.code())
    docstring = inspect.getsource(samplers.ddpm).split('"""')[1]
    assert shown.rstrip() == text.replace(f'    """{docstring}"""\n', "").rstrip()


def test_pictures_appear_when_they_are_computed_and_flow_into_the_next_round():
    answer = answers.listing()
    tracks = {key: unpacked(packed)[:, 0] for key, packed in answer["tracks"].items()}
    states = chains.grey(stored()["xt"])
    for k in (0, 7, 15):
        loop, after = 1 + 5 * k, 1 + 5 * (k + 1)
        np.testing.assert_array_equal(tracks["xt"][loop], states[k])
        np.testing.assert_array_equal(tracks["xs"][after - 1], states[k + 1])
        unknown = tracks["xs"][loop]
        for key, known_at in (("eps", loop + 1), ("mean", loop + 2), ("z", loop + 3), ("xs", loop + 4)):
            np.testing.assert_array_equal(tracks[key][known_at - 1], unknown)
            assert not np.array_equal(tracks[key][known_at], unknown)
    np.testing.assert_array_equal(tracks["xs"][-1], states[-1])


@pytest.mark.parametrize("k", [3, 9, 14])
def test_one_pixel_s_printed_numbers_add_up_to_the_kept_state(k):
    answer = answers.rows(12, 14)["tracks"]["rows"]
    table = answer[1 + 5 * k + 4]
    end = [float(text.replace("−", "-").rpartition(" ")[2]) for _, text in table]
    states = stored()["xt"][:, 12, 14]
    assert end[0] == pytest.approx(states[k], rel=1e-3) and end[4] == pytest.approx(states[k + 1], rel=1e-3)
    t, s = (stored()["t"][i] for i in (k, k + 1))
    bar, before = PLAN.alpha_bar[t], PLAN.alpha_bar[s]
    sigma = math.sqrt((1 - before) / (1 - bar) * (1 - bar / before))
    assert end[2] + sigma * end[3] == pytest.approx(end[4], abs=3e-3)
    assert [text for _, text in answer[1 + 5 * k]][1:] == ["not yet"] * 4


def test_a_line_is_cut_at_its_marks_and_nothing_of_it_is_lost():
    cut = pieces("    xs = mean + noise(x) if s", [("noise(x)", "z"), ("xs = mean", "next"), ("absent", "no")])
    assert cut == [("    ", ""), ("xs = mean", "next"), (" + ", ""), ("noise(x)", "z"), (" if s", "")]


def test_a_moment_that_no_line_belongs_to_is_named():
    with pytest.raises(ValueError, match="has no line for the stage 'gone'"):
        listing_data((("one", [[("a", "here")]]),), ["here", "gone"], ["", ""])


@pytest.mark.parametrize(("row", "column", "key"), [(28, 0, "row"), (0, -1, "column"), (None, 3, "row")])
def test_a_pixel_that_is_not_there_is_refused(row, column, key):
    with pytest.raises(BadArgument) as caught:
        answers.rows(row, column)
    assert caught.value.argument == key
