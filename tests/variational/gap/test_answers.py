"""The gap as the page is answered, against closed forms and differences of SciPy's ELBO."""

import numpy as np
import pytest
from page import unpacked

from explainer.maths.arguments import BadArgument
from explainer.variational.gap import answers
from explainer.variational.hand import answers as hand
from explainer.variational.posteriors.two_numbers import MODELS
from tests.variational.by_scipy import data, elbo_of


def test_the_mean_field_gap_of_the_line_is_that_of_its_correlation():
    figure = answers.plane("line", "reverse")["mean_field_figure"]
    t = np.array(MODELS["line"].EXAMPLE)[:, 0]
    design = np.stack([np.ones_like(t), t], axis=1)
    precision = design.T @ design / 0.7**2 + np.eye(2) / 4
    # mean field by D(q ‖ p) keeps the precision's diagonal: gap ½ ln(Π diag / det)
    gap = 0.5 * (np.log(np.diag(precision)).sum() - np.linalg.slogdet(precision)[1])
    assert f"gap {gap:.4f} nats" in figure["layout"]["title"]["text"]


def test_the_tighter_bound_begins_at_the_elbo_and_rises_below_the_evidence():
    exact = unpacked(answers.tight("gaussian", -0.8, 1.3, 0, **data())["exact"])
    asked = hand.q("gaussian", -0.8, 1.3, **data())
    assert exact[0] == pytest.approx(asked["elbo"], abs=1e-9)
    assert (np.diff(exact) > 0).all() and exact[-1] < asked["log_evidence"]


def test_the_dashed_slope_is_that_of_finite_differences_of_scipys_elbo():
    answer = answers.noise("gaussian", 1.2, 0.6, 0, **data())
    slope = (elbo_of("gaussian", 1.2 + 1e-4, 0.6) - elbo_of("gaussian", 1.2 - 1e-4, 0.6)) / 2e-4
    assert answer["mean_figure"]["data"][-1]["name"] == f"exact: {slope:.3f}"


def test_the_families_gap_is_zero_only_where_the_family_holds_the_posterior():
    bars = answers.families("reverse", **data())["gaps_figure"]["data"][0]
    gaps = dict(zip(bars["y"], bars["x"], strict=True))
    assert gaps["Gaussian"] < 1e-10 < 0.01 < gaps["Laplace"]
    bars = answers.families("reverse", **data("clusters"))["gaps_figure"]["data"][0]
    gaps = dict(zip(bars["y"], bars["x"], strict=True))
    assert gaps["Mixture"] < gaps["Gaussian"]


def test_training_one_network_closes_its_gap_frame_by_frame():
    frames = list(answers.train_steps("gaussian", 0, 0.05, 150, 0))
    gaps = [frame["tracks"]["gap"] for frame in frames]
    assert len(frames) == 151 and gaps[-1] < 0.02 * gaps[0] and min(gaps) >= -1e-6
    assert answers.network("gaussian")["q_figure"] == frames[0]["answer"]["q_figure"]


@pytest.mark.parametrize(
    ("call", "key"),
    [(lambda: list(answers.train_steps("gaussian", 999, 0.05, 5, 0)), "hidden"),
     (lambda: list(answers.train_steps("gaussian", 2, 0, 5, 0)), "net_rate"),
     (lambda: list(answers.train_steps("gaussian", 2, 0.1, 0, 0)), "net_steps"),
     (lambda: list(answers.train_steps("gaussian", 2, 0.1, 5, -1)), "seed"),
     (lambda: list(answers.train_steps("line", 2, 0.1, 5, 0)), "model"),
     (lambda: answers.tight("gaussian", 0, 1, -1, **data()), "seed"),
     (lambda: answers.plane("coin", "reverse"), "plane"),
     (lambda: answers.families("sideways", **data()), "direction"),
     (lambda: answers.noise("gaussian", 0, 1, -1, **data()), "seed")],
)  # fmt: skip
def test_what_the_gap_refuses_names_its_control(call, key):
    with pytest.raises(BadArgument) as refused:
        call()
    assert refused.value.argument == key


def test_a_network_that_blows_up_says_so_beside_its_rate():
    with pytest.raises(BadArgument, match="blew up") as refused:
        list(answers.train_steps("gaussian", 4, 10.0, 100, 0))
    assert refused.value.argument == "net_rate"


def test_what_has_no_name_there_is_said_and_nothing_is_linked():
    for name in ("coin", "logistic"):
        found = answers.families("reverse", **data(name))
        assert found["leads"] == [] and "no family" in found["leads_say"]
    found = answers.families("reverse", **data("clusters"))
    assert [lead["text"] for lead in found["leads"]] == ["Gaussian", "Laplace", "Student", "Mixture"]
    assert all(lead["at"] == "divergence" and set(lead["settings"]) == {"p", "q"} for lead in found["leads"])


def test_two_models_of_one_axis_do_not_look_alike():
    first, other = answers.network("gaussian"), answers.network("clusters")
    for name in ("q_figure", "gap_figure"):
        assert first[name]["key"] != other[name]["key"] and first[name]["data"] != other[name]["data"]
