"""The sections `variational` and `elbo` under a hand: drags, fit, scrub, steps, links, bad input."""

import numpy as np
import pytest
from page import drag, said, standing, take
from PIL import Image

from explainer.variational.elbo import answers as elbo_answers
from explainer.variational.evidence import answers as evidence_answers
from explainer.variational.gap.theory import compare
from explainer.variational.hand import answers
from explainer.variational.posteriors.theory import posterior
from explainer.variational.posteriors.two_numbers import MODELS
from explainer.variational.settings import DATA

TYPED = {control.key: control.value for control in DATA}
FIGURE = "variational-figure"


def hero(visit, query=""):
    one = visit().open(f"?at=variational{query}", FIGURE)
    one.page.wait_for_function("document.querySelectorAll('#variational-figure .dl-knob').length >= 3")
    return one


def asked_for(one, figure=FIGURE):
    """What Python answers for the settings that the figure says it shows."""
    told = one.data(figure)
    return answers.q(
        told["family"], float(told["qMean"]), float(told["qStd"]), **(TYPED | {"model": told["model"]})
    )


def agree(one):
    """Wait until the figure's numbers are those of its settings, then hold them to Python's."""
    one.page.wait_for_function(
        "() => { const root = document.querySelector('#variational-figure [data-ready]');"
        " const { elbo, kl, logEvidence } = root.dataset;"
        " return Math.abs(Number(elbo) + Number(kl) - Number(logEvidence)) < 1e-7; }"
    )
    expected = asked_for(one)
    one.shows("elbo", repr(expected["elbo"]), FIGURE)
    told = one.data(FIGURE)
    assert float(told["kl"]) == expected["kl"] and float(told["logEvidence"]) == expected["log_evidence"]


def knob(page, name, figure=FIGURE):
    box = standing(page.locator(f'#{figure} .dl-knob[aria-label="{name}"]').first)
    return box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 40)


def test_q_is_dragged_on_the_plot_and_the_bars_follow_python(visit):
    one = hero(visit)
    agree(one)
    before = one.data(FIGURE)
    drag(one.page, knob(one.page, "Mean of q"), 40)
    one.page.wait_for_function(
        "was => document.querySelector('#variational-figure [data-ready]').dataset.qMean !== was",
        arg=before["qMean"],
    )
    agree(one)
    assert float(one.data(FIGURE)["qMean"]) > float(before["qMean"]) and one.data(FIGURE)["qStd"] == "1.3"
    drag(one.page, knob(one.page, "Width of q"), -15)
    one.page.wait_for_function(
        "document.querySelector('#variational-figure [data-ready]').dataset.qStd !== '1.3'"
    )
    agree(one)
    drag(one.page, knob(one.page, "Mean and width of q"), 20, 20)
    agree(one)
    assert one.errors == []


def test_a_fit_streams_and_its_path_is_scrubbed_with_no_request(visit):
    one = hero(visit)
    one.page.locator("#variational-figure summary").click()
    one.page.fill("#variational-steps", "40")
    one.page.keyboard.press("Tab")
    one.page.click("#variational-fit")
    one.shows("t", "40", FIGURE)
    one.page.wait_for_function(
        "document.querySelector('#variational-figure .dl-progress').textContent.includes('gap is')"
    )
    end = one.data(FIGURE)
    assert float(end["kl"]) < 2
    agree(one)
    asked = one.settled("#variational-t")
    one.page.locator("#variational-t").focus()
    one.page.keyboard.press("Home")
    one.shows("t", "0", FIGURE)
    first = one.data(FIGURE)
    assert (first["qMean"], first["qStd"]) == ("-0.8", "1.3")
    assert float(first["kl"]) == pytest.approx(asked_for(one)["kl"], abs=1e-12)
    one.page.keyboard.press("End")
    one.shows("elbo", end["elbo"], FIGURE)
    assert one.calls[asked:] == []
    assert one.errors == []


def test_a_rate_of_100_is_said_in_words_and_the_page_goes_on(visit):
    one = hero(visit, "&rate=100")
    one.page.click("#variational-fit")
    fault = one.page.locator("#variational-rate-fault")
    one.page.locator("#variational-figure summary").click()
    fault.filter(has_text="blew up").wait_for()
    assert "rate 100" in fault.inner_text()
    agree(one)


def test_a_link_opens_model_and_q_and_wrong_ones_are_told(visit):
    one = hero(visit, "&model=coin&q_mean=0.5&q_std=0.75&family=laplace")
    told = one.data(FIGURE)
    assert (told["model"], told["family"], told["qMean"], told["qStd"]) == ("coin", "laplace", "0.5", "0.75")
    agree(one)
    two = hero(visit, "&q_std=0&model=dice")
    assert "allowed is a number from 0.05 to 6" in two.page.inner_text("#variational-q-std-fault")
    assert "dice" in two.page.inner_text("#variational-model-fault")
    assert two.data(FIGURE)["qStd"] == "1.3"
    agree(two)


def test_data_are_dragged_and_the_evidence_follows(visit):
    one = hero(visit)
    one.ready("variational-bayes")
    one.page.locator("#variational-gaussian_x").scroll_into_view_if_needed()
    x, y = knob(one.page, "Data point 1 of 3", "variational-bayes")
    drag(one.page, (x, y), -50)
    one.page.wait_for_function(
        "!document.querySelector('#variational-bayes [data-ready]').dataset.gaussianX.startsWith('0.8')"
    )
    text = one.data("variational-bayes")["gaussianX"]
    expected = evidence_answers.bayes(**(TYPED | {"model": "gaussian", "gaussian_x": text}))["log_evidence"]
    one.page.wait_for_selector(f'#variational-bayes [data-log-evidence="{expected!r}"]', state="attached")
    one.page.fill("#variational-gaussian_x", "1, 1e6")
    one.page.locator("#variational-gaussian_x-fault").filter(has_text="1e6; allowed is −6 to 6").wait_for()
    assert one.data("variational-bayes")["logEvidence"] == repr(expected)  # the last good one stays


def test_a_network_is_trained_for_all_x_and_its_steps_are_kept(visit):
    one = visit().open("?at=variational&net_steps=25&hidden=0", FIGURE)
    one.ready("variational-amortised")
    one.page.click("#variational-amortised-train")
    one.shows("net-t", "25", "variational-amortised")
    asked = one.settled("#variational-amortised-net_t")
    one.page.locator("#variational-amortised-net_t").focus()
    one.page.keyboard.press("Home")
    one.shows("net-t", "0", "variational-amortised")
    assert one.data(FIGURE)["t"] == "0"  # the other run's step is its own
    assert one.calls[asked:] == []


def test_a_step_of_the_derivation_shows_both_sides_of_that_line(visit):
    one = visit().open("?at=elbo&model=logistic&step=4", "elbo-figure")
    expected = elbo_answers.steps("logistic", -0.8, 1.3)
    for step in (4, 5, 6):
        one.shows("step", str(step), "elbo-figure")
        told = one.data("elbo-figure")
        assert told["model"] == "logistic"
        assert float(told["left"]) == pytest.approx(expected["left"][step - 1], abs=1e-12)
        assert float(told["left"]) == pytest.approx(float(told["right"]), abs=1e-7)
        now = one.page.locator(".dl-step.dl-now")
        assert now.count() == 1 and expected["reasons"][step - 1] in said(now.locator(".dl-why"))
        assert now.locator(".katex .fbox").count() >= 1  # what changed is marked
        one.page.locator("#elbo-step").focus()
        one.page.keyboard.press("ArrowRight")
    one.page.check("#elbo-all")
    one.page.wait_for_function(
        "[...document.querySelectorAll('.dl-step')].filter((row) => !row.hidden).length === 9"
    )
    assert one.page.locator(".dl-sides.dl-holds").count() == 9
    assert one.errors == []


def test_a_drag_in_the_three_faces_keeps_them_equal(visit):
    one = visit().open("?at=elbo", "elbo-faces")
    one.page.wait_for_function("document.querySelectorAll('#elbo-faces .dl-knob').length === 2")
    drag(one.page, knob(one.page, "Mean of q", "elbo-faces"), 60)
    one.page.wait_for_function("document.querySelector('#elbo-faces [data-ready]').dataset.qMean !== '-0.8'")
    mean = float(one.data("elbo-faces")["qMean"])
    expected = elbo_answers.three("gaussian", mean, 1.3)
    one.page.wait_for_selector(f'#elbo-faces [data-elbo="{expected["elbo"]!r}"]', state="attached")
    assert np.isclose(expected["face0"]["total"], expected["face2"]["total"], atol=1e-7)


def test_keys_step_the_derivation_wherever_the_panel_has_the_focus(visit):
    one = visit().open("?at=elbo&step=3", "elbo-figure")
    panel = one.page.locator("#elbo-figure .dl-derivation")
    panel.focus()
    top = "document.querySelector('#elbo-figure .dl-scrubber').getBoundingClientRect().top + scrollY"
    tops = set()
    for key, step in (
        ("ArrowRight", 4), ("ArrowLeft", 3), ("End", 9), ("ArrowRight", 9), ("Home", 1), ("ArrowLeft", 1),
        ("PageDown", 2), ("PageUp", 1),
    ):  # fmt: skip
        one.page.keyboard.press(key)
        one.shows("step", str(step), "elbo-figure")
        tops.add(one.page.evaluate(top))
    assert len(tops) == 1  # what stands below doesn't jump
    one.page.keyboard.press("a")
    one.shows("all", "true", "elbo-figure")
    one.page.locator("#elbo-figure .dl-step").nth(4).click()
    one.shows("step", "5", "elbo-figure")
    one.page.keyboard.press("a")
    one.shows("all", "false", "elbo-figure")
    assert one.page.locator("#elbo-figure .dl-step:not([hidden])").count() == 2


def test_a_derivation_is_saved_as_picture_animation_and_page(visit, browser, tmp_path):
    one = visit().open("?at=elbo&step=3", "elbo-figure")
    files = {}
    for kind in ("PNG", "GIF", "Page"):
        with one.page.expect_download(timeout=120_000) as download:
            take(one.page, "#elbo-figure", kind)
        files[kind] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[kind])
    with Image.open(files["PNG"]) as png:
        grey = np.asarray(png.convert("L"))
        ink = np.abs(grey.astype(int) - np.median(grey)) > 60
        rows = ink[100:-80].any(axis=1)  # between title and settings: formulas, sums and reasons
        assert rows.mean() > 0.3 and ink.mean() > 0.01
    with Image.open(files["GIF"]) as gif:
        frames = []
        for i in range(gif.n_frames):
            gif.seek(i)
            frames.append(np.asarray(gif.convert("L")))
    assert len(frames) == 9 and all((a != b).any() for a, b in zip(frames, frames[1:], strict=False))
    page = browser.new_context(offline=True).new_page()
    page.goto(files["Page"].as_uri())
    page.wait_for_selector('[data-ready="true"][data-step="3"]')
    assert page.locator(".dl-step.dl-now menclose mfrac").count() == 1  # the changed term, set by the browser
    page.locator(".dl-derivation").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_selector('[data-step="4"]')
    page.context.close()


def test_a_family_leads_to_the_calculator_with_its_very_pair_and_the_page_stays(visit):
    one = hero(visit)
    one.ready("variational-families")
    lead = one.page.locator("#variational-families .dl-leads a").filter(has_text="Laplace")
    href = lead.get_attribute("href")
    assert href.startswith("?at=divergence&p=normal%281.569")
    one.page.evaluate("window.stays = true")
    lead.click()
    one.ready("divergence-figure")
    drawn = answers_of_families()
    one.page.wait_for_function(
        "gap => Math.abs(Number(document.querySelector('#divergence-figure [data-ready]').dataset.klQp) - gap)"
        " < 1e-7",
        arg=drawn["Laplace"],
    )
    assert one.page.evaluate("window.stays") is True
    one.page.wait_for_function("/^[?]at=divergence&.*p=normal/.test(location.search)")


def answers_of_families():
    """Each family's own gap on the Gaussian's posterior, by this chapter's theory."""
    model = MODELS["gaussian"]
    return {one.title: one.reverse.kl for one in compare(posterior(model, model.EXAMPLE))}
