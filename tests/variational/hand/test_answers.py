"""q under the hand, against SciPy's distributions under a plain rule."""

import numpy as np
import pytest
from page import unpacked

from explainer.maths.arguments import BadArgument
from explainer.variational.hand import answers
from explainer.variational.hand.settings import FIT_STEPS
from explainer.variational.settings import ON_A_LINE
from tests.variational.by_scipy import Z, data, elbo_of, integral, log_joint


@pytest.mark.parametrize("model", ON_A_LINE)
@pytest.mark.parametrize("mean, std", [(-0.8, 1.3), (1.5, 0.4)])
def test_the_bars_are_those_of_scipys_densities_and_add_up(model, mean, std):
    answer = answers.q("gaussian", mean, std, **data(model))
    evidence = np.log(integral(np.exp(log_joint(model, Z))))
    elbo = elbo_of(model, mean, std)
    assert answer["log_evidence"] == pytest.approx(evidence, abs=1e-8)
    assert answer["elbo"] == pytest.approx(elbo, abs=1e-7)
    assert answer["kl"] >= 0
    assert answer["elbo"] + answer["kl"] == pytest.approx(answer["log_evidence"], abs=1e-9)
    low, high = answer["bars_figure"]["layout"]["yaxis"]["range"]
    assert low == answer["floor"] < answer["elbo"] <= answer["log_evidence"] < high


@pytest.mark.parametrize("family", ["gaussian", "laplace", "student"])
def test_the_curve_of_q_holds_all_its_mass_and_the_dot_lies_on_it(family):
    answer = answers.q(family, 0.7, 0.6, **data())
    x, y = unpacked(answer["x"]), unpacked(answer["density"])
    assert np.trapezoid(y, x) == pytest.approx(1, abs=5e-3)
    assert np.interp(0.7 + 0.6, x, y) == pytest.approx(answer["side"], rel=2e-3)


def test_the_landscape_has_the_value_of_the_bars_at_its_nodes():
    heat = answers.landscape("gaussian", **data("coin"))["landscape_figure"]["data"][0]
    means, stds, values = (unpacked(heat[key]) for key in ("x", "y", "z"))
    assert values.shape == (64, 64)
    for i, j in ((40, 30), (45, 38)):
        answer = answers.q("gaussian", float(means[j]), float(stds[i]), **data("coin"))
        assert values[i, j] == pytest.approx(answer["elbo"], abs=1e-4)


def test_every_frame_of_a_fit_is_what_the_hand_would_have_been_answered():
    frames = list(
        answers.fit_steps("gaussian", -0.8, 1.3, "pathwise", 0.1, 30, 10, 3, pace=0.0, **data("logistic"))
    )
    assert [frame["t"] for frame in frames] == list(range(31))
    assert frames[0]["values"] == pytest.approx({"q_mean": -0.8, "q_std": 1.3})
    assert frames[-1]["answer"]["kl"] < frames[0]["answer"]["kl"] / 10
    assert "gap" in frames[-1]["words"]
    for frame in frames[::10]:
        asked = answers.q("gaussian", *frame["values"].values(), **data("logistic"))
        assert frame["answer"] == asked


def test_the_shipped_path_climbs_from_where_q_begins_to_the_posterior():
    path = answers.fit_shipped("gaussian", **data())
    assert len(path["answers"]) == len(path["tracks"]["elbo"]) == FIT_STEPS + 1
    assert path["values"][0] == pytest.approx({"q_mean": -0.8, "q_std": 1.3})
    # the posterior of three measurements under N(0, 2²): precision 1/4 + 3
    assert path["values"][-1]["q_mean"] == pytest.approx(5.1 / 3.25, abs=0.05)
    assert path["answers"][-1]["kl"] < 0.01


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("gradient", "newton", "gradient is 'newton'; allowed are exact, pathwise, score"),
        ("rate", 0, "the rate is 0; allowed is a number from 1e-06 to 1000"),
        ("steps", 0, "steps is 0; allowed is a whole number from 1 to 5000"),
        ("samples", 2.5, "samples is 2.5; allowed is a whole number from 1 to 10,000"),
        ("seed", -1, "the seed is -1; allowed is a whole number from 0 to 999,999"),
        ("q_std", 0, "the width of q is 0; allowed is a number from 0.001 to 30"),
    ],
)
def test_a_fit_is_refused_beside_the_control_that_is_wrong(key, value, sentence):
    values = {"q_mean": 0.0, "q_std": 1.0, "gradient": "exact", "rate": 0.1, "steps": 5, "samples": 5, "seed": 0}
    with pytest.raises(BadArgument) as refused:
        next(answers.fit_steps("gaussian", **(values | {key: value}), **data()))
    assert (refused.value.argument, str(refused.value)) == (key, sentence)


def test_a_fit_that_blows_up_says_so_beside_the_rate_and_keeps_its_frames():
    run = answers.fit_steps("gaussian", 0.0, 1.0, "pathwise", 100.0, 50, 5, 0, pace=0.0, **data())
    frames = []
    with pytest.raises(BadArgument, match=r"blew up after step \d+.*rate 100") as refused:
        for frame in run:
            frames.append(frame)
    assert refused.value.argument == "rate" and len(frames) >= 1
    assert all(np.isfinite(frame["answer"]["elbo"]) for frame in frames)
