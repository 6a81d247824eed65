"""What a figure saves: a picture, an animation, and a page that works by itself."""

import numpy as np
from PIL import Image


def test_png_gif_and_page_are_files_that_open(visit, tmp_path, browser):
    one = visit().open("?at=forward&t=300&steps=40&t=30")
    files = {}
    for kind in ("PNG", "GIF", "Page"):
        with one.page.expect_download(timeout=60_000) as download:
            one.page.locator("#forward-figure").get_by_role("button", name=kind).click()
        files[kind] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[kind])
    assert [file.name for file in files.values()] == [
        "forward-figure.png", "forward-figure.gif", "forward-figure.html",
    ]  # fmt: skip
    with Image.open(files["PNG"]) as png:
        assert png.width > 1500 and np.asarray(png.convert("L")).std() > 20
    with Image.open(files["GIF"]) as gif:
        assert gif.n_frames == 41
    assert one.data()["t"] == "30"  # where it stood before the animation
    _slider_works_from_disk(browser, files["Page"])


def test_a_saved_page_with_plots_works_without_the_server(visit, tmp_path, browser):
    one = visit().open()
    one.ready("forward-jump")
    with one.page.expect_download(timeout=60_000) as download:
        one.page.locator("#forward-jump").get_by_role("button", name="Page").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    _slider_works_from_disk(browser, path)


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
