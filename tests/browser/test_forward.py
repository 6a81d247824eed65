"""The forward section in a real browser: what the page paints, how it follows, what it saves."""

import io
import json

import numpy as np
import pytest
from page import enter, painted, standing, take
from PIL import Image

from explainer.diffusion import process, schedule
from explainer.diffusion.forward import theory
from explainer.maths import pictures

FIGURES = [
    f"forward-{name}" for name in ("figure", "schedules", "densities", "jump", "variance", "river", "ladder")
]
CANVAS = "#forward-figure canvas >> nth=0"


def expected(picture: str, name: str, t: int, seed: int = 0, T: int = 1000, fresh: bool = False) -> np.ndarray:
    """The same by Python in float64: q_sample of x_0 and ε, as (x + 1)/2 clipped, in 0 … 255."""
    pixels = pictures.shipped(picture)
    x0 = pixels / 127.5 - 1
    if fresh:
        pool, offset = theory.fresh_noise(pixels.size, seed)
        eps = np.take(pool, offset[t] + np.arange(pixels.size), mode="wrap").reshape(x0.shape)
    else:
        eps = theory.noise(pixels.size, seed).reshape(x0.shape)
    xt = process.q_sample(x0, t, eps, schedule.make(name, T))
    grey = (np.clip((xt + 1) / 2, 0, 1) * 255).round()
    return np.broadcast_to(grey, (*grey.shape[:2], 3)).astype(int)


@pytest.mark.parametrize("picture", ["digit-3", "photo-cat"])
@pytest.mark.parametrize("name", ["linear", "cosine"])
def test_the_page_paints_what_python_computes_within_one_level(visit, picture, name):
    one = visit().open(f"?at=forward&picture={picture}&schedule={name}&t=0")
    for t in (0, 1, 120, 400, 777, 1000):
        enter(one.page, "forward-t-value", t)
        one.shows("t", str(t))
        assert np.abs(painted(one.page, CANVAS, "RGB") - expected(picture, name, t)).max() <= 1, f"t = {t}"
    assert one.errors == []


def test_fresh_noise_and_another_seed_are_python_s_too(visit):
    one = visit().open("?at=forward&picture=digit-7&seed=41&fresh=true&t=500")
    for t in (500, 501):
        enter(one.page, "forward-t-value", t)
        one.shows("t", str(t))
        assert (
            np.abs(painted(one.page, CANVAS, "RGB") - expected("digit-7", "linear", t, 41, fresh=True)).max() <= 1
        )


def test_dragging_with_the_mouse_moves_every_figure_and_asks_nothing(visit):
    one = visit().open()
    page = one.page
    start = one.settled("#forward-t")
    box = standing(page.locator("#forward-t"))
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + box["height"] / 2)
    page.mouse.down()
    for share in np.linspace(0.25, 0.9, 40):
        page.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] / 2)
    page.mouse.up()
    t = int(one.data()["t"])
    assert 850 < t < 950
    assert np.abs(painted(page, CANVAS, "RGB") - expected("digit-3", "linear", t)).max() <= 1
    page.wait_for_function(f"location.search.includes('t={t}')")
    assert one.calls[start:] == []
    one.ready("forward-densities")
    one.shows("t", str(t), "forward-densities")


def test_keys_move_the_slider_and_space_plays(visit):
    one = visit().open("?at=forward&t=500")
    slider = one.page.locator("#forward-t")
    slider.focus()
    for key, t in (("ArrowRight", 501), ("ArrowLeft", 500), ("Home", 0), ("End", 1000)):
        slider.press(key)
        one.shows("t", str(t))
    slider.press("PageDown")
    one.page.wait_for_function("document.querySelector('#forward-t').value < 1000")
    slider.press("Home")
    slider.press(" ")
    one.page.wait_for_function("Number(document.querySelector('#forward-t').value) > 20")
    assert one.page.locator("#forward-play").get_attribute("aria-label") == "Pause"
    slider.press(" ")
    assert one.page.locator("#forward-play").get_attribute("aria-label") == "Play"
    assert "of 1000" in slider.get_attribute("aria-valuetext")


def test_a_finger_moves_the_slider(visit):
    one = visit(width=390, height=844, has_touch=True, is_mobile=True).open("?at=forward&t=10")
    one.settled("#forward-t")  # nothing above it grows any more
    box = standing(one.page.locator("#forward-t"))
    one.page.touchscreen.tap(box["x"] + box["width"] * 0.75, box["y"] + box["height"] / 2)
    one.page.wait_for_function("Math.abs(document.querySelector('#forward-t').value - 750) < 40")


def test_a_link_opens_exactly_what_it_says_and_the_address_follows_the_hand(visit):
    one = visit().open("?at=forward&t=400&schedule=cosine&picture=digit-5&steps=800&seed=7&rival=sigmoid")
    assert {k: one.data()[k] for k in ("t", "schedule", "picture", "steps", "seed")} == {
        "t": "400", "schedule": "cosine", "picture": "digit-5", "steps": "800", "seed": "7",
    }  # fmt: skip
    assert one.page.locator("#forward-schedule").input_value() == "cosine"
    one.page.locator("#forward-picture").select_option("clothes-bag")
    one.shows("picture", "clothes-bag")
    one.page.wait_for_function("location.search.includes('picture=clothes-bag')")
    assert "rival=sigmoid" in one.page.url and "at=forward" in one.page.url


def test_bad_links_open_the_default_and_say_so(visit):
    one = visit().open("?at=forward&t=99999&schedule=square&picture=elephant&wobble=3")
    data = one.data()
    assert (data["t"], data["schedule"], data["picture"]) == ("250", "linear", "digit-3")
    faults = one.page.locator(".dl-fault").all_inner_texts()
    said = " ".join(faults)
    for bad in ("99999", "square", "elephant"):
        assert bad in said
    one.page.wait_for_selector("#page-notice:has-text('wobble')")


def test_an_unknown_section_is_named_with_those_there_are(visit):
    one = visit()
    one.page.goto(one.url + "?at=nowhere")
    one.page.wait_for_selector("#page-notice:has-text('nowhere')")
    assert "forward" in one.page.locator("#page-notice").inner_text()


@pytest.mark.parametrize("bad", ["0", "-1", "1e9", "abc", "", "NaN", "2.5"])
def test_a_bad_number_of_steps_is_named_beside_its_control_and_the_figure_stays(visit, bad):
    one = visit().open()
    before = painted(one.page, CANVAS, "RGB")
    steps = one.page.locator("#forward-steps")
    steps.fill(bad)
    steps.press("Tab")
    fault = one.page.locator("#forward-steps-fault")
    fault.filter(has_text="allowed is a whole number from 1 to 4000").wait_for()
    assert bad in fault.inner_text() if bad else "empty" in fault.inner_text()
    assert steps.get_attribute("aria-invalid") == "true"
    assert np.array_equal(painted(one.page, CANVAS, "RGB"), before) and one.data()["steps"] == "1000"
    steps.fill("500")
    steps.press("Tab")
    one.shows("steps", "500")
    assert fault.inner_text() == "" and one.errors == []


def test_crossed_end_points_are_refused_by_python_beside_the_control(visit):
    one = visit().open()
    one.page.locator("#forward-figure summary").click()
    for key, value in (("beta_end", "0.1"), ("beta_start", "0.5")):
        one.page.locator(f"#forward-{key}").fill(value)
        one.page.locator(f"#forward-{key}").press("Tab")
    sentence = "β at t = 1 is 0.5, above 0.1 at t = T"
    one.page.locator("#forward-beta_start-fault").filter(has_text=sentence).wait_for()
    assert one.errors == []


def test_fewer_steps_pull_t_along(visit):
    one = visit().open("?at=forward&t=900")
    one.page.locator("#forward-steps").fill("300")
    one.page.locator("#forward-steps").press("Tab")
    one.shows("t", "300")
    one.shows("steps", "300")
    assert np.abs(painted(one.page, CANVAS, "RGB") - expected("digit-3", "linear", 300, T=300)).max() <= 1


def test_an_upload_is_shown_and_a_bad_one_leaves_the_figure(visit):
    one = visit().open("?at=forward&t=0")
    field = one.page.locator("#forward-upload")
    buffer = io.BytesIO()
    Image.new("RGB", (900, 600), (0, 200, 40)).save(buffer, "JPEG", quality=95)
    field.set_input_files({"name": "green.jpg", "mimeType": "image/jpeg", "buffer": buffer.getvalue()})
    one.page.wait_for_function("document.querySelector('#forward-figure canvas').width === 256")
    assert np.abs(painted(one.page, CANVAS, "RGB")[128, 128] - [0, 200, 40]).max() <= 3
    field.set_input_files({"name": "x.png", "mimeType": "image/png", "buffer": b"this is no picture"})
    one.page.locator("#forward-upload-fault").filter(has_text="no picture").wait_for()
    assert np.abs(painted(one.page, CANVAS, "RGB")[128, 128] - [0, 200, 40]).max() <= 3
    one.page.locator("#forward-picture").select_option("digit-0")
    one.page.wait_for_function("document.querySelector('#forward-figure canvas').width === 28")
    assert one.errors == []


def test_a_file_that_the_browser_may_not_read_is_named(visit):
    one = visit().open("?at=forward&t=0")
    one.page.evaluate("""() => (FileReader.prototype.readAsDataURL = function () {
      Object.defineProperty(this, "error", {value: new DOMException("it is gone", "NotReadableError")});
      this.onerror();
    })""")
    field = one.page.locator("#forward-upload")
    field.set_input_files({"name": "gone.png", "mimeType": "image/png", "buffer": b"as it was"})
    said = "“gone.png” could not be read: it is gone"
    one.page.locator("#forward-upload-fault").filter(has_text=said).wait_for()
    assert one.errors == []


def test_a_digit_drawn_by_hand_is_noised_like_the_others(visit):
    one = visit().open("?at=forward&t=0")
    one.page.locator("#forward-drawing").click()
    pad = standing(one.page.locator("#forward-figure .dl-pad"))
    one.page.mouse.move(pad["x"] + 140, pad["y"] + 60)
    one.page.mouse.down()
    one.page.mouse.move(pad["x"] + 140, pad["y"] + 220, steps=8)
    one.page.mouse.up()
    one.page.get_by_role("button", name="Use the drawing").click()
    one.shows("picture", "drawing")
    drawn = painted(one.page, CANVAS, "RGB")[..., 0]
    assert drawn.shape == (28, 28) and (drawn > 128).sum() > 30 and drawn[:, :8].max() < 40


def test_a_press_on_a_curve_and_a_click_on_a_pixel_are_hands_too(visit):
    one = visit().open()
    one.ready("forward-variance")
    plot = standing(one.page.locator("#forward-variance .dl-plot"))
    one.page.mouse.click(plot["x"] + plot["width"] * 0.75, plot["y"] + plot["height"] / 2)
    assert 600 < int(one.data("forward-variance")["t"]) < 850
    one.ready("forward-densities")
    canvas = standing(one.page.locator("#forward-densities canvas.dl-pickable"))
    one.page.mouse.click(canvas["x"] + canvas["width"] * 0.26, canvas["y"] + canvas["height"] * 0.98)
    one.shows("row", "27", "forward-densities")
    assert one.data("forward-densities")["column"] == "7"


def test_show_the_code_is_the_source_of_the_functions_that_ran(visit):
    import inspect

    one = visit().open()
    take(one.page, "#forward-figure", "Code")
    code = one.page.locator("#forward-figure dialog.dl-code pre")
    code.first.wait_for()
    shown = code.all_text_contents()
    assert inspect.getsource(process.jump) in shown and inspect.getsource(theory.noise) in shown
    one.page.keyboard.press("Escape")
    one.page.locator("#forward-figure dialog.dl-code").wait_for(state="detached")


def test_the_histogram_in_the_page_is_numpy_s(visit):
    one = visit().open("?at=forward&t=600")
    counted = one.page.evaluate(
        """async () => {
          const base = document.querySelector('link[href*="bundle.js"]').href;
          const { histogram } = await import(new URL("./overlays.js", base).href);
          const numbers = Float32Array.from({ length: 4000 }, (_, i) => 5 * Math.sin(i * i));
          const edges = Float32Array.from({ length: 65 }, (_, i) => -4 + i / 8);
          return [[...numbers], [...histogram(numbers, edges)]];
        }"""
    )
    numbers, ours = (np.array(part) for part in counted)
    theirs = np.histogram(numbers, np.linspace(-4, 4, 65))[0] / (4000 / 8)
    np.testing.assert_allclose(ours, theirs, atol=1e-9)


def test_the_server_gone_the_slider_goes_on_and_the_page_says_so(visit):
    one = visit(fragile=True).open()
    one.lose()
    one.page.locator("#forward-schedule").select_option("cosine")
    one.page.locator("#forward-figure .dl-error").filter(has_text="does not answer").wait_for()
    enter(one.page, "forward-t-value", 640)
    one.shows("t", "640")
    assert np.abs(painted(one.page, CANVAS, "RGB") - expected("digit-3", "linear", 640)).max() <= 1


def test_two_visitors_do_not_see_each_other(visit):
    first, second = visit().open(), visit().open()
    first.page.locator("#forward-schedule").select_option("cosine")
    first.shows("schedule", "cosine")
    assert second.data()["schedule"] == "linear"
    assert np.abs(painted(second.page, CANVAS, "RGB") - expected("digit-3", "linear", 250)).max() <= 1


def test_json_answers_hold_no_numbers_that_the_page_cannot_read(visit):
    from explainer.diffusion.forward.answers import SOURCES
    from explainer.kit.asked import answered

    settings = {
        "schedule": "linear", "steps": 1, "beta_start": None, "beta_end": None, "rival": "cosine",
        "seed": 0, "fresh": True, "picture": "digit-3", "upload": None, "drawing": None,
        "start": 0.5, "data": "two",
    }  # fmt: skip
    for source in SOURCES.values():
        answer = answered(source, {key: settings[key] for key in source.keys})
        assert "error" not in answer, answer
        assert json.loads(json.dumps(answer, allow_nan=False)) == answer
