"""The path for who learns alone: walked by real drags, ticked by what was done, kept in this browser."""

import json

import pytest
from page import standing

DO = "#dl-path .dl-do"
KEPT = "JSON.parse(localStorage.getItem('dl-path'))"

# at the page's end, once it has grown, the card ends below what comes last
CLEAR = """() => {
  scrollTo(0, document.documentElement.scrollHeight);
  const box = (selector) => document.querySelector(selector).getBoundingClientRect();
  return box("#dl-next a").bottom <= box("#dl-path").top;
}"""


def slide(one, control: str, share: float) -> None:
    """Drag a slider's thumb to a share of its width with the mouse."""
    page, slider = one.page, one.page.locator(f"#{control}")
    slider.scroll_into_view_if_needed()
    one.settled(f"#{control}")
    box = standing(slider)
    at = slider.evaluate("input => (input.value - input.min) / (input.max - input.min)")
    knob = 22  # the thumb's middle goes from half of its width to the other end less as much
    place = lambda share: box["x"] + knob / 2 + share * (box["width"] - knob)  # noqa: E731
    page.mouse.move(place(at), box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(place(share), box["y"] + box["height"] / 2, steps=8)
    page.mouse.up()


def done(one, *names: str) -> None:
    """Wait until exactly these steps are kept as done."""
    one.page.wait_for_function(f"names => JSON.stringify({KEPT}?.done ?? []) === names", arg=dumped(names))


def dumped(names) -> str:
    return json.dumps(list(names), separators=(",", ":"))


def begin(one, press: str = "#dl-path-switch") -> None:
    one.page.locator(press).click()
    one.page.wait_for_selector(f"{DO} >> visible=true")


def test_the_path_of_a_section_is_walked_by_drags_and_figures_do_not_move(visit):
    one = visit(locale="en-GB").open()
    page = one.page
    assert page.locator("#dl-path").count() == 0  # nothing of it is fetched before somebody wants it
    begin(one)
    one.settled("#forward-figure")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".dl-meant #forward-t").count() == 1
    before = page.locator("#forward-figure").bounding_box()
    slide(one, "forward-t", 0.7)
    done(one, "forward.noise")
    assert page.locator("#forward-figure").bounding_box() == before
    assert "cosine" in page.locator("#dl-path [role=status]").text_content()
    page.locator("#dl-path").get_by_role("button", name="Show me").click()
    one.ready("forward-schedules")
    page.locator("#forward-schedule").select_option("cosine")
    done(one, "forward.noise", "forward.cosine")
    page.locator("#dl-path").get_by_role("button", name="Show me").click()
    one.ready("forward-jump")
    slide(one, "forward-t", 0.05)
    done(one, "forward.noise", "forward.cosine", "forward.jump")
    assert page.locator("#forward-jump details.dl-meant").count() == 1
    page.locator("#forward-jump .dl-answer summary").click()
    done(one, "forward.noise", "forward.cosine", "forward.jump", "forward.jump-answer")
    card = page.locator("#dl-path")
    assert "What did you just see?" in card.text_content() and page.locator(".dl-meant").count() == 0
    card.get_by_text("Show the answer").click()
    assert "variance" in card.locator("details").inner_text()
    card.get_by_role("link", name="5.2 Reverse").click()
    page.wait_for_function("document.querySelector('#dl-path-title').textContent === 'Try it: Reverse'")
    assert one.errors == []


def test_the_first_screen_begins_the_ten_minutes_which_lead_on_and_stay_closed_once_closed(visit):
    one = visit(locale="en-GB").open("?at=home", "home-figure")
    page = one.page
    begin(one, ".dl-lesson a[href*='path=ten-minutes']")
    assert page.locator("#dl-path-title").text_content() == "Ten minutes for the curious"
    slide(one, "home-t", 0)
    done(one, "home.noise")
    page.locator("#dl-path").get_by_role("button", name="Show me").click()
    one.ready("home-families")
    slide(one, "home-families-clock", 0.1)
    done(one, "home.noise", "home.race")
    page.locator("#dl-path").get_by_role("button", name="Show me").click()
    page.wait_for_function("location.search.startsWith('?at=divergence&figure=apart')")
    page.reload()  # it goes on where it was left
    page.wait_for_selector("#dl-path-title")
    assert page.locator("#dl-path li.dl-done").count() == 2
    page.locator("#dl-path-title").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.evaluate("document.dispatchEvent(new CustomEvent('dl:place'))")  # another figure came into view
    assert page.evaluate("document.activeElement.textContent") == "Show me"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "dl-path-switch"
    assert not page.locator("#dl-path").is_visible()
    page.reload()
    one.ready("divergence-apart")
    page.keyboard.press("g")
    page.wait_for_selector("#dl-path >> visible=true")
    page.locator("#dl-path").get_by_role("button", name="Clear my progress").click()
    done(one)
    assert page.locator("#dl-path-title").text_content() == "Try it: Divergence"
    page.keyboard.press("l")  # the lecture view belongs to the lecturer
    page.wait_for_selector("#dl-path", state="hidden")
    assert one.errors == []


@pytest.mark.parametrize("dark", [False, True])
def test_on_a_phone_it_stands_below_and_over_no_control(visit, dark):
    from page import faults

    one = visit(width=390, height=844, dark=dark, locale="en-GB").open()
    page = one.page
    begin(one)
    page.locator("#forward-figure").evaluate("node => node.scrollIntoView()")
    page.wait_for_function("!document.getElementById('dock').hidden")
    one.settled("#dl-path")
    card, dock = page.locator("#dl-path").bounding_box(), page.locator("#dock").bounding_box()
    assert card["y"] + card["height"] <= dock["y"] + 1 and card["width"] == 390
    slide(one, "forward-t", 0.8)
    done(one, "forward.noise")
    assert page.locator("#dl-path").bounding_box() == card  # nothing moves under the hand
    page.wait_for_function(CLEAR)  # all of the page can be scrolled clear of it
    assert faults(page) == {}


def test_where_there_is_room_it_stands_beside_the_page_by_itself_until_it_is_closed(visit):
    one = visit(width=1920, height=1080, locale="en-GB").open()
    page = one.page
    page.wait_for_selector("#dl-path >> visible=true")
    card, figure = page.locator("#dl-path").bounding_box(), page.locator("#forward-figure").bounding_box()
    assert card["x"] + card["width"] <= figure["x"]
    page.get_by_role("button", name="Close the path").click()
    assert page.locator("#forward-figure").bounding_box() == figure
    page.reload()
    one.ready("forward-figure")
    page.keyboard.press("?")  # what would have opened has had its time
    assert page.locator("#dl-path").count() == 0 and one.errors == []
