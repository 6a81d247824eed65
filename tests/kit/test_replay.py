"""Runs that are kept and derivations a step at a time: what Python sends, and the gallery's figure of both."""

import base64
import math

import numpy as np
import pytest

from explainer.kit.derivation import derivation_data, latex, written
from explainer.kit.replay import replay_film, replay_frame
from explainer.maths.derivation import Step, Term, evaluate


def test_a_film_keeps_each_steps_answer_values_and_tracks_in_their_order():
    frames = [
        replay_frame(
            k, {"n": k}, {"angle": k / 2}, tracks={"height": k * k}, of=3, words="end" if k == 2 else None
        )
        for k in range(3)
    ]
    film = replay_film(frames)
    times = np.frombuffer(base64.b64decode(film["times"]["bdata"]), "<i4")
    assert times.tolist() == [0, 1, 2]
    assert film["answers"] == [{"n": 0}, {"n": 1}, {"n": 2}]
    assert film["values"][1] == {"angle": 0.5} and film["tracks"] == {"height": [0, 1, 4]}
    assert "words" not in frames[0] and frames[2]["words"] == "end"


@pytest.mark.parametrize(
    ("values", "text"),
    [((1.5,), "1.500000"), ((-2.0,), "−2.000000"), ((-1.0, 3.0), "−1.000000 + 3.000000 = 2.000000"),
     ((0.5, -2.0, -1.0), "0.500000 − 2.000000 − 1.000000 = −2.500000"),
     ((-1e-9, 1e-9), "0.000000 + 0.000000 = 0.000000")],
)  # fmt: skip
def test_a_sum_is_written_with_its_signs_and_its_total(values, text):
    assert written(values) == text


def test_a_derivation_is_sent_with_both_sides_and_a_false_line_is_told():
    x = Term("x", lambda at: at)
    lines = (
        Step("true", (Term("2x", lambda at: 2 * at),), (x.new, x), "Twice."),
        Step("false", (x,), (Term("x^2", lambda at: at**2),), "Not in general."),
    )
    told = derivation_data(evaluate(lines, 3.0))
    assert told["left"] == [6.0, 3.0] and told["right"] == [6.0, 9.0] and told["holds"] == [True, False]
    assert latex(lines)[0] == r"2x = \boxed{x} +x"


def test_a_run_under_the_hand_asks_nothing_and_sets_what_it_shows(visit, gallery):
    one = visit(url=gallery).open("", "gallery-steps")
    page = one.page
    before = one.settled("#gallery-steps-turn")
    page.locator("#gallery-steps-turn").focus()
    page.keyboard.press("End")
    page.wait_for_selector('#gallery-steps [data-angle="3"]', state="attached")
    assert float(page.get_attribute("#gallery-steps [data-left]", "data-left")) == 1
    page.locator("#gallery-steps-step").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_selector('#gallery-steps [data-step="2"]', state="attached")
    left = float(page.get_attribute("#gallery-steps [data-left]", "data-left"))
    assert left == pytest.approx(math.sin(3) ** 2, abs=1e-12)
    assert one.calls[before:] == []
    page.locator("#gallery-steps-angle").focus()
    page.keyboard.press("ArrowLeft")  # a hand takes over: Python is asked again
    page.wait_for_selector('#gallery-steps [data-angle="2.9"]', state="attached")
    page.wait_for_function(
        "left => { const root = document.querySelector('#gallery-steps [data-left]');"
        " return Math.abs(Number(root.dataset.left) - left) < 1e-12; }",
        arg=math.sin(2.9) ** 2,
    )
    assert one.calls[before:]
