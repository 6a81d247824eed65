"""The lecturer's pointer: a large dot that follows the mouse and is in no one's way."""

import pytest
from page import standing

DOT = ".dl-laser i:last-child"


def test_the_pointer_becomes_a_dot_where_one_figure_fills_the_window(visit):
    one = visit(width=1280, height=720).open("?at=forward")
    page = one.page
    page.keyboard.press("x")
    assert page.locator(".dl-laser").count() == 0
    page.keyboard.press("l")
    page.keyboard.press("x")
    page.mouse.move(300, 200)
    page.mouse.move(420, 260)
    dot = page.locator(DOT)
    page.wait_for_function(
        "document.querySelector('.dl-laser i:last-child').style.transform.includes('420px, 260px')"
    )
    box = dot.bounding_box()
    assert (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) == pytest.approx((420, 260), abs=1)
    page.locator("#forward-t").focus()
    page.mouse.click(*centre(page, "#forward-t"))  # it is in no one's way
    page.keyboard.press("l")
    page.wait_for_function("!document.querySelector('.dl-laser')")
    assert one.errors == []


def centre(page, selector: str) -> tuple[float, float]:
    box = standing(page.locator(selector))
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
