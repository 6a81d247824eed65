"""A derivation as data, on one that everybody knows: (a + b)² = a² + 2ab + b²."""

import pytest

from explainer.maths.derivation import Step, Term, evaluate

SQUARE = Term("(a+b)^2", lambda c: (c["a"] + c["b"]) ** 2)
A2, B2 = Term("a^2", lambda c: c["a"] ** 2), Term("b^2", lambda c: c["b"] ** 2)
TWICE = Term("2ab", lambda c: 2 * c["a"] * c["b"])
TRUE = Step("expand", (SQUARE,), (A2, TWICE.new, B2), "distribute")
FALSE = Step("forget", (SQUARE,), (A2, B2), "a beginner's slip")


def test_line_of_latex_has_its_signs_and_marks_only_what_changed():
    step = Step("move", (SQUARE, -TWICE.new), (A2, B2.new), "subtract")
    assert step.latex() == "(a+b)^2 -2ab = a^2 +b^2"
    assert step.latex(r"\boxed{%s}") == r"(a+b)^2 -\boxed{2ab} = a^2 +\boxed{b^2}"
    assert step.changed == ("2ab", "b^2")
    assert Step("bound", (-A2,), (B2,), "", "≤").latex() == r"-a^2 \le b^2"
    assert Step("percent", (Term("50\\%", lambda c: 0.5).new,), (A2,), "").latex("<%s>") == "<50\\%> = a^2"


def test_a_true_step_holds_and_a_false_one_does_not():
    right, wrong = evaluate((TRUE, FALSE), {"a": 1.5, "b": -0.4})
    assert right.holds() and abs(right.difference) < 1e-15
    assert right.right_values == pytest.approx((2.25, -1.2, 0.16))
    assert not wrong.holds() and wrong.difference == pytest.approx(-1.2)


@pytest.mark.parametrize(
    "relation, b, good", [("≥", 1.0, True), ("≥", 9.0, False), ("≤", 9.0, True), ("≤", 1.0, False)]
)
def test_inequalities_hold_one_way(relation, b, good):
    step = Step("compare", (A2,), (B2,), "", relation)
    assert evaluate((step,), {"a": 3.0, "b": b})[0].holds() is good


def test_signs_turn_values_and_turn_back():
    negative = -TWICE
    plus = -negative
    minus = evaluate((Step("minus", (negative,), (plus,), ""),), {"a": 1.0, "b": 2.0})[0]
    assert (minus.left, minus.right) == (-4.0, 4.0)
    assert TWICE.new.changed and not TWICE.changed and (-TWICE.new).changed


def test_nothing_holds_of_what_is_no_number():
    line = evaluate((TRUE,), {"a": float("nan"), "b": 1.0})[0]
    assert not line.holds()


def test_empty_sides_and_unknown_relations_are_refused():
    with pytest.raises(ValueError, match="relation is '<'; allowed are =, ≥, ≤"):
        Step("x", (A2,), (B2,), "", "<")
    with pytest.raises(ValueError, match="step 'x' has an empty side"):
        Step("x", (), (B2,), "")
