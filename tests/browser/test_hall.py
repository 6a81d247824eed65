"""The hall in two browsers: a phone follows, lets go, comes back and answers, and is told the end."""

import tomllib

import pytest
from page import standing

from explainer.kit import talks

READY = '.dl-staged[data-ready="true"]:visible'


@pytest.fixture
def hall(visit):
    """A lecturer's page at the stop where t = 250 follows t = 0, and the code under which it is followed."""
    lecturer = visit()
    stops = tomllib.loads((talks.TALKS / f"{talks.WHOLE}.toml").read_text())["stop"]
    half_way = next(i for i, stop in enumerate(stops, start=1) if stop["link"] == "?at=forward&t=250")
    lecturer.page.goto(f"{lecturer.url}?view=talk&stop={half_way}")
    lecturer.page.wait_for_selector(f'[data-section="forward"]{READY}')
    lecturer.page.keyboard.press("j")
    code = lecturer.page.locator("#dl-hall-code")
    code.wait_for()
    assert lecturer.page.locator("#dl-hall img").evaluate("image => image.decode().then(() => true)")
    return lecturer, code.inner_text()


def followed(visit, code: str):
    phone = visit(width=390, height=844)
    phone.page.goto(f"{phone.url}?follow={code}")
    phone.page.locator("#dl-hall-bar").wait_for()
    return phone


def shows_t(one, value: int) -> None:
    one.page.bring_to_front()  # only a page that is seen gets frames
    one.page.wait_for_function(
        "value => document.querySelector('#forward-t')?.value === String(value)", arg=value
    )


def test_a_phone_follows_lets_go_comes_back_and_hears_the_end(visit, hall):
    lecturer, code = hall
    phone = followed(visit, code)
    shows_t(phone, 250)
    lecturer.page.wait_for_function("document.querySelector('#dl-hall-count').textContent === '1 follows'")
    lecturer.page.bring_to_front()
    lecturer.page.keyboard.press("ArrowRight")
    shows_t(phone, 251)
    phone.page.locator("#dl-hall-let-go").click()
    phone.page.locator("#forward-t").press("Home")
    lecturer.page.keyboard.press("ArrowRight")
    shows_t(lecturer, 252)
    shows_t(phone, 0)
    phone.page.locator("#dl-hall-let-go").click()
    shows_t(phone, 252)
    lecturer.page.keyboard.press("n")
    phone.page.wait_for_function("document.documentElement.dataset.figure === 'jump'")
    lecturer.page.keyboard.press("l")
    phone.page.wait_for_selector("#page-notice")
    assert "ended" in phone.page.locator("#page-notice").inner_text()
    assert phone.errors == [] and lecturer.errors == []


def test_the_hall_goes_on_over_the_lecturer_s_reload(visit, hall):
    lecturer, code = hall
    phone = followed(visit, code)
    lecturer.page.reload()
    lecturer.page.wait_for_selector(f'[data-section="forward"]{READY}')
    assert lecturer.page.locator("#dl-hall-code").inner_text() == code
    lecturer.page.bring_to_front()
    lecturer.page.keyboard.press("p")
    shows_t(lecturer, 0)
    shows_t(phone, 0)


def test_answers_are_counted_and_shown_with_the_answer(visit):
    lecturer = visit()
    lecturer.page.goto(f"{lecturer.url}?view=talk&stop=6")
    lecturer.page.wait_for_selector(f'[data-section="divergence"]{READY}')
    lecturer.page.keyboard.press("j")
    phone = followed(visit, lecturer.page.locator("#dl-hall-code").inner_text())
    lecturer.page.keyboard.press("q")
    phone.page.locator("#dl-hall-question button").first.click()
    lecturer.page.keyboard.press("q")
    lecturer.page.wait_for_function("document.querySelector('#talk-question li b')?.textContent === '1'")
    lecturer.page.keyboard.press("q")
    phone.page.wait_for_selector("#dl-hall-question", state="detached")


CLEAR = """() => {
  const bottom = document.getElementById("talk-question").getBoundingClientRect().bottom;
  const figures = [...document.querySelectorAll(".dl-stage .dl-staged")];
  const figure = figures.find((node) => node.getClientRects().length);
  const dock = figure.querySelector(".dl-dock").getBoundingClientRect();
  return figure.getBoundingClientRect().top >= bottom && dock.bottom <= innerHeight;
}"""  # the question covers nothing of the figure, which has the room that is left


def test_places_that_are_tapped_and_typed_are_the_lecturer_s_cloud(visit):
    """A tap stands at the same share of the lecturer's plot as of the phone's, since the axes are the same."""
    stops = tomllib.loads((talks.TALKS / f"{talks.WHOLE}.toml").read_text())["stop"]
    number = next(i for i, stop in enumerate(stops, start=1) if stop.get("place"))
    lecturer = visit()
    lecturer.page.goto(f"{lecturer.url}?view=talk&stop={number}")
    lecturer.page.wait_for_selector(READY)
    lecturer.page.keyboard.press("j")
    phones = [followed(visit, lecturer.page.locator("#dl-hall-code").inner_text()) for _ in range(2)]
    lecturer.page.bring_to_front()
    lecturer.page.keyboard.press("j")
    lecturer.page.keyboard.press("q")
    tapped, typed = (one.page for one in phones)
    said = "document.querySelector('#dl-hall-question [role=status]').textContent.includes('·')"
    tapped.bring_to_front()
    layer = tapped.locator(".dl-place")
    layer.wait_for()
    box = standing(layer)
    assert box["height"] > 150  # large enough for a finger: the other plots are out of the way
    layer.click(position={"x": 0.25 * box["width"], "y": 0.75 * box["height"]})
    tapped.wait_for_function(
        "document.querySelector('#dl-hall-question [role=status]').textContent.includes('·')"
    )
    typed.bring_to_front()
    typed.locator(".dl-place").focus()
    for key in ("ArrowRight", "Shift+ArrowUp", "Enter"):
        typed.keyboard.press(key)
    typed.wait_for_function(said)
    lecturer.page.bring_to_front()
    lecturer.page.wait_for_function("document.querySelector('.dl-tapped')?.textContent.includes('2 answers')")
    assert lecturer.page.locator(".dl-place").count() == 0  # the room is not led by the first answer
    lecturer.page.wait_for_function(f"() => ({CLEAR})()")
    lecturer.page.keyboard.press("q")
    lecturer.page.wait_for_function("document.querySelectorAll('.dl-cloud .dl-place-mark').length === 2")
    lecturer.page.wait_for_function(f"() => ({CLEAR})()")
    shares = lecturer.page.eval_on_selector_all(
        ".dl-cloud .dl-place-mark",
        "marks => marks.map((mark) => [parseFloat(mark.style.left), parseFloat(mark.style.top)])",
    )
    found = sorted(shares)
    assert found[0] == pytest.approx([25, 75], abs=1.5) and found[1] == pytest.approx([52, 40], abs=0.5)
    lecturer.page.keyboard.press("q")
    lecturer.page.wait_for_function("!document.querySelector('.dl-place')")
    for one in phones:
        one.page.wait_for_function("!document.querySelector('.dl-place, #dl-hall-question')")
    assert [*lecturer.errors, *phones[0].errors, *phones[1].errors] == []


def test_a_wrong_code_is_told(visit):
    phone = visit(width=390, height=844)
    phone.page.goto(f"{phone.url}?follow=QQQQQ")
    phone.page.wait_for_selector("#page-notice")
    assert "no talk with the code “QQQQQ”" in phone.page.locator("#page-notice").inner_text()
