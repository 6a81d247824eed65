"""What the training asks: shipped runs as films, and messages of a run that trains."""

from contextlib import closing
from itertools import islice

import numpy as np
import pytest
import torch
from page import unpacked

from explainer import shipped
from explainer.coding import program, runs
from explainer.coding.presets import OPENED, PRESETS
from explainer.coding.training import answers
from explainer.maths.arguments import BadArgument

SMALL = program.defaults() | {"T": 12, "width": 8, "batch": 4}


def played(move="play", saved=None, count=9, **settings):
    with closing(answers.steps(move, saved, **(SMALL | settings))) as steps:
        return list(islice(steps, count))


@pytest.mark.parametrize("name", PRESETS)
def test_a_new_run_of_a_preset_is_the_one_that_ships(name):
    stored = shipped.arrays(f"coding/{name}")
    seen = list(answers.steps("new", None, **(program.defaults() | PRESETS[name].changes)))
    assert [frame["values"]["step"] for frame in seen] == stored["step"].tolist()
    assert seen[-1]["values"]["step"] >= PRESETS[name].steps or stored["loss"][-1] > 100
    np.testing.assert_array_equal(unpacked(seen[-1]["answer"]["pictures"]), stored["pictures"][-1])
    assert all(frame["saved"] is None for frame in seen)


def test_the_film_that_opens_ends_with_what_is_seen_and_reached_its_goal():
    film = answers.run()
    assert film["answers"][-1] == answers.seen()
    assert film["answers"][-1]["rows"]["notes"][0].startswith("Goal reached")


def test_a_new_run_of_other_settings_is_noise_that_waits():
    (only,) = played("new", seed=4)
    assert only["values"]["step"] == 0 and only["saved"] is None


def test_a_run_is_counted_sampled_read_and_saved_and_goes_on_from_there():
    seen = played()
    assert [frame["values"]["step"] for frame in seen] == [0, 10, 20, 25, 25, 25, 25, 25, 25]
    assert seen[-1]["saved"] and "read as digits" in seen[-1]["words"]
    on = played(saved=seen[-1]["saved"], count=2)
    assert [frame["values"]["step"] for frame in on] == [35, 45]
    assert on[0]["answer"]["pictures"] == seen[-1]["answer"]["pictures"]


def test_a_slice_ends_with_a_state_to_go_on_from(monkeypatch):
    monkeypatch.setattr(answers, "SLICE", 0.0)
    seen = played(count=50)
    assert [frame["values"]["step"] for frame in seen] == [0, 10] and seen[-1]["saved"]


def test_a_run_that_blows_up_says_why(monkeypatch):
    monkeypatch.setattr(runs, "BROKEN", 1e-9)
    assert "likely cause" in played(count=50)[-1]["trouble"]


def test_settings_that_are_not_allowed_are_refused_before_anything_runs():
    with pytest.raises(BadArgument, match="the rate is 1000"):
        played(rate=1000)


def test_beside_a_run_stands_its_presets_counterpart_or_any_run_that_ships():
    film = answers.kept("counterpart", OPENED)
    assert unpacked(film["times"]).tolist() == shipped.arrays("coding/no-scaling")["step"].tolist()
    assert film == answers.kept("no-scaling", None) and film["answers"][-1] == answers.beside_seen()
    assert film["answers"][-1]["beside"] == "\nbeside: What if there were no √ᾱ?"
    for preset in ("no-scaling", "", None):
        assert answers.kept("counterpart", preset) == answers.kept(OPENED, None)
    with pytest.raises(BadArgument, match="no run is kept yet"):
        answers.kept("kept", None)
    with pytest.raises(BadArgument, match="allowed are minute"):
        answers.kept("other", None)


def test_the_judge_reads_digits_and_no_noise():
    digits = shipped.arrays("coding/digits")["pictures"][:64]
    assert answers.read(digits) >= 62
    assert answers.read(np.random.default_rng(0).integers(0, 256, (64, 28, 28)).astype(np.uint8)) == 0


def test_runs_share_the_cores(monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    told = []
    monkeypatch.setattr(torch, "set_num_threads", told.append)
    for cores, active in ((1, 1), (2, 1), (2, 2), (4, 1), (16, 1), (16, 2), (16, 9)):
        monkeypatch.setattr(answers.os, "cpu_count", lambda cores=cores: cores)
        monkeypatch.setattr(answers.stream, "active", lambda active=active: active)
        next(answers._sharing(iter([1])))
    assert told == [1, 2, 1, 4, 4, 2, 1]


def test_the_page_opens_on_the_first_preset():
    assert answers.seen()["step"] == PRESETS[OPENED].steps
