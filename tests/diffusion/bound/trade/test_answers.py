"""What is said of the two networks is what was measured."""

import numpy as np
import pytest
from scipy import stats

from explainer import shipped
from explainer.diffusion.bound.trade import answers, tab, theory


def test_the_caption_says_what_the_scores_say():
    scores = shipped.facts("bound/pair")
    simple, bound = scores["simple"], scores["bound"]
    for sigma in ("beta-tilde", "learned"):
        found = theory.errors(scores, shipped.facts("bound/scatter"), sigma)
        assert bound[sigma]["frechet"] - simple[sigma]["frechet"] > 2 * found["gap"] > 0
        far = np.hypot(*found["accuracy"].values())
        assert simple[sigma]["accuracy"] - bound[sigma]["accuracy"] > 2 * far > 0
    for sigma in scores["sigmas"]:
        far = np.hypot(simple[sigma]["standard_error"], bound[sigma]["standard_error"])
        assert bound[sigma]["bits"] < simple[sigma]["bits"] - 2 * far
    assert scores["training"]["simple"]["plan"] == scores["training"]["bound"]["plan"]
    assert tab.SECTION == "bound"


def test_errors_over_samples_are_those_of_counts_and_fall_as_the_root():
    """The accuracy's against SciPy's binomial; half the error for four times the samples."""
    scores, scatter = dict(shipped.facts("bound/pair")), {"samples": 1000, "errors": [0.04, 0.05]}
    scatter["error_of_the_difference"] = 0.01
    found = theory.errors(scores | {"samples": 4000}, scatter, "learned")
    assert found["frechet"] == [0.02, 0.025] and found["gap"] == 0.005
    share = scores["bound"]["learned"]["accuracy"]
    assert found["accuracy"]["bound"] == pytest.approx(stats.binom(4000, share).std() / 4000)


def test_the_terms_add_up_to_the_bits_of_the_table():
    """Each knot stands for its neighbours in ln t: the sum is near the total of the 1,000 test digits."""
    made, scores = shipped.arrays("bound/pair"), shipped.facts("bound/pair")
    t = np.arange(1, 1001)
    for name in ("simple", "bound"):
        terms = np.exp(np.interp(np.log(t), np.log(made["knots"]), np.log(made[f"{name}_bits"][-1])))
        assert abs(terms.sum() - scores[name]["learned"]["bits"]) < 0.03


def test_the_answer_has_both_rows_of_samples_and_a_row_for_each_score():
    answer = answers.trade()
    assert {"simple", "bound", "rows", "figure"} <= answer.keys() and "error" not in answer
    assert len(answer["rows"]["rows"]) == 5 and all(len(row) == 3 for row in answer["rows"]["rows"])
    assert len(answer["figure"]["data"]) == 2
