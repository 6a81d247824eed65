"""The frame round every figure: full screen, the link to copy, what is near the screen alone is asked."""

import pytest
from page import take


@pytest.mark.parametrize("part", ["auto-render", "markdown-code"])
def test_a_figure_comes_once_the_lesson_above_it_stands_and_stays_where_it_is(visit, part):
    one = visit(width=390, height=844)
    late: list = []
    one.page.route(f"**/{part}-*.js", lambda route: late.append(route))  # what typesets the lesson
    one.page.add_init_script(
        """new MutationObserver((_, watch) => {
          if (!document.querySelector("#forward-figure figure")) return;
          window.stood = document.querySelectorAll(".dl-lesson .katex").length;
          watch.disconnect();
        }).observe(document, { childList: true, subtree: true })"""
    )
    one.page.goto(one.url + "?at=forward")
    one.page.wait_for_selector("#forward-figure .dl-host", state="attached")
    one.page.wait_for_timeout(500)  # time enough for the figure to mount, if it did not wait
    for route in late:
        route.continue_()
    one.page.wait_for_selector('#forward-figure [data-ready="true"]', state="attached")
    place = one.page.locator("#forward-t").bounding_box()
    assert late and one.page.evaluate("stood") > 3
    one.settled()
    assert one.page.locator("#forward-t").bounding_box() == place


def test_a_lesson_that_cannot_be_typeset_keeps_no_figure_away(visit):
    one = visit()
    one.page.route("**/auto-render-*", lambda route: None)  # it never comes
    one.open()
    one.page.locator("#forward-t").press("End")
    one.shows("t", "1000")


def test_f_fills_the_screen_and_leaves_it(visit):
    one = visit().open()
    one.page.locator("#forward-t").focus()
    one.page.keyboard.press("f")
    one.page.wait_for_function("document.fullscreenElement?.dataset.section === 'forward'")
    assert one.page.locator("#forward-t").is_visible()
    one.page.keyboard.press("f")
    one.page.wait_for_function("document.fullscreenElement === null")
    one.page.locator("#forward-steps").focus()
    one.page.keyboard.type("f")
    assert one.page.evaluate("document.fullscreenElement") is None  # a letter in a box is a letter


def test_what_is_half_typed_stays_whatever_else_the_page_learns(visit):
    one = visit().open()
    for box in ("#forward-seed", "#forward-t-value"):
        one.page.locator(box).fill("1")
        for steps in ("0", "1000"):  # refused, then mended: all controls are looked through again
            one.page.evaluate(
                """async (text) => {
                  const steps = document.querySelector("#forward-steps");
                  steps.value = text;
                  steps.dispatchEvent(new Event("change"));
                  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
                }""",
                steps,
            )
        one.page.locator(box).press("End")
        one.page.locator(box).press_sequentially("2")
        one.page.locator(box).press("Enter")
    one.shows("seed", "12")
    one.shows("t", "12")
    assert one.errors == []


def test_a_wrong_entry_stands_in_the_scrubber_s_box_while_its_error_does(visit):
    one = visit().open()
    box = one.page.locator("#forward-t-value")
    box.fill("abc")
    box.press("Enter")
    one.page.locator("#forward-t-fault").filter(has_text="“abc”").wait_for()
    assert box.input_value() == "abc"
    box.fill("0300")
    box.press("Enter")
    one.shows("t", "300")
    assert box.input_value() == "300" and one.page.locator("#forward-t-fault").inner_text() == ""


def test_copy_link_gives_an_address_that_opens_the_same(visit):
    one = visit(permissions=["clipboard-read", "clipboard-write"]).open("?at=forward&t=700")
    one.page.locator("#forward-schedule").select_option("sigmoid")
    take(one.page, "#forward-figure", "Copy link")
    one.page.get_by_text("Copied").wait_for()
    copied = one.page.evaluate("navigator.clipboard.readText()")
    assert "at=forward&figure=figure&" in copied
    other = visit()
    other.page.goto(copied)
    other.ready("forward-figure")
    assert (other.data()["t"], other.data()["schedule"]) == ("700", "sigmoid")


@pytest.mark.parametrize(
    ("query", "figure", "told"),
    [("at=forward&picture=own", "forward-figure", "Picture is “My upload”"),
     ("at=latent&way=drawn", "latent-walk", "Path is “Drawn by hand”"),
     ("at=reverse&fill_hole=brushed", "reverse-inpaint", "Hole is “My brush”"),
     ("at=divergence&p=samples(upload)", "divergence-figure", "p is “samples(upload)”"),
     ("at=gan&data=own", "gan-figure", "Data is “Your own points”")],
)  # fmt: skip
def test_a_link_to_something_of_its_sender_s_own_opens_the_default_and_says_so(visit, query, figure, told):
    one = visit().open(f"?{query}", figure)
    said = f"The link: {told}, which stays with who made it"
    fault = one.page.locator("[id$=fault]").filter(has_text=said)
    assert fault.is_visible() and one.errors == []


def test_tabs_move_the_address_and_a_chapter_keeps_its_settings(visit):
    one = visit().open("?at=forward&t=700")
    one.page.get_by_role("tab", name="Reverse").click()
    one.page.wait_for_function("location.search.includes('at=reverse')")
    one.ready("reverse-figure")
    one.page.get_by_role("tab", name="Forward").click()
    one.page.wait_for_function("location.search.includes('at=forward')")
    assert one.data()["t"] == "700" and "t=700" in one.page.url


def test_a_change_asks_only_for_what_is_near_the_screen(visit):
    one = visit().open()
    one.ready("forward-river")
    one.page.evaluate("scrollTo(0, 0)")
    one.settled("#forward-schedule")
    one.calls.clear()
    one.page.locator("#forward-schedule").select_option("constant")
    one.shows("schedule", "constant")
    one.settled()
    assert "river" not in one.asked and "coefficients" in one.asked
    one.ready("forward-river")
    one.settled()
    assert "river" in one.asked


def test_the_same_settings_again_ask_nothing(visit):
    one = visit().open()
    for name in ("cosine", "linear"):
        one.page.locator("#forward-schedule").select_option(name)
        one.shows("schedule", name)
    start = one.settled("#forward-schedule")
    one.page.locator("#forward-schedule").select_option("cosine")
    one.shows("schedule", "cosine")
    one.settled()
    assert one.calls[start:] == []


def test_what_a_plane_tells_stays_on_one_line_so_that_nothing_moves_under_the_hand(visit):
    one = visit().open("?at=autoencoder&place=0.15,-0.2", "autoencoder-map")
    told = one.page.locator("#autoencoder-map .dl-decoded .dl-caption").first
    line = told.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
    assert told.inner_text().startswith("decoded at (−5.27, −23.5") and told.bounding_box()["height"] < 2 * line
