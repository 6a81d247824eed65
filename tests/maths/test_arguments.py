"""The checks of arguments: each names the value and what is allowed, under the caller's own name."""

from math import inf, nan

import pytest

from explainer.maths import arguments
from explainer.maths.arguments import BadArgument


@pytest.mark.parametrize("value", [0, 1, 0.5, 1e-9])
def test_a_number_in_its_range_comes_back_as_it_is(value):
    assert arguments.number("rate", value, 0, 1) is value


@pytest.mark.parametrize("value", [-1, 2, nan, inf, -inf, None, "0.5", True, [0.5]])
def test_what_is_no_number_of_the_range_is_refused_by_name(value):
    with pytest.raises(BadArgument) as caught:
        arguments.number("rate", value, 0, 1, name="the rate")
    assert caught.value.argument == "rate"
    assert str(caught.value) == f"the rate is {value!r}; allowed is a number from 0 to 1"


def test_a_number_too_large_for_a_float_is_refused_in_words():
    with pytest.raises(BadArgument, match="rate is 1000.*…; allowed is a number from 0 to 1"):
        arguments.number("rate", 10**400, 0, 1)


@pytest.mark.parametrize("value", [0, 1])
def test_an_open_range_leaves_out_its_ends(value):
    with pytest.raises(BadArgument, match="between 0 and 1"):
        arguments.number("beta", value, 0, 1, inside=True)


@pytest.mark.parametrize("value", [1.0, True, 0, 50_001, None, "3"])
def test_a_whole_number_is_an_int_of_the_range(value):
    with pytest.raises(BadArgument, match="allowed is a whole number from 1 to 50,000"):
        arguments.whole("steps", value, 1, 50_000)


def test_a_choice_does_not_take_a_value_of_another_type():
    assert arguments.choice("k", 1, (1, 2)) == 1
    for value in (True, 1.0, "1", None):
        with pytest.raises(BadArgument, match="allowed are 1, 2"):
            arguments.choice("k", value, (1, 2))


def test_a_long_value_is_cut_in_the_sentence():
    with pytest.raises(BadArgument) as caught:
        arguments.choice("model", "x" * 10_000, ("a", "b"))
    assert len(str(caught.value)) < 120


@pytest.mark.parametrize(
    ("value", "expected"), [("0.5, −1,2", [0.5, -1, 2]), (" , 3 ,", [3]), ("", []), ("-6, 6", [-6, 6])]
)
def test_the_numbers_of_a_text_are_separated_by_commas_and_take_a_true_minus(value, expected):
    assert arguments.numbers("x", value, -6, 6, most=3) == expected


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("1, two", "“two” is not a number. Example: 0.5, 1, 2.25"),
        (None, "“None” is not a number. Example: 0.5, 1, 2.25"),
        ("1, 1e6", "a point is at 1e6; allowed is −6 to 6"),
        ("nan", "a point is at nan; allowed is −6 to 6"),
        ("1, 2, 3, 4", "there are 4 points; allowed are at most 3"),
        ("1, " * 10_000, "there are 10,000 points in 30,000 letters; allowed are 3 in 60"),
    ],
)
def test_a_text_that_holds_something_else_is_refused_by_what_is_wrong_in_it(value, sentence):
    with pytest.raises(BadArgument) as caught:
        arguments.numbers("x", value, -6, 6, most=3, name="point")
    assert caught.value.argument == "x" and str(caught.value) == sentence


def test_a_text_has_a_length():
    assert arguments.text("p", "normal(0, 1)", 20) == "normal(0, 1)"
    with pytest.raises(BadArgument, match="has 21 characters; allowed are at most 20"):
        arguments.text("p", "x" * 21, 20)
    with pytest.raises(BadArgument, match="a text of at most 20 characters"):
        arguments.text("p", None, 20)


def test_a_bad_argument_is_reported_under_the_callers_name():
    with pytest.raises(BadArgument) as caught, arguments.renamed(T="steps"):
        arguments.whole("T", 0, 1, 10)
    assert caught.value.argument == "steps" and str(caught.value).startswith("T is 0;")
    with pytest.raises(BadArgument) as caught, arguments.renamed(T="steps"):
        raise BadArgument("name", "no", "yes")
    assert caught.value.argument == "name" and caught.value.offer == "yes"
