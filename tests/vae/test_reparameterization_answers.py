"""What the section asks: its numbers are the theory's, its shipped run can be made again, refusals in words."""

import base64
import hashlib
import json
from dataclasses import asdict
from itertools import islice

import numpy as np
import pytest

from explainer.maths.arguments import BadArgument
from explainer.vae.reparameterization import answers, settings, shipped, theory, training
from explainer.vae.reparameterization.figures import BINS, TALL, above, told

ASKED = {"f": "quadratic", "mu": -0.5, "sigma": 0.8, "n": 10, "dim": 1, "by": "mu", "estimator": "all", "seed": 0}
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


def unpacked(packed):
    array = np.frombuffer(base64.b64decode(packed["bdata"]), "<" + packed["dtype"])
    return array.reshape([int(n) for n in packed["shape"].split(",")])


def test_the_graph_s_numbers_are_those_of_the_chain_rule_by_hand():
    # z = −0.5 − 0.96, f = (z − 1)², f′ = 2(z − 1); ln q's slopes ε/σ and (ε² − 1)/σ
    found = answers.draw("quadratic", -0.5, 0.8, -1.2)
    assert found["z_value"] == pytest.approx(-1.46, abs=1e-12)
    assert [found[key] for key in ("f", "slope", "path_mu", "path_sigma")] == [
        "f 6.05", "f′(z) = −4.92", "f′ · 1 = −4.92", "f′ · ε = 5.90",
    ]  # fmt: skip
    assert found["score_mu"] == "f · ∂ln q/∂μ = 6.05 · −1.50 = −9.08"
    assert found["score_sigma"] == "f · ∂ln q/∂σ = 6.05 · 0.55 = 3.33"
    assert unpacked(found["line_y"]) == pytest.approx(-0.5 + 0.8 * unpacked(found["line_x"]), abs=1e-5)


def test_histograms_count_the_thousand_estimates_bin_by_bin():
    found = answers.measured(**ASKED)
    rng = np.random.default_rng(0)
    eps = rng.standard_normal((1000, 10))
    path = (2 * (-0.5 + 0.8 * eps - 1)).mean(1)
    assert found["variance_pathwise"] == pytest.approx(path.var(ddof=1), rel=1e-12)
    assert found["exact"] == pytest.approx(-3, abs=1e-12)
    outline = found["rows"]["pathwise"]
    x, y = unpacked(outline["x"]), unpacked(outline["y"])
    heights = y[1:-1:2] / TALL
    inside = np.array([((path + 3 >= a) & (path + 3 < b)).sum() for a, b in zip(x[1::2], x[2::2], strict=False)])
    assert len(heights) == BINS and inside.sum() == 1000
    assert heights == pytest.approx(inside / inside.max(), abs=2 / inside.max())  # edges in half the digits


def test_the_table_tells_measured_and_exact_side_by_side():
    found = answers.measured(**ASKED)
    rows = {row[0]: row[1:] for row in found["table"]["rows"]}
    assert set(rows) == set(training.NAMES.values())
    assert {row[1] for row in rows.values()} == {"−3.000"}
    assert rows["pathwise"][3] == told(4 * 0.8**2 / 10, 4)  # 4σ²/n
    assert rows["pathwise"][2] == told(found["variance_pathwise"], 4)
    assert "Pathwise is the quieter one" in found["table"]["notes"][0]


def test_at_a_step_the_page_says_why_the_path_is_wrong():
    found = answers.measured(**(ASKED | {"f": "step"}))
    assert found["variance_pathwise"] == 0 and found["exact"] > 0.3
    assert (
        "no draw ever hits" in found["table"]["notes"][0] and told(found["exact"]) in found["table"]["notes"][0]
    )
    drawn = answers.scaling(**{key: ASKED[key] for key in ("f", "mu", "sigma", "n", "dim", "by", "seed")})
    assert drawn["dims_figure"]["data"]
    stepped = answers.scaling("step", -0.5, 0.8, 10, 1, "mu", 0)
    assert "pathwise: 0, and wrong" in [trace.get("name") for trace in stepped["draws_figure"]["data"]]


def test_a_wide_q_under_the_cosine_says_that_the_score_function_is_quieter():
    found = answers.measured(**(ASKED | {"f": "cosine", "mu": 0.6, "sigma": 1.5}))
    assert "Here the score function is the quieter one" in found["table"]["notes"][0]
    assert found["variance_score"] < found["variance_pathwise"]


def test_an_axis_holds_its_estimator_and_seldom_moves():
    wide, near = (answers.measured(**(ASKED | {"estimator": kind})) for kind in ("all", "pathwise"))
    assert (
        near["histograms_figure"]["layout"]["xaxis"]["range"][1]
        < wide["histograms_figure"]["layout"]["xaxis"]["range"][1]
    )
    values = np.geomspace(1e-3, 50, 300)
    tops = [above(value) for value in values]
    assert all(value <= top <= 2 * value for value, top in zip(values, tops, strict=True))
    assert len(set(tops)) < 40


@pytest.mark.parametrize(
    "key, value",
    [("f", "sine"), ("mu", 9), ("mu", None), ("sigma", -1), ("n", 1), ("dim", 65), ("by", "rho"),
     ("estimator", "best"), ("seed", 0.5)],
)  # fmt: skip
def test_bad_input_is_refused_beside_its_control(key, value):
    with pytest.raises(BadArgument) as caught:
        answers.measured(**(ASKED | {key: value}))
    assert caught.value.argument == key and repr(value) in str(caught.value)


@pytest.mark.parametrize("value", [3, float("inf"), "0.5"])
def test_a_bad_epsilon_is_refused_beside_its_slider(value):
    with pytest.raises(BadArgument, match="-2.5 to 2.5") as caught:
        answers.draw("cosine", 0.0, 1.0, value)
    assert caught.value.argument == "epsilon"


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
    told_of = json.loads((shipped.FOLDER / "manifest.json").read_text())[shipped.NAME]
    raw = (shipped.FOLDER / f"{shipped.NAME}.npz").read_bytes()
    assert told_of["sha256"] == hashlib.sha256(raw).hexdigest() and told_of["bytes"] == len(raw) < 200_000
    assert told_of["recipe"] == {**asdict(settings.OPENED), "rival": shipped.RIVAL}


def test_the_run_s_first_quarter_made_again_is_the_one_that_is_shipped():
    kept = shipped.load()
    assert [one.step for one in kept] == list(range(0, 801, 8))
    for again, one in zip(islice(training.train(settings.OPENED, shipped.RIVAL), 26), kept, strict=False):
        assert again.step == one.step
        assert again.losses == pytest.approx(one.losses, rel=1e-6)
        assert again.curves == pytest.approx(one.curves, abs=2e-3)


def test_the_page_opens_on_a_finished_run_with_the_path_ahead():
    film, last = answers.film(), answers.trained()
    assert unpacked(film["times"])[-1] == settings.OPENED.steps == settings.STEP.value
    assert last["path"]["loss"] < last["rival"]["loss"] - 0.3
    assert "KL" in last["path"]["says"] and last["path"]["says"].startswith("pathwise\n−ELBO ")


def test_every_preset_sets_controls_of_the_section_to_what_a_run_takes():
    controls = {control.key: control for control in settings.TRAINING}
    for _, _, values, _ in settings.PRESETS.choices:
        assert set(values) <= set(controls)
        training.Settings(**{key: value for key, value in values.items() if key != "rival"})
        assert values["rival"] in training.KINDS[1:]


def test_the_known_bad_preset_is_bad():
    values = dict(next(values for name, _, values, _ in settings.PRESETS.choices if name == "Too noisy"))
    rival = values.pop("rival")
    *_, last = islice(training.train(training.Settings(**values), rival), 31)
    assert last.step == 450 and last.losses[1] > 2 * last.losses[0]


def test_points_of_the_shown_run_are_those_on_which_its_loss_is_told():
    assert answers.dots(None) == answers.dots(settings.OPENED.data) != answers.dots("ring")
    with pytest.raises(BadArgument, match="'cat'"):
        answers.dots("cat")


@pytest.mark.parametrize(
    "value, digits, text",
    [
        (-0.0001, 2, "−1.0·10⁻⁴"),
        (0.0, 2, "0.00"),
        (-1.234, 2, "−1.23"),
        (123456.0, 2, "1.2·10⁵"),
        (-0.004, 2, "0.00"),
    ],
)
def test_numbers_are_told_as_people_write_them(value, digits, text):
    assert told(value, digits) == text


def test_defaults_of_the_controls_are_what_the_sources_take():
    c = settings
    answers.draw(c.F.value, c.MU.value, c.SIGMA.value, c.EPSILON.value)
    more = (c.N, c.DIM, c.BY, c.ESTIMATOR, c.SEED)
    answers.measured(c.F.value, c.MU.value, c.SIGMA.value, *(control.value for control in more))
    assert set(theory.ESTIMATORS) < {value for value, *_ in settings.ESTIMATOR.choices}
