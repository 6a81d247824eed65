"""Every step of the derivation has two equal sides on every model; the slides' slips don't."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.maths.derivation import evaluate
from explainer.variational.derivation import CONSEQUENCE, STEPS, consequence, derivation, slips
from explainer.variational.families2d import families_for, make_q
from explainer.variational.planar import MODELS
from explainer.variational.theory import posterior, terms

POSTERIORS = {name: posterior(model, model.EXAMPLE) for name, model in MODELS.items()}
QS = {
    "gaussian": (0.3, 0.9),
    "laplace": (-1.0, 0.5),
    "student": (2.0, 1.5),
    "mixture": (0.4, -2.0, 0.5, 1.5, 0.8),
    "mean-field": (0.3, 1.0, 0.9, 0.4),
    "full": (0.3, 1.0, 0.9, 0.4, 0.7),
}
ONE = ("gaussian", "coin", "logistic", "clusters")
PAIRS = [(m, f) for m, model in MODELS.items() for f in families_for(model.dim)]


@pytest.mark.parametrize("name, family", PAIRS)
def test_both_sides_of_every_step_are_equal_on_every_model_and_family(name, family):
    lines = derivation(POSTERIORS[name], make_q(family, *QS[family]))
    assert len(lines) == 8
    for line in lines:
        assert line.holds(1e-9) and abs(line.difference) < 1e-7, line.step.name


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.sampled_from(("gaussian", "coin", "logistic", "clusters")), st.floats(-20, 20), st.floats(0.01, 20))
def test_both_sides_stay_equal_wherever_a_hand_drags_q(name, mean, std):
    for line in derivation(POSTERIORS[name], make_q("gaussian", mean, std)):
        assert abs(line.difference) < 1e-7


def test_the_derivation_runs_from_the_gap_to_the_evidence_with_the_integral_a_step_of_its_own():
    assert STEPS[0].left[0].latex == r"D(q\,\|\,p(Z\mid X))"
    assert STEPS[-1].latex() == r"\ln p(X) = \mathcal{L}(q) +D(q\,\|\,p(Z\mid X))"
    before, after = STEPS[4], STEPS[5]
    assert before.changed == (r"\ln p(X)\int q(Z)\,dZ",) and after.changed == (r"\ln p(X)",)
    assert before.right[:2] == after.right[:2]


def test_a_q_that_does_not_integrate_to_one_would_break_the_steps_about_it():
    post = POSTERIORS["gaussian"]
    half = replace(terms(post, make_q("gaussian", 0.3, 0.9)), mass=0.5)
    held = [line.holds() for line in evaluate(STEPS, half)]
    assert held == [True] * 4 + [False] + [True] * 3


def test_every_step_marks_something_and_gives_a_reason():
    for step in (*STEPS, CONSEQUENCE):
        assert step.changed and len(step.reason) > 40
        assert all(part in step.latex() for part in step.changed)


def test_braces_of_every_line_balance():
    for step in (*STEPS, CONSEQUENCE):
        line = step.latex(r"\boxed{%s}")
        assert line.count("{") == line.count("}") and line.count(r"\left") == line.count(r"\right")


@pytest.mark.parametrize("name", MODELS)
def test_dropping_the_gap_leaves_a_lower_bound_that_is_short_by_the_gap(name):
    post = POSTERIORS[name]
    q = make_q(families_for(post.model.dim)[0], *QS[families_for(post.model.dim)[0]])
    line = consequence(post, q)
    assert line.holds() and line.difference == pytest.approx(terms(post, q).kl, abs=1e-9)
    assert line.difference > 0.1


@pytest.mark.parametrize("name", MODELS)
def test_the_slides_lines_do_not_add_up_and_ours_do(name):
    post = POSTERIORS[name]
    family = families_for(post.model.dim)[0]
    q = make_q(family, *QS[family])
    mass, signs, struck, strict, total = slips(post, q)
    assert [s.row for s in (mass, signs, struck, strict, total)] == ["2c", "2c", "2c", "2c", "2d"]
    assert not any(s.slide_holds for s in (mass, signs, struck, strict, total))
    t = terms(post, q)
    assert math.isinf(mass.slide_right) and mass.right_left == pytest.approx(mass.right_right)
    assert signs.slide_right == pytest.approx(2 * t.kl - t.log_evidence)
    assert signs.right_left == pytest.approx(signs.right_right, abs=1e-9)
    assert struck.slide_right == pytest.approx(-t.elbo) and struck.right_left >= struck.right_right
    assert strict.slide_left == 0.0
    assert total.slide_left == pytest.approx(t.kl) and total.slide_right != pytest.approx(t.kl)
    assert total.right_left == pytest.approx(total.right_right, abs=1e-9)


def test_a_slip_that_happens_to_be_true_is_not_called_false():
    # A density may be above 1, and then minus the ELBO may lie below ln p(x).
    model = type(MODELS["gaussian"])(noise_std=0.2, prior_std=0.2)
    post = posterior(model, [0.0] * 5)
    q = make_q("gaussian", *model.posterior_moments(post.x))
    assert post.log_evidence > 0 and slips(post, q)[2].slide_holds
