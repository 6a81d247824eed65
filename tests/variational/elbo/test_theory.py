"""Every step of the derivation has two equal sides on every model, and the ELBO three equal faces."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.maths.derivation import evaluate
from explainer.variational.elbo.theory import LINES, STEPS, consequence, derivation, faces
from explainer.variational.families.two_numbers import FAMILIES, families_for, make_q
from explainer.variational.posteriors.theory import posterior, terms
from explainer.variational.posteriors.two_numbers import MODELS

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
    for step in LINES:
        assert step.changed and len(step.reason) > 40
        assert all(part in step.latex() for part in step.changed)


def test_braces_of_every_line_balance():
    for step in LINES:
        line = step.latex(r"\boxed{%s}")
        assert line.count("{") == line.count("}") and line.count(r"\left") == line.count(r"\right")


@pytest.mark.parametrize("name", MODELS)
def test_dropping_the_gap_leaves_a_lower_bound_that_is_short_by_the_gap(name):
    post = POSTERIORS[name]
    q = make_q(families_for(post.model.dim)[0], *QS[families_for(post.model.dim)[0]])
    line = consequence(post, q)
    assert line.holds() and line.difference == pytest.approx(terms(post, q).kl, abs=1e-9)
    assert line.difference > 0.1


@pytest.mark.parametrize("scale", [0.05, 1.0, 4.0])
@pytest.mark.parametrize("name", MODELS)
def test_the_three_faces_are_equal_at_every_q(name, scale):
    post = POSTERIORS[name]
    for family in families_for(post.model.dim):
        kind = FAMILIES[family]
        widths = np.array([parameter.startswith("ln") for parameter in kind.THETA])
        t = terms(post, kind.from_theta(kind().theta + widths * np.log(scale)))
        assert [face.total for face in faces(t)] == pytest.approx([t.elbo] * 3, abs=1e-8)
        assert len({face.first for face in faces(t)}) == 3
