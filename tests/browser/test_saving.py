"""What a figure saves: a picture, an animation, and a page that works by itself."""

from xml.etree import ElementTree

import numpy as np
import pytest
from page import take
from PIL import Image


def test_png_gif_and_page_are_files_that_open(visit, tmp_path, browser):
    one = visit().open("?at=forward&t=300&steps=40&t=30")
    files = {}
    for kind in ("PNG", "GIF", "Page"):
        with one.page.expect_download() as download:
            take(one.page, "#forward-figure", kind)
        files[kind] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[kind])
    assert [file.name for file in files.values()] == [
        "forward-figure.png", "forward-figure.gif", "forward-figure.html",
    ]  # fmt: skip
    with Image.open(files["PNG"]) as png:
        assert png.size == (1920, 1080) and np.asarray(png.convert("L")).std() > 20
    with Image.open(files["GIF"]) as gif:
        assert gif.n_frames == 41 and gif.size == (960, 540)
        first, last = (
            np.asarray(frame.convert("L")).astype(int) for frame in map(lambda i: gif.seek(i) or gif, (0, 40))
        )
        assert np.abs(first - last)[505:, :400].max() > 100  # the foot says another t
    assert one.data()["t"] == "30"  # where it stood before the animation
    _slider_works_from_disk(browser, files["Page"])


def test_a_saved_page_with_plots_works_without_the_server(visit, tmp_path, browser):
    one = visit().open()
    one.ready("forward-jump")
    with one.page.expect_download() as download:
        take(one.page, "#forward-jump", "Page")
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    _slider_works_from_disk(browser, path)


def test_a_saved_page_says_what_it_lacks_and_where_it_comes_from(visit, tmp_path, browser):
    one = visit().open()
    path = saved(one, "forward-figure", "Page", tmp_path)
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector('[data-ready="true"]')
    lacks = page.get_by_text("These need the server, and are left out")
    assert "Schedule" in lacks.inner_text()
    assert "at=forward" in page.locator(".dl-source a").get_attribute("href")
    assert page.locator(".dl-caption .katex").count() > 0
    context.close()


@pytest.mark.parametrize(("code", "item", "button"), [("en", "Page", "Reset"), ("pt", "Página", "Reiniciar")])
def test_a_saved_page_does_not_speak_of_buttons_that_it_lacks(visit, code, item, button, tmp_path, browser):
    one = visit().open(f"?at=gan&lang={code}", "gan-figure")
    assert button in one.page.locator("#gan-figure .dl-try").inner_text()
    path = saved(one, "gan-figure", item, tmp_path)
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector('[data-ready="true"]')
    text = page.locator("figure.dl-figure").inner_text()
    assert button not in text and page.locator(".dl-try").count() == 0
    assert page.locator('.dl-scrubber input[type="range"]').count() == 1
    context.close()


def saved(one, figure: str, kind: str, path):
    with one.page.expect_download() as download:
        take(one.page, f"#{figure}", kind)
    path = path / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_picture_without_ground_shows_what_lies_behind_it_and_the_page_is_as_before(visit, tmp_path):
    one = visit().open()
    one.ready("forward-jump")
    place = (
        "node => JSON.stringify([...node.querySelectorAll('.dl-panel')].map((p) => p.getBoundingClientRect()))"
    )
    before = one.page.locator("#forward-jump").evaluate(place)
    with Image.open(saved(one, "forward-jump", "Transparent PNG", tmp_path)) as png:
        assert png.mode == "RGBA" and png.size == (1920, 1080)
        alpha = np.asarray(png)[..., 3]
        assert alpha[0].max() == 0 and alpha.max() == 255  # nothing at the edge, letters and lines within
    assert one.page.locator("#forward-jump").evaluate(place) == before
    assert one.page.evaluate("devicePixelRatio") == 1


def test_a_drawing_keeps_letters_as_letters_and_brings_their_faces(visit, tmp_path):
    one = visit().open()
    one.ready("forward-jump")
    root = ElementTree.parse(saved(one, "forward-jump", "SVG", tmp_path)).getroot()
    words = " ".join("".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text"))
    assert "The jump lands where the walk goes" in words and "t = 250" in words and "single steps" in words
    styles = "".join(node.text or "" for node in root.iter("{http://www.w3.org/2000/svg}style"))
    assert "KaTeX_Math" in styles and "url(data:font/woff2" in styles


def test_keys_go_through_the_menu_and_escape_gives_the_button_back(visit):
    one = visit().open()
    button = one.page.locator("#forward-figure .dl-share")
    button.focus()
    one.page.keyboard.press("Enter")
    name = "document.activeElement.getAttribute('aria-label').split(':')[0]"
    assert one.page.evaluate(name) == "Copy link"
    one.page.keyboard.press("ArrowUp")
    assert one.page.evaluate(name) == "Code"
    one.page.keyboard.press("ArrowDown")
    one.page.keyboard.press("ArrowDown")
    assert one.page.evaluate(name) == "Copy picture"
    one.page.keyboard.press("Escape")
    assert one.page.evaluate("document.activeElement.className") == "dl-share"
    assert one.page.locator("#forward-figure .dl-menu").is_hidden()
    assert one.page.evaluate("document.fullscreenElement") is None


def _slider_works_from_disk(browser, path) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    errors, requests = [], []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(path.as_uri())
    page.wait_for_selector('[data-ready="true"]')
    slider = page.locator('.dl-scrubber input[type="range"]')
    before = page.locator("canvas").first.screenshot()
    slider.focus()
    slider.press("Home")
    page.wait_for_selector('[data-t="0"]', state="attached")
    assert page.locator("canvas").first.screenshot() != before
    assert errors == []
    assert [url for url in requests if url.startswith("http")] == []
    context.close()
