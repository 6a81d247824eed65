"""What the page asks of the training: frames that go on, the shipped film, Algorithm 1's lines."""

import numpy as np
import pytest

from explainer.diffusion.plane.training import answers, recorded
from explainer.diffusion.plane.training.options import Options
from explainer.maths.arguments import BadArgument

ASKED = {"data": "moons", "points": None, "pace": "calm", **Options(T=60, width=8, batch=16).plain()}


def test_steps_go_on_from_what_the_page_kept():
    (first,) = answers.steps("new", None, **ASKED)
    (line,) = answers.steps("line", first["saved"], **ASKED)
    (step,) = answers.steps("step", first["saved"], **ASKED)
    assert (first["values"]["train_line"], line["values"]["train_line"]) == (1, 2)
    assert step["values"]["train_step"] == 1 and step["tracks"]["loss"] > 0
    frames = answers.steps("play", step["saved"], **ASKED)
    more = [next(frames) for _ in range(3)]
    frames.close()
    steps = [frame["values"]["train_step"] for frame in more]
    assert 1 < steps[0] < steps[1] < steps[2]  # how far apart is the machine's affair
    assert more[0]["grows"]["train_span"] >= steps[0] and "Goal" in more[0]["words"]


def test_the_shipped_training_reaches_its_goal_and_goes_on():
    film = answers.film()
    assert len(film["answers"]) == len(recorded.STEPS)
    assert "Goal reached" in film["values"][-1]["train_progress"]
    assert "Goal: at most 1.5×" in film["values"][0]["train_progress"]
    asked = ASKED | Options().plain() | {"pace": "slow"}
    (frame,) = answers.steps("step", film["saved"], **asked)
    assert frame["values"]["train_step"] == recorded.STEPS[-1] + 1


@pytest.mark.parametrize(
    ("change", "key"),
    [({"T": 0}, "T"), ({"rate": -1}, "rate"), ({"schedule": "x"}, "schedule"), ({"pace": "x"}, "pace")],
)
def test_bad_settings_are_refused_beside_their_control(change, key):
    with pytest.raises(BadArgument) as refused:
        next(answers.steps("play", None, **(ASKED | change)))
    assert refused.value.argument == key


def test_each_line_of_algorithm_1_lights_a_line_of_the_code_that_runs():
    told = answers.algorithm()
    code = told["listings"][1]["lines"]
    texts = ["".join(text for text, _ in line) for line in code]
    assert any("self.data.sample" in text for text in texts) and not any('"""' in text for text in texts)
    assert {stage for line in code for _, stage in line} >= set(told["stages"])


def test_the_plots_hold_the_best_loss_and_the_goal():
    told = answers.axes("moons", None, "linear", 1000, "eps", "simple", None)
    best = told["loss_figure"]["data"][1]
    assert best["name"] == "the best there is"
    assert told["distance_figure"]["layout"]["xaxis"]["range"] == [0, recorded.STEPS[-1]]
    assert np.isfinite(told["distance_figure"]["layout"]["yaxis"]["range"]).all()


def test_a_process_that_stops_before_all_is_noise_is_warned_of():
    assert answers.ground("moons", None, "linear", 1000)["words"] == ""
    assert "At T = 1 there is still 1.00 $x_0$" in answers.ground("moons", None, "linear", 1)["words"]


@pytest.mark.parametrize(("target", "weighting", "key"), [(-0.0, "simple", "target"), ("eps", "x", "weighting")])
def test_axes_of_a_training_that_there_is_not_are_refused(target, weighting, key):
    with pytest.raises(BadArgument) as refused:
        answers.axes("moons", None, "linear", 1000, target, weighting, None)
    assert refused.value.argument == key
