"""Text is text: whatever a link, a file or its name says, nothing of it runs and no element comes of it."""

import gzip
import itertools
import json
import urllib.parse
import urllib.request

import pytest
from page import take

import app

MARK = "window.__ran=1"
HOSTILE = (
    f"\"'><img src=x onerror={MARK}><svg onload={MARK}></svg><script>{MARK}</script>",
    f"${{{MARK}}}{{{{{MARK}}}}}</textarea></title><iframe srcdoc='<script>parent.{MARK}</script>'>",
    rf"$\href{{javascript:{MARK}}}{{x}}$ [x](javascript:{MARK}) <a href=javascript:{MARK}>x</a>",
)
SECTIONS = [section.name for chapter in app.CHAPTERS for section in chapter.sections]
FOUND = """() => [window.__ran, ...[...document.querySelectorAll(
    'img[src="x"], [onerror], svg[onload], iframe[srcdoc], a[href^="javascript:"], script:not([src])')]
  .filter((one) => /__ran/.test(one.outerHTML)).map((one) => one.outerHTML)].filter(Boolean)"""


@pytest.fixture(scope="module")
def keys(app_url) -> dict[str, list[str]]:
    """Every value that a link can set, by section."""
    with urllib.request.urlopen(f"{app_url}config") as answer:
        parts = json.load(answer)["components"]
    hosts = {part["props"].get("props", {}).get("section"): part["id"] for part in parts}
    hosts.pop(None)
    found = {}
    for section, host in hosts.items():
        body = {"data": ["@specs", {}], "component_id": host, "fn_name": "ask", "session_hash": "x"}
        asked = urllib.request.Request(
            f"{app_url}gradio_api/component_server",
            json.dumps(body).encode(),
            {"content-type": "application/json"},
        )
        with urllib.request.urlopen(asked) as answer:
            packed = answer.read()
        figures = json.loads(gzip.decompress(packed) if packed[:2] == b"\x1f\x8b" else packed)
        found[section] = sorted(
            {one["key"] for f in figures.values() for one in [*f["controls"], *f["scrubbers"]]}
        )
    return found


@pytest.mark.parametrize("section", SECTIONS)
def test_no_value_of_a_link_runs(visit, keys, section):
    """Each value is one of the texts in turn: over all sections every kind of control gets each of them."""
    one = visit()
    texts = itertools.islice(itertools.cycle(HOSTILE), SECTIONS.index(section) % len(HOSTILE), None)
    given = urllib.parse.urlencode(list(zip([*keys[section], "figure", "colour", *HOSTILE], texts, strict=False)))
    one.page.goto(f"{one.url}?at={section}&{given}")
    one.page.wait_for_selector(".dl-host figure, .dl-error", state="attached")
    one.page.wait_for_timeout(700)  # in which a script would run
    assert one.page.evaluate(FOUND) == []


def test_no_file_nor_its_name_runs(visit):
    one = visit().open("?at=divergence", "divergence-figure")
    one.page.locator("#divergence-figure .dl-more summary").click()
    for text in HOSTILE:
        name = text.replace("/", "∕")[:200]
        one.page.locator("#divergence-upload_p").set_input_files(
            {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": f"{text}\n{text}\n".encode()}
        )
        one.page.locator("#divergence-figure .dl-error, #divergence-figure [role=alert]").first.wait_for()
        one.page.locator("#divergence-p").fill(text)
        one.page.wait_for_timeout(500)  # in which a script would run
        assert one.page.evaluate(FOUND) == []


@pytest.mark.parametrize("ending", [f"</Script ><svg onload={MARK}>", "<!--<script>"])
def test_a_saved_page_is_not_ended_by_a_text_of_the_link(visit, ending, tmp_path, browser):
    one = visit().open("?" + urllib.parse.urlencode({"at": "divergence", "p": ending}), "divergence-coin")
    with one.page.expect_download() as download:
        take(one.page, "#divergence-coin", "Page")
    path = tmp_path / "coin.html"
    download.value.save_as(path)
    assert json.dumps(ending)[1:-1].replace("<", "\\u003c") in path.read_text()  # it is in the file, as data
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector('[data-ready="true"]')
    assert page.evaluate("window.__ran ?? null") is None and page.locator("svg[onload]").count() == 0
    context.close()
