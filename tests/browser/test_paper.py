"""The page on paper, and one figure of it as a PDF."""

import re

import pytest
from page import take

PRINTED = "window.printed === 1"
SHEETS = """() => [...document.querySelectorAll(".dl-printed")].map((root) => ({
  ready: root.dataset.ready, zoom: Number(root.style.zoom), high: root.offsetHeight, wide: root.offsetWidth,
  foot: root.querySelector(".dl-foot").textContent,
  blank: [...root.querySelectorAll(".dl-plot-base")].filter((base) => !base.firstChild).length,
}))"""


@pytest.fixture
def paper(visit):
    """A page on which `window.print` is told apart from a dialogue that nobody answers."""

    def opened(query: str, figure: str, **options):
        one = visit(**options)
        one.page.add_init_script("window.print = () => { window.printed = 1; }")
        return one.open(query, figure)

    return opened


def pages(one) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", one.page.pdf(prefer_css_page_size=True, print_background=True)))


def test_every_figure_of_a_section_is_whole_on_a_white_sheet_of_its_own(paper):
    one = paper("?at=forward&view=lecture", "forward-figure", dark=True)
    before = one.page.url
    one.page.keyboard.press("Control+p")
    one.page.wait_for_function(PRINTED)
    sheets = one.page.evaluate(SHEETS)
    assert len(sheets) == one.page.locator('[data-section="forward"][data-ready]').count() > 5
    for sheet in sheets:
        assert sheet["ready"] == "true" and sheet["blank"] == 0 and sheet["wide"] <= 1080
        assert sheet["high"] * sheet["zoom"] <= 681 and "at=forward" in sheet["foot"]
    assert one.page.evaluate("document.body.classList.contains('dark')") is False
    assert len(sheets) <= pages(one) <= len(sheets) + 1  # the lesson may have one, too
    one.page.wait_for_function("!document.documentElement.dataset.paper")  # as it was
    assert one.page.evaluate("[document.body.className, document.documentElement.dataset.view]") == [
        "dark",
        "lecture",
    ]
    assert one.page.locator(".dl-printed, .dl-foot").count() == 0 and one.page.url == before
    assert one.errors == []


def test_one_figure_is_one_sheet_of_lines_and_letters(paper):
    one = paper("?at=forward", "forward-jump")
    take(one.page, "#forward-jump", "PDF")
    one.page.wait_for_function(PRINTED)
    assert one.page.locator(".dl-printed").count() == 1 and pages(one) == 1


def test_the_browser_s_own_print_entry_paints_what_is_known(paper):
    one = paper("?at=forward", "forward-figure")
    one.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert one.page.evaluate("document.documentElement.dataset.paper") == "section"
    one.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert one.page.locator(".dl-printed").count() == 0
