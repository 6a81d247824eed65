"""The numbers that a hand may move stand where the text has them, whatever the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.divergence.calculator.settings import FAMILIES, PRESETS, ROLES
from explainer.divergence.distributions.from_text import distribution
from explainer.divergence.distributions.language import LanguageError
from explainer.divergence.distributions.movable import slots

TEXTS = sorted({text for preset in PRESETS for text in (preset.p, preset.q)}) + [
    "normal(mean = −1.5, std=2e-1)",
    "0.25 * laplace( 1 ,2)+0.75*normal()",
    "0.3*normal(-2, 1) + 0.7*(0.5*normal(0, 1) + 0.5*cauchy(3, 1))",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_slot_covers_exactly_its_number(text):
    found = slots(text)
    assert [slot.start for slot in found] == sorted(slot.start for slot in found)
    for slot in found:
        assert float(text[slot.start : slot.end].replace("−", "-")) == slot.value
        assert slot.minimum <= slot.value <= slot.maximum
        assert slot.step > 0


@given(st.floats(-50, 50), st.floats(0.01, 50))
def test_writing_another_number_into_a_slot_moves_that_parameter_alone(mean, std):
    text = "student_t(3, 1.25, 2)"
    for slot in reversed([s for s in slots(text) if s.role]):
        value = mean if slot.role == "place0" else std
        text = f"{text[: slot.start]}{value!r}{text[slot.end :]}"
    assert distribution(text).key == distribution(f"student_t(3, {mean!r}, {std!r})").key


def test_handles_know_places_widths_and_probabilities_by_their_roles():
    roles = {slot.label: slot.role for slot in slots("0.4*normal(-2, 0.7) + 0.6*laplace(2, 1)")}
    assert roles == {
        "weight 1": "", "mean 1": "place0", "std 1": "width0",
        "weight 2": "", "loc 2": "place1", "scale 2": "width1",
    }  # fmt: skip
    assert [s.role for s in slots("uniform(-1, 2)")] == ["place0", "place1"]
    assert [s.role for s in slots("categorical(0.5, 0.3, 0.2)")] == ["height0", "height1", "height2"]
    assert [s.role for s in slots("bernoulli(0.6)")] == ["height1"]
    assert {"place3", "width3", "height7"} <= set(ROLES)


def test_weights_and_probabilities_are_one_group_each_so_that_they_keep_their_sum():
    assert {s.group for s in slots("0.4*normal(-2, 1) + 0.6*normal(2, 1)") if "weight" in s.label} == {"w"}
    assert {s.group for s in slots("categorical(0.5, 0.3, 0.2)")} == {"p"}


def test_a_fraction_is_left_alone():
    assert [s.label for s in slots("uniform(1/3, 2)")] == ["b"]


@pytest.mark.parametrize("text", ["", "normal(", "normal(0, 1) +", "1*2"])
def test_a_text_that_does_not_parse_has_no_slots(text):
    with pytest.raises(LanguageError):
        slots(text)


@pytest.mark.parametrize(("name", "text", "template"), FAMILIES)
def test_every_family_of_the_picker_is_a_distribution(name, text, template):
    import re

    written = re.sub(r"\{\w+:([^}]*)\}", r"\1", template)
    assert distribution(written)
    assert slots(written)


def test_the_centre_of_a_normal_in_the_plane_can_be_moved_and_nothing_else_of_the_text_is():
    text = "mvn([0,  -1.5], [[1, 0.5], [0.5, 1]])"
    found = slots(text)
    assert [(text[slot.start : slot.end], slot.value, slot.role) for slot in found] == [
        ("0", 0.0, "centre0"), ("-1.5", -1.5, "centre1"),
    ]  # fmt: skip
    assert slots("mvn([1/2, 0], [[1, 0], [0, 1]])") == ()  # a fraction is nobody's slider
    assert [slot.role for slot in slots("mvn(cov=[[1, 0], [0, 1]], mean=[3, 4])")] == ["centre0", "centre1"]


def test_a_poisson_hangs_on_its_mean():
    assert [(slot.label, slot.role, slot.value) for slot in slots("poisson(4)")] == [("rate", "place0", 4.0)]
    assert [slot.role for slot in slots("0.5*poisson(4) + 0.5*poisson(9)") if slot.role] == ["place0", "place1"]


def test_a_weight_that_is_a_fraction_has_no_slider_and_a_word_of_mvn_no_handle():
    assert [slot for slot in slots("1/2*normal() + 1/2*laplace()") if slot.group == "w"] == []
    assert [slot.value for slot in slots("0.25 *normal() + 0.75 * laplace()") if slot.group == "w"] == [
        0.25,
        0.75,
    ]
    assert slots("mvn()") == slots("mvn(1, 2)") == ()
