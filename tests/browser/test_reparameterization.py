"""The section `reparameterization` under a hand: ε, three estimators, two runs, a link, bad input."""

import pytest
from page import drag, standing

from explainer.vae.reparameterization.estimates import answers as estimates
from explainer.vae.reparameterization.graph import answers as graph
from explainer.vae.reparameterization.training import answers as training
from explainer.vae.reparameterization.training.settings import OPENED, STEP

GRAPH, FIGURE, TRAINING = (f"reparameterization-{name}" for name in ("graph", "figure", "training"))
ASKED = {"f": "quadratic", "mu": -0.5, "sigma": 0.8, "n": 10, "dim": 1, "by": "mu", "estimator": "all", "seed": 0}


def knob(one, name, figure=GRAPH):
    return one.page.locator(f'#{figure} .dl-knob[aria-label="{name}"]')


def pull(one, name, across, down):
    box = standing(knob(one, name))
    drag(one.page, (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2), across, down, steps=5)


def changed(one, key, was):
    """Wait until the graph's value of a key is another, then for the answer to it; that value."""
    one.page.wait_for_function(
        "([id, key, was]) => document.querySelector(`#${id} [data-ready]`).dataset[key] !== was",
        arg=[GRAPH, key, was],
    )
    told = one.data(GRAPH)
    found = graph.draw(told["f"], *(float(told[name]) for name in ("mu", "sigma", "epsilon")))
    one.shows("z", repr(found["z_value"]), GRAPH)
    return float(told[key])


def test_a_hand_on_epsilon_moves_z_with_mu_and_sigma(visit):
    one = visit().open("?at=reparameterization", GRAPH)
    knob(one, "Draw ε").wait_for()
    assert one.data(GRAPH)["z"] == repr(graph.draw("quadratic", -0.5, 0.8, -1.2)["z_value"])
    pull(one, "Draw ε", 60, 0)
    assert changed(one, "epsilon", "-1.2") > -1.2
    knob(one, "Mean μ").focus()
    one.page.keyboard.press("Shift+ArrowUp")
    assert changed(one, "mu", "-0.5") == pytest.approx(-0.4)
    pull(one, "Width σ", 0, -30)
    assert changed(one, "sigma", "0.8") > 0.8
    # the shared values move the histograms below, too
    told = one.data(GRAPH)
    one.ready(FIGURE)
    found = estimates.measured(**(ASKED | {key: float(told[key]) for key in ("mu", "sigma")}))
    one.shows("variance-score", repr(found["variance_score"]), FIGURE)
    assert one.errors == []


def test_the_link_sets_what_is_measured_and_the_step_has_no_variance_and_is_wrong(visit):
    one = visit().open("?at=reparameterization&f=cosine&sigma=1.5&mu=0.6&by=sigma&n=4&dim=3", FIGURE)
    found = estimates.measured(
        **(ASKED | {"f": "cosine", "sigma": 1.5, "mu": 0.6, "by": "sigma", "n": 4, "dim": 3})
    )
    one.shows("variance-pathwise", repr(found["variance_pathwise"]), FIGURE)
    assert one.data(FIGURE)["varianceScore"] == repr(found["variance_score"])
    one.page.locator(f"#{FIGURE} .dl-notes").filter(has_text=found["table"]["notes"][0]).wait_for()
    one.page.select_option("#reparameterization-f", "step")
    one.page.locator(f"#{FIGURE} .dl-notes").filter(has_text="which no draw ever hits").wait_for()
    told = one.data(FIGURE)
    assert float(told["variancePathwise"]) == 0 and float(told["exact"]) != 0
    one.page.select_option("#reparameterization-estimator", "pathwise")
    one.shows("estimator", "pathwise", FIGURE)
    one.page.wait_for_function("location.search.includes('estimator=pathwise')")
    assert one.errors == []


def test_two_runs_stream_side_by_side_and_are_scrubbed_with_no_request(visit):
    one = visit().open("?at=reparameterization&steps=30&rival=baseline", TRAINING)
    shipped = training.trained()
    assert one.data(TRAINING)["path"] == repr(shipped["path"]["loss"])
    assert one.data(TRAINING)["t"] == str(STEP.value)
    one.page.click("#reparameterization-training-train")
    one.page.locator(f"#{TRAINING} .dl-progress").filter(has_text="step 30: −ELBO").wait_for()
    one.shows("t", "30", TRAINING)
    run = {key: OPENED.__dict__[key] for key in ("data", "noise", "rate", "batch", "samples", "seed")}
    frames = list(training.train_steps("baseline", steps=30, **run))
    end = one.data(TRAINING)
    assert float(end["path"]) == pytest.approx(frames[-1]["tracks"]["path"], rel=1e-9)
    assert float(end["rival"]) == pytest.approx(frames[-1]["tracks"]["rival"], rel=1e-9)
    asked = one.settled("#reparameterization-training-t")
    one.page.locator("#reparameterization-training-t").focus()
    one.page.keyboard.press("Home")
    one.shows("t", "0", TRAINING)
    assert one.data(TRAINING)["path"] == one.data(TRAINING)["rival"] != end["path"]
    assert one.calls[asked:] == []
    # a rate that blows up says so beside its control, and the page goes on
    one.page.locator(f"#{TRAINING} summary").click()
    one.page.fill("#reparameterization-training-rate", "10")
    one.page.keyboard.press("Tab")
    one.page.click("#reparameterization-training-train")
    one.page.locator("#reparameterization-training-rate-fault").filter(has_text="blew up after step").wait_for()
    one.shows("state", "failed", TRAINING)
    assert one.errors == []
