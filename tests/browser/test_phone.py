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


ROWS = """() => [...document.querySelectorAll(".dl-scrubber")].filter((root) => root.clientWidth).map((root) => {
  const parts = [...root.querySelectorAll("button, select, input")].map((node) => node.getBoundingClientRect());
  return new Set(parts.map((box) => Math.round((box.top + box.bottom) / 2))).size;
})"""


@pytest.mark.parametrize("section", ["gan", "latent", "coding"])
def test_a_slider_takes_two_rows_whatever_its_value_is_called(phone, section):
    phone.page.goto(f"{phone.url}?at={section}")
    phone.page.wait_for_selector(f'[data-section="{section}"][data-ready="true"]')
    phone.page.wait_for_timeout(500)
    assert set(phone.page.evaluate(ROWS)) == {2}


PLOTS = """() => [...document.querySelectorAll(".js-plotly-plot")].map((plot) => {
  const { t, h } = plot._fullLayout._size;
  const legend = (plot.querySelector(".legend") ?? plot).getBoundingClientRect();
  const words = [...plot.querySelectorAll(".legendtext")].map((node) => node.getBoundingClientRect().right);
  const above = parseFloat(getComputedStyle(plot.closest(".dl-plot")).getPropertyValue("--above"));
  const frame = plot.getBoundingClientRect();
  return { above, height: h, gap: frame.top + t - above - legend.bottom, cut: Math.max(...words) > frame.right };
})"""


@pytest.mark.parametrize("section, figure", [("gan", "vanishing"), ("variational", "bayes")])
def test_a_text_above_a_plot_stands_clear_of_the_legend_and_leaves_the_plot_its_height(phone, section, figure):
    phone.open(f"?at={section}&figure={figure}", f"{section}-{figure}")
    phone.page.wait_for_function(f"document.querySelectorAll('#{section}-{figure} .legend').length > 1")
    phone.page.wait_for_timeout(500)
    found = phone.page.evaluate(PLOTS.replace('".js-', f'"#{section}-{figure} .js-'))
    said = [plot for plot in found if plot["above"]]
    assert said and all(plot["gap"] >= 8 and plot["height"] >= 100 for plot in said)
    assert not any(plot["cut"] for plot in found)


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
