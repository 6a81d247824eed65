"""Runs as the page asks them: their frames, the shipped one made again, presets, refusals in words."""

import hashlib
import json
from dataclasses import asdict
from itertools import islice

import pytest

from explainer.maths.arguments import BadArgument
from explainer.vae.reparameterization.training import answers, opening_run, runs, settings
from explainer.vae.reparameterization.training.runs import OPENED

RUN = {
    "rival": "score",
    "data": "moons",
    "noise": 0.1,
    "rate": 0.01,
    "steps": 6,
    "batch": 8,
    "samples": 2,
    "seed": 1,
}


def test_a_run_s_frames_carry_both_losses_and_end_in_words():
    frames = list(answers.train_steps(**RUN))
    assert [frame["t"] for frame in frames] == list(range(7)) and {frame["of"] for frame in frames} == {7}
    last = frames[-1]
    assert last["tracks"]["path"] == last["answer"]["path"]["loss"]
    assert last["tracks"]["rival"] == last["answer"]["rival"]["loss"]
    assert frames[0]["tracks"]["path"] == frames[0]["tracks"]["rival"]
    assert "step 6" in last["words"] and last["values"] == {"shown": "moons"}
    assert "step 2 of 6" in frames[2]["words"]


@pytest.mark.parametrize(
    "key, value",
    [("rival", "pathwise"), ("data", "cat"), ("noise", 0), ("rate", -1), ("steps", 0), ("batch", None)],
)
def test_a_run_with_a_bad_setting_is_refused_before_its_first_frame(key, value):
    with pytest.raises(BadArgument) as caught:
        next(answers.train_steps(**(RUN | {key: value})))
    assert caught.value.argument == key


def test_a_run_that_blows_up_is_refused_beside_the_rate_with_the_frames_so_far():
    run, frames = answers.train_steps(**(RUN | {"rate": 10.0, "steps": 400})), []
    with pytest.raises(BadArgument, match="blew up after step") as caught:
        frames.extend(run)
    assert caught.value.argument == "rate"


def test_the_manifest_describes_the_shipped_run_and_its_recipe_is_the_page_s():
    entry = json.loads((opening_run.FOLDER / "manifest.json").read_text())[opening_run.NAME]
    raw = (opening_run.FOLDER / f"{opening_run.NAME}.npz").read_bytes()
    assert entry["sha256"] == hashlib.sha256(raw).hexdigest() and entry["bytes"] == len(raw) < 200_000
    assert entry["recipe"] == {**asdict(OPENED), "rival": opening_run.RIVAL}


def test_the_run_s_first_quarter_made_again_is_the_one_that_is_shipped():
    steps = opening_run.load()
    assert [step.step for step in steps] == list(range(0, 801, 8))
    for again, step in zip(islice(runs.train(OPENED, opening_run.RIVAL), 26), steps, strict=False):
        assert again.step == step.step
        assert again.losses == pytest.approx(step.losses, rel=1e-6)
        assert again.curves == pytest.approx(step.curves, abs=2e-3)


def test_the_page_opens_on_a_finished_run_with_the_path_ahead(unpacked):
    run, last = answers.opened(), answers.trained()
    assert unpacked(run["times"])[-1] == OPENED.steps == settings.STEP.value
    assert last["path"]["loss"] < last["rival"]["loss"] - 0.3
    assert "KL" in last["path"]["says"] and last["path"]["says"].startswith("pathwise\n−ELBO ")


def test_every_preset_sets_controls_of_the_section_to_what_a_run_takes():
    controls = {control.key: control for control in settings.TRAINING}
    for _, _, values, _ in settings.PRESETS.choices:
        assert set(values) <= set(controls)
        runs.Settings(**{key: value for key, value in values.items() if key != "rival"})
        assert values["rival"] in runs.RIVALS


def test_the_known_bad_preset_is_bad():
    values = dict(next(values for name, _, values, _ in settings.PRESETS.choices if name == "Too noisy"))
    rival = values.pop("rival")
    *_, last = islice(runs.train(runs.Settings(**values), rival), 31)
    assert last.step == 450 and last.losses[1] > 2 * last.losses[0]


def test_points_of_the_shown_run_are_those_on_which_its_loss_is_told():
    assert answers.dots(None) == answers.dots(OPENED.data) != answers.dots("ring")
    with pytest.raises(BadArgument, match="'cat'"):
        answers.dots("cat")
