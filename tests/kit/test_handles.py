"""Handles on a plot, in the gallery of the kit: a mouse, a finger, the keyboard and bad places."""

import pytest
from chromium import bring
from page import drag, standing


@pytest.fixture
def plots(tab, gallery):
    page = tab()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto(gallery)
    bring(page, "gallery-plots")
    page.wait_for_function("document.querySelectorAll('#gallery-plots .dl-knob').length === 4")
    yield page
    assert page.errors == []


def value(page, key):
    return page.get_attribute("#gallery-plots [data-ready]", f"data-{key}")


def shows(page, key, what):
    page.wait_for_selector(f'#gallery-plots [data-{key}="{what}"]', state="attached")


def middle(page, name):
    """The place of a handle's middle on the screen."""
    box = standing(page.get_by_role("slider", name=name, exact=True))
    return box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 30)


def pixels_a_unit(page):
    return page.evaluate(
        """() => { const a = document.querySelectorAll('#gallery-plots .dl-plot-base')[1]._fullLayout.xaxis;
                   return a.d2p(2) - a.d2p(1); }"""
    )


def test_a_dragged_line_sets_its_value_and_what_hangs_on_it_comes_along(plots):
    unit = pixels_a_unit(plots)
    before = middle(plots, "Width")
    drag(plots, middle(plots, "Middle"), 1.5 * unit, steps=4)
    plots.wait_for_function("document.querySelector('#gallery-plots [data-middle]').dataset.middle !== '2'")
    assert abs(float(value(plots, "middle")) - 3.5) < 0.03
    assert value(plots, "width") == "1"
    assert abs(middle(plots, "Width")[0] - before[0] - 1.5 * unit) < 2
    assert abs(float(plots.input_value("#gallery-plots-middle")) - 3.5) < 0.03


def test_a_width_is_measured_from_its_middle_and_kept_to_its_limits(plots):
    unit = pixels_a_unit(plots)
    drag(plots, middle(plots, "Width"), 0.5 * unit, steps=4)
    plots.wait_for_function("document.querySelector('#gallery-plots [data-width]').dataset.width !== '1'")
    assert abs(float(value(plots, "width")) - 1.5) < 0.03
    drag(plots, middle(plots, "Width"), -5 * unit, steps=4)
    shows(plots, "width", "0.1")


def test_arrow_keys_move_a_handle_by_its_step(plots):
    plots.get_by_role("slider", name="Middle", exact=True).focus()
    plots.keyboard.press("ArrowRight")
    shows(plots, "middle", "2.01")
    plots.keyboard.press("Shift+ArrowLeft")
    shows(plots, "middle", "1.91")


def test_points_are_dragged_added_and_taken_away(plots):
    unit = pixels_a_unit(plots)
    drag(plots, middle(plots, "Point 1 of 2"), unit, steps=4)
    plots.wait_for_function("document.querySelector('#gallery-plots [data-places]').dataset.places[0] !== '1'")
    first, second = map(float, value(plots, "places").split(","))
    assert abs(first - 2) < 0.03 and second == 4.5
    x, y = middle(plots, "Point 1 of 2")
    plots.mouse.dblclick(x + unit, y - 60)
    plots.get_by_role("slider", name="Point 3 of 3").focus()
    assert abs(float(value(plots, "places").split(",")[2]) - 3) < 0.03
    plots.keyboard.press("Delete")
    plots.wait_for_function(
        "document.querySelector('#gallery-plots [data-places]').dataset.places.split(',').length === 2"
    )
    drag(plots, middle(plots, "Point 2 of 2"), 0, -400, steps=4)
    plots.wait_for_function(
        "!document.querySelector('#gallery-plots [data-places]').dataset.places.includes(',')"
    )
    plots.get_by_role("slider", name="Point 1 of 1").focus()
    plots.keyboard.press("Delete")  # the last one stays
    assert float(value(plots, "places")) == first


def test_a_finger_drags_a_handle(browser, gallery):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(gallery)
    knob = page.locator('#gallery-plots .dl-knob[aria-label="Middle"]')
    bring(page, "gallery-plots")
    knob.wait_for(state="visible")
    knob.scroll_into_view_if_needed()
    x, y = middle(page, "Middle")
    touch = context.new_cdp_session(page)

    def send(kind, *points):
        touch.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": a, "y": b} for a, b in points]}
        )

    top = page.evaluate("scrollY")
    send("touchStart", (x, y))
    for k in range(1, 5):
        send("touchMove", (x + 12 * k, y + 3 * k))
    send("touchEnd")
    page.wait_for_function("Number(document.querySelector('#gallery-plots [data-middle]').dataset.middle) > 2.3")
    assert page.evaluate("scrollY") == top
    context.close()
