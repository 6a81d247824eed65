"""Every section as a person meets it: wide and narrow, light and dark, complete, quiet, accessible."""

import re

import pytest
from chromium import bring
from conftest import ROOT, serving
from page import faults, sections

WIDER = """() => [...document.querySelectorAll("body *")].filter((node) => {
  const box = node.getBoundingClientRect();
  return node.closest(".dl-figure") && box.width > 0 && box.right > innerWidth + 1 &&
    !node.closest("dialog, pre, .dl-help, .katex-mathml, .hide-tail") &&
    !node.closest(".dl-table-frame > *, .dl-docked > *, .katex-display > *"); // which scroll
}).map((node) => node.className || node.tagName).slice(0, 5)"""

# texts with a formula that nothing has typeset: letters with an index or an accent, a root, a dollar, a density
# given something, a divergence, a value, an expectation
RAW = """() => {
  const letters = /[A-Za-zα-ω]_[A-Za-zθφ0-9{]|[\\u0302\\u0303\\u0304]|[₀-₉ₐ-ₜα-ω]|√|\\$/;
  const given = /\\b[pqDV]\\([^)]*[|‖,][^)]*\\)|E\\[/;
  const found = [], nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    const set = node.parentElement.closest('.katex, [style*="KaTeX_"], option, script, style, code, dialog');
    const text = node.data.normalize("NFD");
    if (!set && (letters.test(text) || given.test(text))) found.push(node.data);
  }
  return found;
}"""

OTHER_LIGHT = """() => new Promise((done) => {
  document.body.classList.toggle("dark"); // as Gradio's settings do
  requestAnimationFrame(() => requestAnimationFrame(done));
})"""


def figures(page, section: str) -> list[str]:
    """Ids of the section's figures, in their order on the page, whether they have mounted yet or not."""
    page.wait_for_selector(f'[data-section="{section}"]')
    return page.evaluate(
        "section => gradio_config.components.map((one) => one.props)"
        ".filter((props) => props.props?.section === section).map((props) => props.elem_id)",
        section,
    )


@pytest.mark.parametrize("section", sections())
def test_a_section_is_complete_quiet_and_accessible(visit, section):
    """In a hall by day, where the system picks the colours, then in the dark on a phone (see `test_phone.py`)."""
    one = visit(width=1280, height=720)
    one.page.goto(f"{one.url}?at={section}")
    ids = figures(one.page, section)
    assert ids
    for figure in ids:
        one.ready(figure)
        its_panels_and_its_hand_are_on_one_screen(one, figure)
    fits_and_is_accessible(one, 1280)
    one.page.emulate_media(forced_colors="active")
    one.page.wait_for_function("matchMedia('(forced-colors: active)').matches")
    # of a formula's glyphs, which have the system's colours as all text, and of structure nothing is new
    assert faults(one.page, but=".katex-html", rule="color-contrast") == {}
    one.page.emulate_media(forced_colors="none")
    every_control_has_a_name_a_keyboard_way_and_a_tooltip(one, section)
    the_lesson_shows_no_raw_markup_and_math_is_set(one)
    assert one.page.evaluate(RAW) == []
    the_first_figure_s_hand_is_on_the_first_screen(one, ids[0])
    one.page.set_viewport_size({"width": 390, "height": 844})
    one.page.evaluate(OTHER_LIGHT)
    for figure in ids:
        one.ready(figure)
    fits_and_is_accessible(one, 390)
    assert one.errors == []
    assert one.outside() == []


SCREEN = """async (id) => {
  const root = document.querySelector(`#${id} [data-ready]`), box = (node) => node.getBoundingClientRect();
  root.scrollIntoView({ block: "start", behavior: "instant" });
  const seen = (nodes) => nodes.filter((node) => node?.getClientRects().length);
  const tables = ".dl-numbers, .dl-leads, .dl-listing";
  const panels = seen([...root.querySelectorAll(".dl-panels > *")]).filter((node) => !node.matches(tables));
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  let cut = Infinity;
  for (let i = 0; i < 90 && cut > 8; i++) { // until the dock is this figure's, and panels have their size
    await frame();
    const docks = seen([root.querySelector(".dl-dock"), document.getElementById("dock")]);
    const low = Math.max(0, ...panels.map((node) => box(node).bottom));
    cut = low - Math.min(innerHeight, ...docks.map((node) => box(node).top));
  }
  return cut > 8 ? cut : 0;
}"""


def its_panels_and_its_hand_are_on_one_screen(one, figure: str) -> None:
    """As one reads it, scrolled to its title; a table may be longer."""
    assert one.page.evaluate(SCREEN, figure) == 0, f"{figure}: its panels are cut, by so many pixels"


def fits_and_is_accessible(one, width: int) -> None:
    assert faults(one.page) == {}
    assert one.page.evaluate("document.documentElement.scrollWidth") <= width
    assert one.page.evaluate(WIDER) == []


def every_control_has_a_name_a_keyboard_way_and_a_tooltip(one, section):
    """The entries of a menu are reached by its arrows (`test_saving.py`), and are no stops of the Tab key."""
    controls = one.page.locator(
        f'[data-section="{section}"] :is(input, select, button:not([role="menuitem"]), canvas.dl-pad)'
    )
    for handle in controls.element_handles():
        told = handle.evaluate(
            """node => ({
              name: node.labels?.[0]?.textContent || node.getAttribute("aria-label") || node.textContent,
              tip: node.title || node.closest("[title]")?.title || "",
              tab: node.tabIndex, html: node.outerHTML.slice(0, 120), inDialog: Boolean(node.closest("dialog")),
            })"""
        )
        assert told["name"].strip(), told
        assert told["tab"] >= 0, told
        assert told["tip"] or told["inDialog"], told


def the_lesson_shows_no_raw_markup_and_math_is_set(one):
    text = one.page.locator(".dl-lesson:visible").first.inner_text()
    assert one.page.locator(".dl-lesson:visible .katex").count() > 0
    assert "$" not in text and "\\" not in re.sub(r"\\(?=mathcal|sqrt|bar)", "", text.split("\n")[0])


def the_first_figure_s_hand_is_on_the_first_screen(one, first):
    one.page.evaluate("window.scrollTo(0, 0)")
    one.page.wait_for_function(
        """first => {
          const parts = ":is(.dl-scrubber, .dl-handle, input, select)";
          const hands = document.querySelectorAll(`:is(#dock, #${first}) ${parts}`);
          const hand = [...hands].find((node) => node.getClientRects().length);
          return hand.getBoundingClientRect().bottom <= innerHeight; // once the dock has followed
        }""",
        arg=first,
    )


@pytest.fixture(scope="module")
def alone():
    with serving(["tests/alone.py"]) as url:
        yield url


@pytest.mark.parametrize("section", sections())
def test_a_section_runs_alone(tab, alone, section):
    page = tab()
    page.goto(f"{alone}{section}/")
    page.wait_for_selector(f'[data-section="{section}"][data-ready="true"]')
    known = page.evaluate("gradio_config.components.map(({ props }) => props.props?.section ?? null)")
    assert set(known) == {None, section}


def test_the_gallery_shows_every_part_of_the_kit(tab, gallery):
    page = tab()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(gallery)
    for figure in figures(page, "gallery"):
        bring(page, figure)
    assert errors == []
    for part in (".dl-scrubber", ".dl-picture", ".dl-ladder", ".dl-plot", ".dl-select", ".dl-upload"):
        assert page.locator(part).count() > 0, part


def test_lecture_view_hides_the_prose_and_keeps_the_figure(visit):
    one = visit().open("?at=forward&view=lecture")
    assert not one.page.locator(".dl-lesson").first.is_visible()
    box = one.page.locator("#forward-figure canvas").first.bounding_box()
    assert box["height"] >= 360  # half of the hall's 720 lines
    slider = one.page.locator("#forward-t").bounding_box()
    assert slider["y"] + slider["height"] <= 720


def test_screenshots_of_readme_exist():
    readme = (ROOT / "README.md").read_text()
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", readme)
    assert pictures and all((ROOT / path).exists() for path in pictures)
