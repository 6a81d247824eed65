"""The derivation, the faces and the slips as the page is answered."""

import pytest

from explainer.maths.arguments import BadArgument
from explainer.variational.elbo import answers
from explainer.variational.hand import answers as hand
from explainer.variational.posteriors.two_numbers import MODELS
from explainer.variational.settings import ON_A_LINE
from tests.variational.by_scipy import data


@pytest.mark.parametrize("model", MODELS)
def test_every_line_of_the_derivation_holds_on_every_model(model):
    answer = answers.steps(model, -0.4, 0.9)
    assert len(answer["names"]) == 9 and all(answer["holds"])
    assert answer["left"][:8] == pytest.approx(answer["right"][:8], abs=1e-7)
    assert answer["relations"][8] == "≥" and answer["left"][8] > answer["right"][8]
    # the written sum says what the number says
    for number, text in zip(answer["right"], answer["rights"], strict=True):
        assert float(text.split("=")[-1].replace("−", "-")) == pytest.approx(number, abs=6e-7)


def test_the_first_line_is_the_gap_of_the_section_before():
    asked = hand.q("gaussian", 0.3, 0.8, **data("clusters"))
    assert answers.steps("clusters", 0.3, 0.8)["left"][0] == pytest.approx(asked["kl"], abs=1e-9)


@pytest.mark.parametrize("model", MODELS)
def test_three_faces_end_at_the_same_elbo(model):
    answer = answers.three(model, 0.5, 0.7)
    totals = [answer[f"face{i}"]["total"] for i in range(3)]
    assert totals == pytest.approx([answer["elbo"]] * 3, abs=1e-7)
    if model in ON_A_LINE:
        assert answer["elbo"] == pytest.approx(hand.q("gaussian", 0.5, 0.7, **data(model))["elbo"], abs=1e-9)


def test_the_slides_lines_fail_and_the_right_ones_agree():
    rows = answers.wrong("gaussian", -0.8, 1.3)["rows"]["rows"]
    assert len(rows) == 5
    for name, _, verdict, right in rows:
        left, other = (float(part.replace("−", "-")) for part in right.split("|"))
        assert verdict == "does not hold", name
        assert left >= other if name == "3." else left == pytest.approx(other, abs=1e-4)


@pytest.mark.parametrize("name", ["steps", "q", "three", "wrong"])
@pytest.mark.parametrize(
    ("asked", "key"), [(("square", 0, 1), "model"), (("coin", 99, 1), "q_mean"), (("coin", 0, 0), "q_std"),
                       (("coin", "a", 1), "q_mean"), (("coin", 0, float("nan")), "q_std")],
)  # fmt: skip
def test_the_elbo_refuses_what_is_not_allowed(name, asked, key):
    with pytest.raises(BadArgument) as refused:
        getattr(answers, name)(*asked)
    assert refused.value.argument == key
