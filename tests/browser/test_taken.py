"""A talk that was saved: its file lives from a disk, and prints a stop on each page."""

import re

import pytest


@pytest.fixture(scope="module")
def taken(app_url, tmp_path_factory):
    """The file of the talk of twenty minutes, as the page's button saves it."""
    from urllib.request import urlopen

    path = tmp_path_factory.mktemp("taken") / "talk.html"
    with urlopen(f"{app_url}talk-file?talk=diffusion&address={app_url}", timeout=120) as answer:
        path.write_bytes(answer.read())
    return path


@pytest.fixture
def opened(taken, browser):
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.errors, page.outside = [], []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("request", lambda request: request.url.startswith("http") and page.outside.append(request.url))
    page.goto(taken.as_uri())
    page.wait_for_selector("body[data-ready]")
    yield page
    context.close()


def test_its_figures_live_each_with_values_of_its_own(opened):
    for number in (2, 3):
        opened.keyboard.press("n")
        counter = f"document.getElementById('taken-stop').textContent === '{number} / 18'"
        opened.wait_for_function(counter)
    opened.wait_for_selector('#stop-3 [data-ready="true"]')
    slider = opened.locator('#stop-3 .dl-scrubber input[type="range"]')
    slider.focus()
    slider.press("End")
    opened.wait_for_selector('#stop-3 [data-t="1000"]', state="attached")
    opened.locator("#stop-4").scroll_into_view_if_needed()
    opened.wait_for_selector('#stop-4 [data-t="250"]', state="attached")
    assert slider.input_value() == "1000"
    assert opened.errors == [] and opened.outside == []


def test_a_derivation_is_typeset_without_the_page(opened):
    opened.locator("#stop-11").scroll_into_view_if_needed()
    opened.wait_for_selector("#stop-11 .dl-step.dl-now .katex-display")
    assert opened.errors == []


def test_it_prints_a_stop_on_each_page_with_its_figure_and_qr_code(opened):
    """The print is taken at the moment at which the page asks for it, since a browser without a head has none."""
    opened.evaluate("() => { window.print = () => { document.body.dataset.printed = String(); } }")
    opened.locator("#taken-print").click()
    opened.wait_for_selector("body[data-printed]", timeout=120_000)
    waiting = '.dl-taken-stop:not(:has([data-ready="true"]))'
    assert opened.locator(waiting).count() == 0
    assert opened.locator(".dl-paper").count() == 1
    pdf = opened.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 18
    assert opened.locator(".dl-taken-qr svg").count() == 18
    assert opened.errors == [] and opened.outside == []


def test_the_button_of_the_talk_saves_it(visit, tmp_path):
    one = visit()
    one.page.goto(f"{one.url}?view=talk&talk=diffusion")
    one.page.wait_for_selector('.dl-staged[data-ready="true"]:visible')
    with one.page.expect_download(timeout=120_000) as saved:
        one.page.locator("#talk-save").click()
    assert saved.value.suggested_filename == "diffusion.html"
    saved.value.save_as(tmp_path / "talk.html")
    assert (tmp_path / "talk.html").read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert one.page.url.endswith("stop=1") or "view=talk" in one.page.url
