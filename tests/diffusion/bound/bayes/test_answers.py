"""The posterior by Bayes: the grid against closed forms of SciPy and of completing the square."""

import numpy as np
import pytest
from scipy import stats

from explainer.diffusion.bound.bayes import answers, theory
from explainer.diffusion.bound.bayes.figures import TOP
from explainer.maths.arguments import BadArgument
from tests.page import unpacked

CASES = [(2, 0.8, -0.6), (5, -2.0, 3.0), (12, 1.3, 1.2), (12, 2.0, -3.0)]


@pytest.mark.parametrize(("T", "x0", "xt"), CASES)
def test_product_and_closed_form_are_the_normal_of_precisions_that_add(T, x0, xt):
    """Completing the square: precisions add, means are weighted by them; densities by SciPy."""
    plan = theory.plan(T)
    found = theory.bayes(x0, xt, plan)
    mean, var = theory.moments(found.product)
    assert plan.alpha_bar[-1] == pytest.approx(0.02)
    for k, t in enumerate(range(2, T + 1)):
        alpha, beta, before = plan.alpha[t], plan.beta[t], plan.alpha_bar[t - 1]
        precision = 1 / (1 - before) + alpha / beta
        centre = (np.sqrt(before) * x0 / (1 - before) + np.sqrt(alpha) * xt / beta) / precision
        assert found.var[k] == pytest.approx(1 / precision, rel=1e-9)
        assert found.mean[k] == pytest.approx(centre, abs=1e-9)
        assert (mean[k], var[k]) == pytest.approx((centre, 1 / precision), abs=1e-7)
        law = stats.norm(centre, np.sqrt(1 / precision)).pdf(theory.GRID)
        np.testing.assert_allclose(found.product[k], law, atol=1e-7)
        np.testing.assert_allclose(found.closed[k], law, atol=1e-9)
        jump = stats.norm(np.sqrt(plan.alpha_bar[t]) * x0, np.sqrt(1 - plan.alpha_bar[t])).pdf(xt)
        assert found.area[k] == pytest.approx(jump, rel=1e-6)


def test_the_weights_make_the_mean_and_the_last_step_leads_to_x0():
    plan = theory.plan(7)
    of_x0, of_xt = theory.weights(plan)
    found = theory.bayes(1.1, -0.4, plan)
    np.testing.assert_allclose(of_x0[2:] * 1.1 + of_xt[2:] * -0.4, found.mean, atol=1e-12)
    assert (of_x0[1], of_xt[1]) == pytest.approx((1, 0))


@pytest.mark.parametrize(("T", "x0", "xt"), CASES)
def test_the_page_gets_every_step_and_no_curve_leaves_the_axis(T, x0, xt):
    answer = answers.bayes(T, x0, xt)
    assert unpacked(answer["times"]).tolist() == list(range(2, T + 1))
    for name in ("before", "likelihood", "product", "closed"):
        table = unpacked(answer[name])
        assert table.shape == (T - 1, len(unpacked(answer["grid"]))) and table.max() < TOP
    rows = answer["tracks"]["rows"]
    assert len(rows) == T - 1 and len(unpacked(answers.weights(T)["of_x0"])) == T + 1
    for row in rows[-1]:
        first, second = (float(cell.split(" = ")[-1].replace("−", "-")) for cell in row[1:])
        assert first == pytest.approx(second, abs=2e-6)


@pytest.mark.parametrize(
    ("asked", "key"),
    [((1, 0, 0), "T"), ((13, 0, 0), "T"), ((4, 2.5, 0), "x0"), ((4, 0, "a"), "xt"), ((4, 0, 9), "xt")],
)
def test_it_refuses_what_is_not_allowed(asked, key):
    with pytest.raises(BadArgument) as refused:
        answers.bayes(*asked)
    assert refused.value.argument == key
