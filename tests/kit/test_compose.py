"""Texts that are written by hand, slider and drawing: the page's module, held against Python's parser."""

import numpy as np
import pytest

from explainer.divergence.distributions.from_text import distribution
from explainer.divergence.distributions.movable import slots


def rewritten(module, text: str, i: int, value: float):
    given = [text, [vars(slot) for slot in slots(text)], i, value]
    return module("compose.js", "return kit.rewritten(...given);", given)


@pytest.mark.parametrize(
    ("text", "i", "value", "expected"),
    [
        ("normal(0, 1)", 0, -2.25, "normal(-2.25, 1)"),
        ("normal( mean=0,std = 1e-1 )", 1, 12.5, "normal( mean=0,std = 12.5 )"),
        ("bernoulli(0.6)", 0, 0.005, "bernoulli(0.005)"),
        ("uniform(1/3, 2)", 0, 5, "uniform(1/3, 5)"),
    ],
)
def test_one_number_changes_and_the_rest_of_the_text_stays(module, text, i, value, expected):
    got = rewritten(module, text, i, value)
    assert got["text"] == expected
    told = [vars(slot) for slot in slots(expected)]
    for ours, pythons in zip(got["slots"], told, strict=True):
        assert {k: ours[k] for k in ("start", "end", "value")} == {
            k: pythons[k] for k in ("start", "end", "value")
        }


@pytest.mark.parametrize("value", [0.01, 0.3333, 0.7, 0.99])
@pytest.mark.parametrize(
    "text", ["0.4*normal(-2, 1) + 0.35*normal(2, 0.5) + 0.25*cauchy()", "categorical(0.5, 0.3, 0.2)"]
)
def test_what_must_add_up_to_one_still_parses_after_a_drag(module, text, value):
    index = next(i for i, slot in enumerate(slots(text)) if slot.group)
    got = rewritten(module, text, index, value)["text"]
    assert distribution(got)
    before, after = ([s.value for s in slots(t) if s.group] for t in (text, got))
    assert sum(after) == pytest.approx(1, abs=1e-9) and after[0] == value
    assert after[1] / after[2] == pytest.approx(before[1] / before[2], rel=1e-6)


def test_a_whole_share_leaves_nothing_and_comes_back_in_even_parts(module):
    got = rewritten(module, "categorical(0.5, 0.3, 0.2)", 0, 1)["text"]
    assert got == "categorical(1, 0, 0)"
    assert rewritten(module, got, 0, 0.5)["text"] == "categorical(0.5, 0.25, 0.25)"


def test_a_family_takes_over_place_and_width(module):
    known = [vars(slot) for slot in slots("normal(2, 0.5)")]
    template = "student_t(3, {place0:0}, {width0:1})"
    fill = "return kit.filled(...given);"
    assert module("compose.js", fill, [template, known]) == "student_t(3, 2, 0.5)"
    assert module("compose.js", fill, [template, []]) == "student_t(3, 0, 1)"


def test_a_drawing_becomes_a_density_that_python_reads(module):
    points = module(
        "sketch.js",
        """let heights = new Array(41).fill(0);
           heights = kit.stroked(heights, [0.25, 0], [0.5, 1]);
           heights = kit.stroked(heights, [0.5, 1], [0.75, 0]);
           return kit.pointsOf(heights, -5, 5);""",
    )
    drawn = distribution(f"drawn({points})")
    assert drawn.moments[0] == pytest.approx(0, abs=1e-9)
    assert np.sqrt(drawn.moments[1]) == pytest.approx(2.5 / np.sqrt(6), rel=1e-2)  # a triangle's


def test_a_stroke_to_the_left_is_the_stroke_to_the_right(module):
    body = """const flat = new Array(11).fill(0.2);
              return [kit.stroked(flat, [0.2, 0.9], [0.8, 0.1]), kit.stroked(flat, [0.8, 0.1], [0.2, 0.9])];"""
    left, right = module("sketch.js", body)
    np.testing.assert_allclose(left, right)
    assert left[0] == left[-1] == 0.2 and left[5] == pytest.approx(0.5)


def test_an_empty_drawing_is_no_text(module):
    assert module("sketch.js", "return kit.pointsOf(new Array(41).fill(0), -5, 5);") == ""
