"""Bayes and the cost as the page is answered, against SciPy's densities."""

import numpy as np
import pytest
from page import unpacked

from explainer.variational.evidence import answers
from explainer.variational.settings import ON_A_LINE
from tests.variational.by_scipy import data, log_joint


@pytest.mark.parametrize("model", ON_A_LINE)
def test_bayes_is_the_product_over_its_area(model):
    answer = answers.bayes(**data(model))
    z, joint, posterior = (unpacked(answer[key]).astype(float) for key in ("grid", "joint", "posterior"))
    assert posterior == pytest.approx(joint / np.trapezoid(joint, z), abs=2e-3)
    expected = np.exp(log_joint(model, z) - answer["log_evidence"])
    assert posterior == pytest.approx(expected, abs=1e-5)


def test_the_cost_is_measured_to_four_dimensions_and_multiplies_by_33():
    traces = answers.intractable(1)["figure"]["data"]
    assert traces[0]["x"] == [1, 2, 3, 4] and traces[1]["x"] == list(range(5, 21))
    ratios = np.array(traces[1]["y"][1:]) / np.array(traces[1]["y"][:-1])
    assert ratios == pytest.approx(33.0)
