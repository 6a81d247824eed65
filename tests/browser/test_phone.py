"""On a phone: pages scroll wherever a finger swipes, tables and equations stay whole, targets are large."""

import pytest
from page import sections, standing

SMALL = """() => [...document.querySelectorAll("button, select, input, summary, #dl-sections a, [role=slider]")]
  .filter((node) => node.getClientRects().length && getComputedStyle(node).visibility !== "hidden")
  .filter((node) => !node.closest(".dl-help, .dl-diagram-field, #dl-chapters, .dl-knob-line"))
  .filter((node) => node.id !== "dl-skip" && !node.matches(".dl-knob-line"))
  .map((node) => [node.id || node.textContent || node.className, node.getBoundingClientRect()])
  .filter(([, box]) => box.height < 43.5 || box.width < 43.5).map(([name]) => name)"""


@pytest.fixture
def phone(visit):
    return visit(width=390, height=844, has_touch=True, is_mobile=True)


def swipe(page, x: float, y: float, dx: float, dy: float, rest: int = 0) -> None:
    """A finger put down, held for `rest` ms, moved and lifted."""
    session = page.context.new_cdp_session(page)

    def touch(kind: str, points: list) -> None:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", [{"x": x, "y": y}])
    page.wait_for_timeout(rest)
    for i in range(1, 11):
        touch("touchMove", [{"x": x + dx * i / 10, "y": y + dy * i / 10}])
        page.wait_for_timeout(16)
    touch("touchEnd", [])
    page.wait_for_timeout(100)


def test_a_swipe_over_a_map_scrolls_and_a_resting_finger_moves_the_dot(phone):
    one = phone.open("?at=latent", "latent-map")
    page = one.page
    page.locator("#latent-map .dl-holder").first.scroll_into_view_if_needed()

    def swiped(*way: int, rest: int = 0) -> tuple[float, bool]:
        """How far a swipe over the map scrolls the page, and whether it moves the dot."""
        holder = page.locator("#latent-map .dl-map .dl-holder")
        holder.evaluate("node => node.scrollIntoView({ block: 'center' })")
        box, z, top = standing(holder), one.data("latent-map")["z"], page.evaluate("scrollY")
        swipe(page, box["x"] + 0.3 * box["width"], box["y"] + 0.7 * box["height"], *way, rest=rest)
        return page.evaluate("scrollY") - top, one.data("latent-map")["z"] != z

    # on a machine that is busy between two events of a swipe, the finger has rested
    swipes = (swiped(0, -150) for _ in range(10))
    assert any(far > 60 and not moves for far, moves in swipes)
    assert swiped(40, -60, rest=350) == (0, True)


def test_a_table_scrolls_sideways_and_keeps_its_rows(phone):
    one = phone.open("?at=divergence", "divergence-numbers")
    found = one.page.evaluate(
        """() => {
          const frame = document.querySelector("#divergence-numbers .dl-table-frame");
          frame.scrollLeft = 200;
          const [row] = frame.querySelectorAll("tbody tr");
          return [frame.scrollWidth > frame.clientWidth, getComputedStyle(row).display,
            Math.round(row.firstChild.getBoundingClientRect().left - frame.getBoundingClientRect().left)];
        }"""
    )
    assert found == [True, "table-row", 0]


def test_the_equation_and_the_slider_s_buttons_stay_on_one_line(phone):
    one = phone.open()
    tops = one.page.evaluate(
        "[...document.querySelectorAll('#forward-figure .dl-terms .dl-screen')]"
        ".map((node) => Math.round(node.getBoundingClientRect().top))"
    )
    assert len(tops) == 2 and abs(tops[0] - tops[1]) < 12
    buttons = "#dock .dl-scrubber :is(button, select)"
    tops = one.page.eval_on_selector_all(buttons, "all => all.map((node) => node.getBoundingClientRect().top)")
    assert len(tops) == 5 and len(set(tops)) == 1  # the slider's buttons stand in one row, too


@pytest.mark.parametrize("section", sections())
def test_what_is_pressed_is_44_pixels(phone, section):
    one = phone
    one.page.goto(f"{one.url}?at={section}")
    one.page.wait_for_selector(f'[data-section="{section}"][data-ready="true"]')
    one.page.wait_for_timeout(500)
    assert one.page.evaluate(SMALL) == []
    assert one.page.evaluate("document.documentElement.scrollWidth") == 390


def test_all_sections_of_a_chapter_are_one_tap_away(phone):
    one = phone.open()
    links = one.page.locator("#dl-sections a")
    assert links.all_inner_texts() == ["Forward", "Reverse", "U-Net", "Plane", "Bound"]
    links.nth(1).tap()
    one.ready("reverse-figure")
    assert one.page.locator("#dl-sections [aria-current]").inner_text() == "Reverse"
