"""Links that name a figure: the section opens there, a figure's link is copied, a wrong name is said."""

import pytest
from page import take

FOCUSED = "document.activeElement.closest('.dl-figure') && document.activeElement.textContent"
LIST = """async (section) => {
  const base = document.querySelector('link[href*="bundle.js"]').href;
  return (await import(new URL("./links.js", base).href)).figures(section);
}"""

# figures above take their sizes, as numbers come: where the heading that has the focus is then
GROWN = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const all = [...document.querySelectorAll(".dl-figure")].filter((root) => root.clientWidth);
  const above = all[all.indexOf(document.activeElement.closest(".dl-figure")) - 1];
  for (const padding of [200, 0, 100, 300, 150]) {
    above.style.paddingTop = `${padding}px`;
    await frame();
    await frame();
  }
  return document.activeElement.getBoundingClientRect().top;
}"""
# a click on a link that stands in the page
FOLLOWED = """(query) => {
  const link = document.body.appendChild(document.createElement("a"));
  link.href = query;
  link.click();
  link.remove();
}"""


def opened(visit, query: str):
    one = visit()
    one.page.goto(one.url + query)
    return one


@pytest.mark.parametrize("figure", ["guided", "nearest"])
def test_a_link_opens_its_section_at_the_figure_with_the_focus_on_its_heading(visit, figure):
    one = opened(visit, f"?at=reverse&figure={figure}")
    heading = one.page.locator(f"#reverse-{figure} h2")
    heading.wait_for()
    title = heading.text_content()
    one.page.wait_for_function(f"title => ({FOCUSED}) === title", arg=title)
    one.ready(f"reverse-{figure}")
    one.settled()
    assert heading.get_attribute("tabindex") == "-1"
    assert 0 <= heading.bounding_box()["y"] < 200  # at the top of the screen, still, once all above has grown
    assert one.page.locator(".dl-lesson .katex").count() > 0
    assert one.page.locator("#page-notice").count() == 0
    assert one.errors == []


def test_a_figure_that_a_link_opens_stays_while_those_above_take_their_sizes_until_a_hand_moves_the_page(visit):
    one = opened(visit, "?at=gan&figure=line")
    heading = one.page.locator("#gan-line h2")
    heading.wait_for()
    one.page.wait_for_function(f"title => ({FOCUSED}) === title", arg=heading.text_content())
    assert abs(one.page.evaluate(GROWN) - heading.bounding_box()["y"]) < 2
    assert 0 <= heading.bounding_box()["y"] < 100
    one.page.mouse.wheel(0, 300)
    one.page.wait_for_function("document.activeElement.getBoundingClientRect().bottom < 0")
    one.page.wait_for_timeout(300)
    assert heading.bounding_box()["y"] < 0  # it is not brought back


def test_the_main_figure_has_a_name_too_and_settings_go_with_it(visit):
    one = opened(visit, "?at=forward&figure=figure&t=700")
    one.shows("t", "700")
    one.page.wait_for_function(f"({FOCUSED}) === document.querySelector('#forward-figure h2').textContent")


def test_copy_link_names_its_figure_and_so_does_the_address_while_it_is_in_view(visit):
    one = visit(permissions=["clipboard-read", "clipboard-write"]).open("?at=forward&t=700", "forward-jump")
    take(one.page, "#forward-jump", "Copy link")
    one.page.get_by_text("Copied").wait_for()
    copied = one.page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{one.url}?at=forward&figure=jump&t=700"
    one.page.wait_for_function("url => location.href === url", arg=copied)


COVERED = """() => {
  const box = document.getElementById("page-notice").getBoundingClientRect();
  const heights = Array.from({ length: Math.floor(box.height / 4) }, (_, i) => box.top + 2 + 4 * i);
  return heights.map((y) => document.elementFromPoint(60, y).id).filter((id) => id !== "page-notice");
}"""


def test_a_figure_that_the_section_has_not_is_said_and_the_section_opens_at_its_top(visit):
    one = opened(visit, "?at=forward&figure=nowhere")
    one.page.wait_for_selector('#forward-figure [data-ready="true"]', state="attached")
    one.page.wait_for_selector("#page-notice")
    words = one.page.locator("#page-notice").text_content()
    assert "“nowhere”" in words and "figure, schedules" in words
    one.page.set_viewport_size({"width": 390, "height": 844})
    assert one.page.evaluate(COVERED) == []  # the skip link is not over it
    assert one.page.evaluate("scrollY") == 0
    assert one.page.evaluate(FOCUSED) is None
    assert one.errors == []


def test_a_setting_that_the_section_has_not_is_said_and_those_that_it_has_are_not(visit):
    one = visit().open()
    one.page.evaluate(FOLLOWED, "?at=forward&t=700&speed=3")
    one.shows("t", "700")
    said = one.page.locator("#page-notice")
    said.wait_for()
    assert said.text_content() == "This section has no setting “speed”."


def test_the_page_lists_the_figures_of_a_section_with_names_ids_and_titles(visit):
    one = visit().open()
    listed = one.page.evaluate(LIST, "forward")
    assert listed[0]["name"] == "figure" and listed[0]["id"] == "forward-figure"
    assert listed[0]["title"] == one.page.locator("#forward-figure h2").text_content()
    ids = one.page.evaluate(
        "() => gradio_config.components.map((one) => one.props)"
        ".filter((props) => props.props?.section === 'forward').map((props) => props.elem_id)"
    )
    assert [figure["id"] for figure in listed] == ids


def test_a_link_can_be_copied_from_a_field_where_there_is_no_clipboard(visit):
    one = visit()
    one.page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    one.open("?at=forward&t=700", "forward-jump")
    take(one.page, "#forward-jump", "Copy link")
    field = one.page.get_by_role("textbox", name="Link to this figure")
    assert "at=forward" in field.input_value() and "t=700" in field.input_value()
    assert one.page.evaluate("getSelection().toString() || document.activeElement.value") == field.input_value()
    one.page.get_by_role("button", name="Close").click()
    one.page.locator("dialog.dl-link").wait_for(state="detached")
    assert one.errors == []
