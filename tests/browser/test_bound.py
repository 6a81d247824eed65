"""The section `bound`: the derivation under the hand, every term measured, and the two networks."""

from explainer.diffusion.bound.derivation import answers
from explainer.diffusion.bound.derivation.theory import LINES
from explainer.diffusion.bound.measured import answers as measured

DATA = "name => Number(document.querySelector('#bound-derivation [data-ready]').dataset[name])"
OPENED = {
    "model": "peaks", "T": 4, "x0": 0.8, "shift": 0.3, "width": 1.0, "real_picture": "digit-3", "real_draws": 32,
}  # fmt: skip


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


def test_a_digit_and_the_network_are_a_model_of_the_same_derivation(visit):
    one = visit().open("?at=bound&model=real&step=13&real_draws=8", "bound-derivation")
    told = answers.steps(**OPENED | {"model": "real", "real_draws": 8})
    one.page.wait_for_function(f"right => Math.abs(({DATA})('right') - right) < 1e-6", arg=told["right"][12])
    assert abs(at(one, "left") - told["left"][12]) < 1e-6
    now = one.page.locator("#bound-derivation .dl-now")
    assert "apart by" in now.inner_text() and "± " in now.inner_text() and "✓" in now.inner_text()
    assert not one.page.locator("#bound-shift").is_visible() and not one.page.locator("#bound-T").is_visible()
    assert one.page.locator("#bound-real-real_draws").is_visible()
    one.page.locator("#bound-step").focus()
    one.page.keyboard.press("Home")
    now.filter(has_text="out of reach").wait_for()
    assert "✓" not in now.inner_text() and "✗" not in now.inner_text()
    one.page.locator("#bound-model").select_option("peaks")
    one.page.locator("#bound-shift").wait_for()
    now.filter(has_text="✓").wait_for()
    assert one.errors == []


def test_thirteen_steps_are_refused_beside_their_box_and_the_numbers_stay(visit):
    one = visit().open("?at=bound", "bound-derivation")
    before = at(one, "slack")
    one.page.locator("#bound-T").fill("13")
    one.page.keyboard.press("Enter")
    fault = one.page.locator("#bound-T-fault").filter(has_text="13")
    fault.wait_for()
    assert "2" in fault.inner_text() and "12" in fault.inner_text()
    assert at(one, "slack") == before


def test_samples_scores_and_terms_of_both_networks_stand_side_by_side(visit):
    one = visit().open("?at=bound&figure=trade", "bound-trade")
    assert one.page.locator("#bound-trade .dl-tiles").count() == 2
    assert one.page.locator("#bound-trade tbody tr").count() == 5
    assert one.page.locator("#bound-trade .dl-plot .legendtext").count() == 2
    assert one.errors == []


TERMS = {
    "network": "unet-mnist-bound", "picture": "digit-3", "sigma": "beta-tilde", "chain": "1000", "told": False,
    "draw_seed": 0, "drawing": None, "upload": None,
}  # fmt: skip
NUMBER = "name => Number(document.querySelector('#bound-figure [data-ready]').dataset[name])"


def test_the_link_opens_the_terms_of_a_picture_and_the_slider_asks_nothing(visit):
    one = visit().open("?at=bound&picture=digit-3&sigma=beta-tilde&t=200&figure=figure", "bound-figure")
    told = measured.measured(**TERMS)
    for name, key in (("total", "total"), ("error", "standard_error"), ("lt", "lt"), ("l0", "l0")):
        assert abs(one.page.evaluate(NUMBER, name) - told[key]) < 1e-6
    assert one.page.locator("#bound-t").input_value() == "200"
    row = one.page.locator("#bound-figure tbody th").first
    assert row.inner_text().startswith("t = 200")
    one.page.locator("#bound-t").focus()
    one.page.keyboard.press("Home")
    one.shows("t", "1", "bound-figure")
    assert row.inner_text().startswith("t = 1,")
    assert one.errors == []


def test_measure_asks_the_network_its_error_shrinks_and_stop_keeps_what_is_there(visit):
    one = visit().open("?at=bound&figure=figure", "bound-figure")
    before = one.page.evaluate(NUMBER, "total")
    one.page.locator("#bound-measure").click()
    note = one.page.locator("#bound-figure .dl-notes")
    note.filter(has_text="Measured now.").wait_for()
    one.page.wait_for_function(f"() => ({NUMBER})('error') > 0 && ({NUMBER})('error') < 0.02")
    first = one.page.evaluate(NUMBER, "error")
    one.page.wait_for_function(f"first => ({NUMBER})('error') < first", arg=first)
    one.page.locator("#bound-stop").click()
    total = one.page.evaluate(NUMBER, "total")
    assert abs(total - before) < 0.1 and total != before
    assert one.errors == []


def test_a_width_that_the_network_was_not_taught_is_refused_beside_it(visit):
    one = visit().open("?at=bound&figure=figure", "bound-figure")
    one.page.locator("#bound-network").select_option("unet-mnist")
    one.page.locator("#bound-sigma-fault").filter(has_text="was taught none").wait_for()
    one.page.locator("#bound-sigma").select_option("best")
    told = measured.measured(**TERMS | {"network": "unet-mnist", "sigma": "best"})
    one.page.wait_for_function(f"total => Math.abs(({NUMBER})('total') - total) < 1e-6", arg=told["total"])
    assert one.errors == []


def test_the_chain_of_the_derivation_is_that_of_the_posterior(visit):
    one = visit().open("?at=bound&figure=bayes&T=9&bayes_t=7", "bound-bayes")
    assert one.page.locator("#bound-bayes-bayes_t").input_value() == "7"
    area, closed = one.page.locator("#bound-bayes tbody tr").first.locator("td").all_inner_texts()
    assert closed.endswith(area)
    assert one.errors == []


def test_one_pixels_bits_follow_the_hand(visit):
    one = visit().open("?at=bound&figure=decoder&level=255&mean=255&sigma1=0.5", "bound-decoder")
    bits = float(one.page.locator("#bound-decoder [data-ready]").get_attribute("data-bits"))
    assert 0 < bits < 0.5  # the last bin reaches to infinity: only what lies below it is missing
    assert one.errors == []
