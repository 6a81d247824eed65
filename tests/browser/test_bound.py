"""The section `bound`: the derivation under the hand, and the two networks."""

from explainer.diffusion.bound.derivation import answers
from explainer.diffusion.bound.derivation.theory import LINES

DATA = "name => Number(document.querySelector('#bound-derivation [data-ready]').dataset[name])"
OPENED = {"model": "peaks", "T": 4, "x0": 0.8, "shift": 0.3, "width": 1.0}


def at(one, name: str) -> float:
    return one.page.evaluate(DATA, name)


def test_a_step_shows_both_sides_and_the_link_opens_it(visit):
    one = visit().open("?at=bound&step=5", "bound-derivation")
    told = answers.steps(**OPENED)
    assert at(one, "step") == 5
    assert abs(at(one, "left") - told["left"][4]) < 1e-6 and abs(at(one, "right") - told["right"][4]) < 1e-6
    assert abs(at(one, "slack") - told["slack"]) < 1e-6
    one.page.locator("#bound-step").focus()
    one.page.keyboard.press("End")
    one.shows("step", str(len(LINES)), "bound-derivation")
    assert abs(at(one, "left") - told["left"][-1]) < 1e-6
    assert one.errors == []


def test_a_hand_on_the_chain_moves_every_number(visit):
    one = visit().open("?at=bound", "bound-derivation")
    one.page.locator("#bound-shift").fill("0.8")
    told = answers.steps(**OPENED | {"shift": 0.8})
    one.page.wait_for_function(f"slack => Math.abs(({DATA})('slack') - slack) < 1e-6", arg=told["slack"])
    one.page.locator("#bound-model").select_option("gaussian")
    told = answers.steps(**OPENED | {"shift": 0.8, "model": "gaussian"})
    one.page.wait_for_function(f"slack => Math.abs(({DATA})('slack') - slack) < 1e-6", arg=told["slack"])
    assert one.errors == []


def test_thirteen_steps_are_refused_beside_their_box_and_the_numbers_stay(visit):
    one = visit().open("?at=bound", "bound-derivation")
    before = at(one, "slack")
    one.page.locator("#bound-T").fill("13")
    one.page.keyboard.press("Enter")
    fault = one.page.locator("#bound-derivation .dl-fault").filter(has_text="13")
    fault.wait_for()
    assert "2" in fault.inner_text() and "12" in fault.inner_text()
    assert at(one, "slack") == before


def test_samples_scores_and_terms_of_both_networks_stand_side_by_side(visit):
    one = visit().open("?at=bound&figure=trade", "bound-trade")
    assert one.page.locator("#bound-trade .dl-tiles").count() == 2
    assert one.page.locator("#bound-trade tbody tr").count() == 5
    assert one.page.locator("#bound-trade .dl-plot .legendtext").count() == 2
    assert one.errors == []
