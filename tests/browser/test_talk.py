"""The talk: every stop opens as its file says, keys go through it, the notes keep step, a wrong stop is told."""

import pytest
from playwright.sync_api import TimeoutError

from explainer.kit import talks

READY = '.dl-staged[data-ready="true"]:visible'


@pytest.fixture(scope="module")
def shipped():
    import app
    from explainer.kit.figure import figures

    places = talks.known(figures(app.demo))
    return talks.shipped(places), places


def at_stop(page, number: int) -> None:
    page.wait_for_function("number => document.documentElement.dataset.stop === String(number)", arg=number)


SHOWN = """([at, figure, values]) => {
  const { dataset } = document.documentElement;
  const staged = [...document.querySelectorAll(`[data-section="${at}"].dl-staged[data-ready="true"]`)];
  const query = new URLSearchParams(location.search);
  const seen = (root) => root.clientWidth && root.checkVisibility({ visibilityProperty: true });
  return dataset.figure === figure && staged.some(seen) &&
    Object.entries(values).every(([key, value]) => query.get(key) === value);
}"""


def faults(page, stop, settings) -> list:
    """What the page shows otherwise than the stop says, once its values have had time to arrive."""
    said = {key: value for key, value in stop.raw.items() if value != str(settings[key]["value"])}
    try:
        page.wait_for_function(SHOWN, arg=[stop.at, stop.figure, said])
    except TimeoutError as late:
        return [(stop.title, said, page.url, str(late))]
    return []


@pytest.mark.parametrize(("width", "height", "name"), [(1920, 1080, "course"), (390, 844, talks.WHOLE)])
def test_every_stop_opens_as_its_file_says(visit, shipped, width, height, name):
    """The course has every stop of the others (`tests/kit/test_talks.py`)."""
    talk = next(talk for talk in shipped[0] if talk.name == name)
    one = visit(width=width, height=height)
    one.page.goto(f"{one.url}?view=talk&talk={name}")
    wrong = []
    for number, stop in enumerate(talk.stops, start=1):
        at_stop(one.page, number)
        wrong += faults(one.page, stop, shipped[1][stop.at]["settings"])
        one.page.keyboard.press("PageDown")
    assert wrong == []
    assert one.errors == []
    assert one.outside() == []


def test_the_first_section_of_a_chapter_is_seen_where_it_was_built_ahead(visit, shipped):
    talk = next(talk for talk in shipped[0] if talk.name == talks.WHOLE)
    number, stop = next((k, stop) for k, stop in enumerate(talk.stops, 1) if stop.at == "variational")
    one = visit(width=1920, height=1080)
    one.page.goto(f"{one.url}?view=talk&stop={number - 1}")
    one.page.wait_for_selector(f'.dl-stage[data-ahead="painted"] > [data-section="{stop.at}"]', state="attached")
    one.page.keyboard.press("PageDown")
    at_stop(one.page, number)
    assert faults(one.page, stop, shipped[1][stop.at]["settings"]) == []


def test_keys_the_address_and_back_keep_the_stop(visit):
    one = visit()
    page = one.page
    page.goto(f"{one.url}?view=talk&stop=32")
    page.wait_for_selector(READY)
    assert page.locator("#talk-stop").inner_text().startswith("32 /")
    page.keyboard.press("n")
    at_stop(page, 33)
    page.keyboard.press("PageUp")
    at_stop(page, 32)
    page.locator("#talk-next").click()
    at_stop(page, 33)
    page.reload()
    page.wait_for_selector(READY)
    at_stop(page, 33)
    page.go_back()
    at_stop(page, 32)


def test_values_run_to_their_new_place(visit, shipped):
    stops = shipped[0][0].stops
    first = next(i for i, stop in enumerate(stops) if stop.at == "forward" and stop.raw.get("t") == "0")
    one = visit()
    page = one.page
    page.goto(f"{one.url}?view=talk&stop={first + 1}")
    page.wait_for_selector(READY)
    page.evaluate(
        """() => {
          window.seen = new Set();
          const range = document.querySelector("#forward-t");
          const look = () => (seen.add(Number(range.value)), requestAnimationFrame(look));
          look();
        }"""
    )
    page.keyboard.press("n")
    page.wait_for_function("document.querySelector('#forward-t').value === '250'")
    between = page.evaluate("[...seen].filter((t) => t > 0 && t < 250).length")
    assert between >= 5


# counts how often a figure is sized from now on; those of later stops may still be painted beforehand
SIZED = """host => {
  window.sized = 0;
  const measured = ({ oldValue }) => oldValue.includes("dl-measured");
  const watch = new MutationObserver((seen) => (sized += seen.filter(measured).length));
  const root = document.querySelector(`#${host} .dl-figure`);
  watch.observe(root, { attributeFilter: ["class"], attributeOldValue: true });
}"""


def test_the_next_stops_are_painted_beforehand_and_nobody_sees_or_reaches_them(visit, shipped):
    """Whatever is built ahead, the stop that is shown stays: its tab, its address, its values."""
    stops = shipped[0][0].stops
    last = next(i for i, (one, next_) in enumerate(zip(stops, stops[1:], strict=False)) if one.at != next_.at)
    here, following = stops[last], stops[last + 1]
    one = visit()
    page = one.page
    page.goto(f"{one.url}?view=talk&stop={last + 1}")
    page.wait_for_selector(READY)
    address = page.url
    ahead = page.locator(f'[data-section="{following.at}"].dl-staged[data-ready="true"]')
    ahead.first.wait_for(state="attached")
    assert not ahead.first.is_visible()
    assert page.url == address
    assert page.evaluate("document.documentElement.dataset.figure") == here.figure
    figure = f"{following.at}-{following.figure}"  # later ones of its section may be painted beforehand, too
    kept = f'#{figure}:is([data-ahead="painted"], :has([data-ahead="painted"]))'
    page.locator(kept).first.wait_for(state="attached")
    asked = len(one.asked)
    page.evaluate(SIZED, figure)
    page.keyboard.press("PageDown")
    page.wait_for_selector(f'[data-section="{following.at}"]{READY}')
    at_stop(page, last + 2)
    assert "@specs" not in one.asked[asked:]
    assert page.evaluate("sized") == 0  # it has had its size since it was painted
    assert page.locator(kept).count() == 0
    before = f'.dl-host[data-ahead="painted"] > [data-section="{here.at}"]'
    page.locator(before).first.wait_for(state="attached")
    page.keyboard.press("PageUp")
    page.wait_for_selector(f'[data-section="{here.at}"]{READY}')
    at_stop(page, last + 1)
    page.keyboard.press("l")  # back on the page, where nothing is out of sight
    page.wait_for_function("!document.querySelector('[data-ahead]')")
    assert one.errors == []


def test_the_question_then_its_answer_then_neither(visit):
    one = visit()
    page = one.page
    page.goto(f"{one.url}?view=talk")
    page.wait_for_selector(READY)
    box = page.locator("#talk-question")
    page.keyboard.press("q")
    assert box.locator("p").count() == 1
    page.keyboard.press("q")
    assert box.locator("p").count() == 2
    page.keyboard.press("q")
    assert not box.count()


def test_the_notes_keep_step_in_both_directions(visit):
    one = visit()
    page = one.page
    page.goto(f"{one.url}?view=talk")
    page.wait_for_selector(READY)
    with page.context.expect_page() as opened:
        page.keyboard.press("s")
    notes = opened.value
    title = notes.locator("h1")
    title.wait_for()
    first = title.inner_text()
    assert notes.locator("aside img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    notes.keyboard.press("n")
    at_stop(page, 2)
    notes.wait_for_function("first => document.querySelector('h1').textContent !== first", arg=first)
    page.keyboard.press("p")
    notes.wait_for_function("first => document.querySelector('h1').textContent === first", arg=first)
    assert "min left" in notes.locator("header").inner_text()
    notes.close()


@pytest.mark.parametrize("stop", ["0", "999", "abc", "<b>"])
def test_a_stop_that_is_not_there_is_told(visit, stop):
    one = visit()
    one.page.goto(f"{one.url}?view=talk&stop={stop}")
    one.page.wait_for_selector(READY)
    at_stop(one.page, 1)
    assert f"the stop “{stop}”" in one.page.locator("#page-notice").inner_text()


def test_the_talk_is_left_with_the_lecture_view(visit):
    one = visit()
    page = one.page
    page.goto(f"{one.url}?view=talk&stop=3")
    page.wait_for_selector(READY)
    page.keyboard.press("l")
    page.wait_for_function("!document.documentElement.dataset.stop")
    assert not page.locator("#talk-bar").count() and "view=" not in page.url


def test_the_first_screen_starts_the_talk(visit):
    one = visit().open("?at=home", "home-figure")
    one.page.get_by_role("link", name="Start the talk").click()
    one.page.wait_for_selector(READY)
    at_stop(one.page, 1)


def drop(page, name: str, text: str) -> None:
    page.evaluate(
        """([name, text]) => {
          const data = new DataTransfer();
          data.items.add(new File([text], name));
          const how = { dataTransfer: data, bubbles: true, cancelable: true };
          document.body.dispatchEvent(new DragEvent("drop", how));
        }""",
        [name, text],
    )


def test_a_file_dropped_on_the_page_is_given_and_stays_over_a_reload(visit):
    one = visit().open()
    page = one.page
    stop = '[[stop]]\ntitle = "Half <b>way</b>"\nlink = "?at=forward&t=400"\n'
    drop(page, "mine.toml", f'title = "Mine"\n{stop}[[stop]]\ntitle = "x"\nlink = "?at=nowhere"\n{stop}')
    at_stop(page, 1)
    page.wait_for_function("document.querySelector('#forward-t').value === '400'")
    assert page.locator("#talk-stop").inner_text() == "1 / 2"
    assert page.locator("#talk-title").inner_text() == "Half <b>way</b>"
    assert "line 5" in page.locator("#page-notice").inner_text()
    page.keyboard.press("n")
    at_stop(page, 2)
    page.reload()
    at_stop(page, 2)
    assert page.locator("#talk-stop").inner_text() == "2 / 2"
    assert one.errors == []


def test_a_file_that_is_no_talk_leaves_the_page_as_it_was(visit):
    one = visit().open()
    drop(one.page, "mine.toml", "no talk")
    one.page.wait_for_selector("#page-notice")
    assert "There is no stop" in one.page.locator("#page-notice").inner_text()
    assert not one.page.locator("#talk-bar").count()
