"""The section `coding` under a hand: scrubbed, trained, paused, gone on with, kept, refused."""

import json
import time

import numpy as np
import pytest
from page import enter, painted, tiles

from explainer import shipped
from explainer.coding import notebook, program, take_away

FIGURE = "coding-figure"


def until(one, condition):
    """Wait for something to hold of the figure's data attributes `d`."""
    one.page.wait_for_function(
        f"() => {{ const d = document.querySelector('#{FIGURE} [data-ready]').dataset; return {condition}; }}"
    )
    return one.data(FIGURE)


def shown(one, which: int) -> np.ndarray:
    canvases = one.page.locator(f"#{FIGURE} .dl-tiles canvas")
    canvases.nth(which).evaluate("canvas => { canvas.id = 'tiles-' + Math.random(); }")
    return painted(one.page, f"[id='{canvases.nth(which).get_attribute('id')}']")


def test_it_opens_on_a_shipped_run_with_another_beside_and_is_scrubbed_with_no_request(visit):
    one = visit().open("?at=coding&figure=figure", FIGURE)
    run, other = shipped.arrays("coding/minute"), shipped.arrays("coding/no-scaling")
    last = len(run["step"]) - 1
    told = until(one, f"d.t === '{last}'")
    assert (told["state"], told["preset"], told["beside"]) == ("shipped", "minute", "counterpart")
    assert int(told["step"]) == run["step"][-1]
    one.page.evaluate("window.asked = performance.getEntriesByType('resource').length")
    one.page.locator("#coding-t").focus()
    for _ in range(last - 3):
        one.page.keyboard.press("ArrowLeft")
    told = until(one, "d.t === '3'")
    assert int(told["step"]) == run["step"][3]
    assert one.page.evaluate("performance.getEntriesByType('resource').length - window.asked") == 0
    assert same(shown(one, 0), run["pictures"][3])
    assert same(shown(one, 1), other["pictures"][3])


def same(canvas: np.ndarray, pictures: np.ndarray) -> bool:
    """Whether a canvas shows the pictures with a line of a pixel between them."""
    grid = tiles(np.pad(pictures, ((0, 0), (0, 1), (0, 1))))[:-1, :-1]
    whole = canvas[
        np.ix_(*((np.arange(n) * k // n).astype(int) for n, k in zip(grid.shape, canvas.shape, strict=True)))
    ]
    inside = np.zeros_like(grid, bool)
    for i in range(4):
        for j in range(4):
            inside[29 * i : 29 * i + 28, 29 * j : 29 * j + 28] = True
    return bool((np.abs(whole - grid)[inside] <= 1).all())


def test_it_trains_pauses_goes_on_and_keeps_what_it_trained(visit):
    one = visit().open("?at=coding&figure=figure&width=8&batch=4&T=20", FIGURE)
    until(one, "d.step === '0' && d.state === 'paused'")
    one.page.locator("#coding-train").click()
    until(one, "Number(d.step) >= 50 && d.state === 'running'")
    one.page.locator("#coding-train").click()
    first = int(until(one, "d.state === 'paused'")["step"])
    time.sleep(0.5)  # in which a further step would come
    assert int(one.data(FIGURE)["step"]) <= first
    one.page.locator("#coding-train").click()
    until(one, f"Number(d.step) > {first} + 20 && d.state === 'running'")
    one.page.locator("#coding-train").click()
    until(one, "d.state === 'paused'")
    mine = shown(one, 0)
    one.page.locator("#coding-keep").click()
    until(one, "d.beside === 'kept'")
    np.testing.assert_array_equal(shown(one, 1), mine)


def test_a_preset_by_link_sets_what_it_changes_and_shows_its_own_run(visit):
    one = visit().open("?at=coding&figure=figure&preset=no-scaling", FIGURE)
    run = shipped.arrays("coding/no-scaling")
    until(one, f"d.step === '{run['step'][-1]}' && d.preset === 'no-scaling'")
    assert same(shown(one, 0), run["pictures"][-1])
    other = shipped.arrays("coding/minute")
    assert same(shown(one, 1), other["pictures"][other["step"].tolist().index(run["step"][-1])])
    assert "the picture never fades" in one.page.locator("#coding-preset + .dl-moral").inner_text()
    enter(one.page, "coding-seed", 5)
    until(one, "d.preset === '' && d.step === '0'")


def test_a_talk_s_stop_sets_a_preset_where_the_section_stands_already(visit):
    one = visit().open("?at=coding&view=talk&stop=80", FIGURE)
    until(one, "d.preset === 'minute' && d.ready === 'true'")
    one.settled()
    one.page.keyboard.press("n")
    until(one, "d.preset === 'no-scaling' && d.ready === 'true'")
    one.page.wait_for_function("new URLSearchParams(location.search).get('preset') === 'no-scaling'")
    assert not one.page.locator("#coding-scaled").is_checked()


def test_what_is_not_allowed_is_said_beside_its_control_and_the_figure_stays(visit):
    one = visit().open("?at=coding&figure=figure", FIGURE)
    step = until(one, "Number(d.step) > 0")["step"]
    for box, value in (("rate", 1000), ("T", 1), ("width", 0), ("width", 10_000), ("seed", "abc")):
        enter(one.page, f"coding-{box}", value)
        fault = one.page.locator(f"#coding-{box}-fault")
        fault.filter(has_text=f"is “{value}”; allowed is").wait_for()
    enter(one.page, "coding-width", 12)
    one.page.locator("#coding-width-fault").filter(has_text="multiples of 8").wait_for()
    assert one.data(FIGURE)["step"] == step


@pytest.mark.parametrize("kind", ["py", "ipynb"])
def test_a_download_has_the_settings_on_screen(visit, kind):
    one = visit().open("?at=coding&figure=download&T=50&preset=no-scaling", "coding-download")
    one.page.locator("#coding-download").filter(has_text="2 of 9 differ").wait_for()
    with one.page.expect_download() as got:
        one.page.locator(f"#coding-download-{kind}").click()
    text = got.value.path().read_text(encoding="utf-8")
    assert got.value.suggested_filename == f"diffusion.{kind}"
    settings = program.defaults() | {"T": 50, "scaled": False}
    if kind == "py":
        assert text == take_away.python(settings, 2000)
    else:
        assert json.loads(text) == notebook.cells(settings)


def test_pointing_at_a_line_lights_its_term_and_a_term_its_line(visit):
    one = visit().open("?at=coding&figure=listing", "coding-listing")
    talk, code = one.page.locator("#coding-listing .dl-program").all()
    talk.locator(".dl-pick", has=talk.page.get_by_role("math", name="σt", exact=True)).hover()
    one.shows("term", "sigma", "coding-listing")
    line = int(one.data("coding-listing")["line"])
    assert "sigma = " in program.text().splitlines()[line - 1]
    assert code.locator(".dl-lit").inner_text().startswith("sigma = ")
    code.get_by_text("loss.backward()").click()
    one.shows("term", "descent", "coding-listing")
    assert talk.locator(".dl-lit").inner_text() == "5    gradient step on"
    one.page.locator("#coding-listing-term_number").focus()
    one.page.keyboard.press("ArrowRight")
    one.shows("term", "start", "coding-listing")
