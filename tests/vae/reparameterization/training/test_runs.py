"""Two runs side by side: how they go, how they end, what they refuse."""

import numpy as np
import pytest

from explainer.maths.arguments import BadArgument
from explainer.maths.toy2d import cloud
from explainer.vae.reparameterization.estimators import NAMES
from explainer.vae.reparameterization.training import runs
from explainer.vae.reparameterization.training.runs import Settings, train


def test_two_runs_begin_alike_and_the_path_is_ahead_soon():
    steps = list(train(Settings(steps=240), "score", frames=4))
    assert [step.step for step in steps] == [0, 60, 120, 180, 240]
    first, last = steps[0], steps[-1]
    assert first.losses[0] == first.losses[1] and (first.curves[0] == first.curves[1]).all()
    assert last.losses[0] < last.losses[1] - 1 and "ahead" in last.words and not last.diverged
    assert last.losses[0] > runs.floor("8-gaussians")


def test_the_same_seed_is_the_same_run_and_the_rival_changes_nothing_for_the_path():
    a, b = (list(train(Settings(steps=20, seed=3), rival, 2))[-1] for rival in ("score", "baseline"))
    assert a.losses[0] == b.losses[0] and a.losses[1] != b.losses[1]
    again = list(train(Settings(steps=20, seed=3), "score", 2))[-1]
    assert again.losses == a.losses and (again.curves == a.curves).all()


def test_a_rate_that_blows_up_is_said_and_the_last_good_step_kept():
    steps = list(train(Settings(rate=10, steps=400), "score"))
    last = steps[-1]
    assert last.diverged in NAMES and "rate 10" in last.words and last.step == steps[-2].step
    assert np.isfinite(last.losses).all()


def test_the_floor_is_the_entropy_of_eight_blobs():
    # apart from one another: ln 8 + the entropy of one, 1 + ln 2πs²; 256 points: ± 1/16
    entropy = np.log(8) + 1 + np.log(2 * np.pi * cloud("8-gaussians").spread ** 2)
    assert runs.floor("8-gaussians") == pytest.approx(entropy, abs=0.25)


@pytest.mark.parametrize(
    "argument, value",
    [("data", "cat"), ("hidden", 0), ("noise", 0.001), ("rate", float("nan")), ("rate", None), ("batch", 1.5),
     ("samples", 1), ("steps", 10**6), ("seed", -1), ("steps", True)],
)  # fmt: skip
def test_a_bad_setting_is_named_with_its_value(argument, value):
    with pytest.raises(BadArgument) as caught:
        Settings(**{argument: value})
    assert caught.value.argument == argument and repr(value) in str(caught.value)


def test_an_unknown_rival_is_named_before_anything_runs():
    with pytest.raises(BadArgument, match="'pathwise'; allowed are score, baseline"):
        train(Settings(), "pathwise")
