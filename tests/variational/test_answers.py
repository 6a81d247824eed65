"""What the page is told, against SciPy's distributions under a plain rule, and closed forms."""

import base64

import numpy as np
import pytest
from scipy import stats
from scipy.special import expit

from explainer.maths.arguments import BadArgument
from explainer.variational import answers, elbo_answers, gap_answers
from explainer.variational.planar import MODELS
from explainer.variational.settings import DATA, FIT_STEPS, ON_A_LINE

TYPED = {control.key: control.value for control in DATA}


def data(model="gaussian", **changed):
    return TYPED | {"model": model} | changed


def array(packed):
    raw = np.frombuffer(base64.b64decode(packed["bdata"]), packed["dtype"])
    return raw.reshape([int(n) for n in packed["shape"].split(",") if n])


def log_joint(model, z):
    """ln p(x, z) of the page's default data, by SciPy's distributions."""
    if model == "gaussian":
        return stats.norm(0, 2).logpdf(z) + sum(stats.norm(z, 1).logpdf(x) for x in (0.8, 1.9, 2.4))
    if model == "coin":
        c = expit(z)
        return stats.beta(2, 2).logpdf(c) + np.log(c * (1 - c)) + 4 * np.log(c) + np.log(1 - c)
    if model == "logistic":
        yes, no = (-0.5, 0.5, 1.5, 2.5), (-2.0, -1.0)
        fits = sum(np.log(expit(z * t)) for t in yes) + sum(np.log(expit(-z * t)) for t in no)
        return stats.norm(0, 2).logpdf(z) + fits
    each = [
        np.logaddexp(np.log(0.55) + stats.norm(z, 1).logpdf(x), np.log(0.45) + stats.norm(-z, 1).logpdf(x))
        for x in (-2.3, -1.6, 1.4, 2.1, 2.6)
    ]
    return stats.norm(0, 3).logpdf(z) + sum(each)


Z = np.linspace(-14, 14, 40_001)


def integral(values):
    """∫ dz by the trapezoid rule, which is exact to rounding for what has died away at both ends."""
    return float(np.sum(values) * (Z[1] - Z[0]))


def elbo_of(model, mean, std):
    q = stats.norm(mean, std)
    return integral(q.pdf(Z) * (log_joint(model, Z) - q.logpdf(Z)))


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
    x, y = array(answer["x"]), array(answer["density"])
    assert np.trapezoid(y, x) == pytest.approx(1, abs=5e-3)
    assert np.interp(0.7 + 0.6, x, y) == pytest.approx(answer["side"], rel=2e-3)


@pytest.mark.parametrize("model", ON_A_LINE)
def test_bayes_is_the_product_over_its_area(model):
    answer = answers.bayes(**data(model))
    z, joint, posterior = (array(answer[key]).astype(float) for key in ("grid", "joint", "posterior"))
    assert posterior == pytest.approx(joint / np.trapezoid(joint, z), abs=2e-3)
    expected = np.exp(log_joint(model, z) - answer["log_evidence"])
    assert posterior == pytest.approx(expected, abs=1e-5)


def test_the_landscape_has_the_value_of_the_bars_at_its_nodes():
    heat = answers.landscape("gaussian", **data("coin"))["landscape_figure"]["data"][0]
    means, stds, values = (array(heat[key]) for key in ("x", "y", "z"))
    assert values.shape == (64, 64)
    for i, j in ((40, 30), (45, 38)):
        one = answers.q("gaussian", float(means[j]), float(stds[i]), **data("coin"))
        assert values[i, j] == pytest.approx(one["elbo"], abs=1e-4)


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
    film = answers.fit_shipped("gaussian", **data())
    assert len(film["answers"]) == len(film["tracks"]["elbo"]) == FIT_STEPS + 1
    assert film["values"][0] == pytest.approx({"q_mean": -0.8, "q_std": 1.3})
    # the posterior of three measurements under N(0, 2²): precision 1/4 + 3
    assert film["values"][-1]["q_mean"] == pytest.approx(5.1 / 3.25, abs=0.05)
    assert film["answers"][-1]["kl"] < 0.01


def test_a_fit_that_blows_up_says_so_beside_the_rate_and_keeps_its_frames():
    run = answers.fit_steps("gaussian", 0.0, 1.0, "pathwise", 100.0, 50, 5, 0, pace=0.0, **data())
    kept = []
    with pytest.raises(BadArgument, match=r"blew up after step \d+.*rate 100") as refused:
        for frame in run:
            kept.append(frame)
    assert refused.value.argument == "rate" and len(kept) >= 1
    assert all(np.isfinite(frame["answer"]["elbo"]) for frame in kept)


BAD = [
    ({"gaussian_x": ""}, "gaussian_x", "no data"),
    ({"gaussian_x": "1, 1e6"}, "gaussian_x", "1e6; allowed is −6 to 6"),
    ({"gaussian_x": "1, nan"}, "gaussian_x", "nan"),
    ({"gaussian_x": "1, two"}, "gaussian_x", "“two” is no number"),
    ({"gaussian_x": ",".join(["1"] * 201)}, "gaussian_x", "201 data points"),
    ({"gaussian_x": "1, " * 10_000}, "gaussian_x", "10,000 data points in 30,000 letters"),
    ({"model": "coin", "heads": 0, "tails": 0}, "heads", "no data"),
    ({"model": "coin", "heads": 10_000}, "heads", "10000"),
    ({"model": "coin", "tails": 1.5}, "tails", "1.5"),
    ({"model": "logistic", "yes": "", "no": ""}, "yes", "no data"),
    ({"model": "logistic", "no": "7"}, "no", "7"),
    ({"model": "banana"}, "model", "banana"),
    ({"model": "dice"}, "model", "dice"),
]


@pytest.mark.parametrize(("changed", "key", "says"), BAD)
def test_bad_data_is_refused_beside_its_control(changed, key, says):
    with pytest.raises(BadArgument, match=says) as refused:
        answers.truth(**(data() | changed))
    assert refused.value.argument == key


@pytest.mark.parametrize(
    ("q", "key"),
    [(("gaussian", 0, 0), "q_std"), (("gaussian", 0, 1e-9), "q_std"), (("gaussian", 0, -1), "q_std"),
     (("gaussian", 1e6, 1), "q_mean"), (("gaussian", None, 1), "q_mean"), (("mixture", 0, 1), "family")],
)  # fmt: skip
def test_a_q_that_cannot_be_is_refused_beside_its_control(q, key):
    with pytest.raises(BadArgument) as refused:
        answers.q(*q, **data())
    assert refused.value.argument == key


@pytest.mark.parametrize("text", ["3, 3, 3, 3", "−6, 6", "0", ", ".join(["6"] * 200)])
def test_odd_data_still_add_up(text):
    answer = answers.q("gaussian", -5.0, 0.05, **data(gaussian_x=text))
    assert answer["kl"] >= 0
    gap = answer["log_evidence"] - answer["elbo"] - answer["kl"]
    assert abs(gap) <= 1e-7 * max(1.0, abs(answer["elbo"]))


@pytest.mark.parametrize("model", MODELS)
def test_every_line_of_the_derivation_holds_on_every_model(model):
    told = elbo_answers.steps(model, -0.4, 0.9)
    assert len(told["names"]) == 9 and all(told["holds"])
    assert told["left"][:8] == pytest.approx(told["right"][:8], abs=1e-7)
    assert told["relations"][8] == "≥" and told["left"][8] > told["right"][8]
    # the written sum says what the number says
    for number, text in zip(told["right"], told["rights"], strict=True):
        assert float(text.split("=")[-1].replace("−", "-")) == pytest.approx(number, abs=6e-7)


def test_the_first_line_is_the_gap_of_the_section_before():
    asked = answers.q("gaussian", 0.3, 0.8, **data("clusters"))
    assert elbo_answers.steps("clusters", 0.3, 0.8)["left"][0] == pytest.approx(asked["kl"], abs=1e-9)


@pytest.mark.parametrize("model", MODELS)
def test_three_faces_end_at_the_same_elbo(model):
    told = elbo_answers.three(model, 0.5, 0.7)
    totals = [told[f"face{i}"]["total"] for i in range(3)]
    assert totals == pytest.approx([told["elbo"]] * 3, abs=1e-7)
    if model in ON_A_LINE:
        assert told["elbo"] == pytest.approx(answers.q("gaussian", 0.5, 0.7, **data(model))["elbo"], abs=1e-9)


def test_the_slides_lines_fail_and_the_right_ones_agree():
    rows = elbo_answers.wrong("gaussian", -0.8, 1.3)["rows"]["rows"]
    assert len(rows) == 5
    for name, _, verdict, right in rows:
        left, other = (float(part.replace("−", "-")) for part in right.split("|"))
        assert verdict == "does not hold", name
        assert left >= other if name == "3." else left == pytest.approx(other, abs=1e-4)


@pytest.mark.parametrize("name", ["steps", "q", "three", "wrong"])
@pytest.mark.parametrize(
    ("asked", "key"), [(("square", 0, 1), "model"), (("coin", 99, 1), "q_mean"), (("coin", 0, 0), "q_std"),
                       (("coin", "a", 1), "q_mean"), (("coin", 0, float("nan")), "q_std")],
)  # fmt: skip
def test_the_elbo_refuses_what_is_not_allowed(name, asked, key):
    with pytest.raises(BadArgument) as refused:
        getattr(elbo_answers, name)(*asked)
    assert refused.value.argument == key


def test_the_mean_field_gap_of_the_line_is_that_of_its_correlation():
    figure = gap_answers.plane("line", "reverse")["mean_field_figure"]
    t = np.array(MODELS["line"].EXAMPLE)[:, 0]
    design = np.stack([np.ones_like(t), t], axis=1)
    precision = design.T @ design / 0.7**2 + np.eye(2) / 4
    # mean field by D(q ‖ p) keeps the precision's diagonal: gap ½ ln(Π diag / det)
    gap = 0.5 * (np.log(np.diag(precision)).sum() - np.linalg.slogdet(precision)[1])
    assert f"gap {gap:.4f} nats" in figure["layout"]["title"]["text"]


def test_the_tighter_bound_begins_at_the_elbo_and_rises_below_the_evidence():
    exact = array(gap_answers.tight("gaussian", -0.8, 1.3, 0, **data())["exact"])
    asked = answers.q("gaussian", -0.8, 1.3, **data())
    assert exact[0] == pytest.approx(asked["elbo"], abs=1e-9)
    assert (np.diff(exact) > 0).all() and exact[-1] < asked["log_evidence"]


def test_the_dashed_slope_is_that_of_finite_differences_of_scipys_elbo():
    told = gap_answers.noise("gaussian", 1.2, 0.6, 0, **data())
    slope = (elbo_of("gaussian", 1.2 + 1e-4, 0.6) - elbo_of("gaussian", 1.2 - 1e-4, 0.6)) / 2e-4
    assert told["mean_figure"]["data"][-1]["name"] == f"exact: {slope:.3f}"


def test_the_families_gap_is_zero_only_where_the_family_holds_the_posterior():
    bars = gap_answers.families("reverse", **data())["gaps_figure"]["data"][0]
    gaps = dict(zip(bars["y"], bars["x"], strict=True))
    assert gaps["Gaussian"] < 1e-10 < 0.01 < gaps["Laplace"]
    bars = gap_answers.families("reverse", **data("clusters"))["gaps_figure"]["data"][0]
    gaps = dict(zip(bars["y"], bars["x"], strict=True))
    assert gaps["Mixture"] < gaps["Gaussian"]


def test_training_one_network_closes_its_gap_frame_by_frame():
    frames = list(gap_answers.train_steps("gaussian", 0, 0.05, 150, 0))
    gaps = [frame["tracks"]["gap"] for frame in frames]
    assert len(frames) == 151 and gaps[-1] < 0.02 * gaps[0] and min(gaps) >= -1e-6
    assert gap_answers.network("gaussian")["q_figure"] == frames[0]["answer"]["q_figure"]


@pytest.mark.parametrize(
    ("call", "key"),
    [(lambda: list(gap_answers.train_steps("gaussian", 999, 0.05, 5, 0)), "hidden"),
     (lambda: list(gap_answers.train_steps("gaussian", 2, 0, 5, 0)), "net_rate"),
     (lambda: list(gap_answers.train_steps("line", 2, 0.1, 5, 0)), "model"),
     (lambda: gap_answers.plane("coin", "reverse"), "plane"),
     (lambda: gap_answers.families("sideways", **data()), "direction"),
     (lambda: gap_answers.noise("gaussian", 0, 1, -1, **data()), "seed")],
)  # fmt: skip
def test_what_the_gap_refuses_names_its_control(call, key):
    with pytest.raises(BadArgument) as refused:
        call()
    assert refused.value.argument == key


def test_a_network_that_blows_up_says_so_beside_its_rate():
    with pytest.raises(BadArgument, match="blew up") as refused:
        list(gap_answers.train_steps("gaussian", 4, 10.0, 100, 0))
    assert refused.value.argument == "net_rate"


def test_the_cost_is_measured_to_four_dimensions_and_multiplies_by_33():
    told = gap_answers.intractable(1)["figure"]["data"]
    assert told[0]["x"] == [1, 2, 3, 4] and told[1]["x"] == list(range(5, 21))
    ratios = np.array(told[1]["y"][1:]) / np.array(told[1]["y"][:-1])
    assert ratios == pytest.approx(33.0)
