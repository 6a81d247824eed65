"""Where the system picks the colours: nothing is lost. `test_pages.py` asks axe about each section there."""

import io

import numpy as np
from page import faults
from PIL import Image


def test_axe_finds_nothing_in_forced_colours_in_the_lecture_view(visit):
    one = visit(forced_colors="active")
    one.page.goto(one.url + "?at=unet")
    one.page.wait_for_selector('[data-section="unet"][data-ready="true"]')
    one.page.keyboard.press("l")
    one.page.wait_for_selector('.dl-staged[data-ready="true"]:visible')
    assert faults(one.page) == {}


def test_a_slider_s_track_its_filled_part_and_its_thumb_are_told_apart(visit):
    one = visit(forced_colors="active").open("?at=forward&t=500")
    box = one.page.locator("#forward-t").bounding_box()
    with Image.open(io.BytesIO(one.page.screenshot(clip=box))) as image:
        line = np.asarray(image.convert("L")).astype(int)[image.height // 2]
    filled, thumb, empty = (line[int(share * len(line))] for share in (0.2, 0.5, 0.8))
    assert abs(filled - empty) > 120 and abs(thumb - empty) > 120
