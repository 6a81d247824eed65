"""The head, the outline and the history: where one is, and how one gets from place to place."""

import pytest

FIRST = "() => document.querySelector('#forward-figure [data-ready=\"true\"]')"
TOP = "id => Math.round(document.getElementById(id).getBoundingClientRect().top)"


def here(one, query: str) -> None:
    """Wait until the address begins so."""
    one.page.wait_for_function("query => location.search.startsWith(query)", arg=query)


def test_back_and_forward_go_through_sections_and_return_to_the_figure(visit):
    one = visit(width=1000).open()
    one.page.get_by_role("tab", name="Reverse").click()
    here(one, "?at=reverse")
    one.ready("reverse-figure")
    one.page.get_by_role("tab", name="GAN").click()
    here(one, "?at=gan")
    one.page.go_back()
    here(one, "?at=reverse")
    one.page.locator("#reverse-figure").wait_for(state="visible")
    one.page.go_back()
    here(one, "?at=forward")
    one.page.locator("#forward-figure").wait_for(state="visible")
    one.page.go_forward()
    here(one, "?at=reverse")
    assert one.page.evaluate("window.name") == "" and one.errors == []


def test_the_outline_numbers_figures_takes_one_there_and_says_where_one_is(visit):
    one = visit().open()
    one.page.keyboard.press("o")
    outline = one.page.locator("#dl-outline")
    entry = outline.get_by_role("link", name="5.1.2")
    title = entry.text_content().removeprefix("5.1.2").strip()
    entry.click()
    figure = one.page.locator(".dl-figure").filter(has=one.page.get_by_role("heading", name=title, exact=True))
    host = figure.locator("xpath=ancestor::*[starts-with(@id, 'forward-')][1]").get_attribute("id")
    one.page.wait_for_function(f"id => Math.abs(({TOP})(id)) < 150", arg=host)
    here(one, f"?at=forward&figure={host.removeprefix('forward-')}")
    assert not outline.is_visible()
    one.page.keyboard.press("o")
    assert title in outline.locator("[aria-current]").text_content()
    one.page.keyboard.press("Escape")
    one.page.go_back()  # to where the page stood when the entry was clicked
    one.page.wait_for_function("history.state && Math.abs(scrollY - history.state.y) < 2 && scrollY < 200")


def test_the_bar_names_the_section_and_the_title_follows(visit):
    one = visit().open()
    assert one.page.title() == "Forward · Diffusion Live"
    assert one.page.locator("#dl-place").text_content() == "5.1 Forward"
    one.page.get_by_role("tab", name="U-Net").click()
    one.page.wait_for_function("document.title === 'U-Net · Diffusion Live'")
    assert one.page.locator("#dl-place").text_content() == "5.3 U-Net"


def test_the_theme_is_switched_and_kept(visit):
    one = visit(locale="en-GB").open()
    one.page.keyboard.press("d")
    assert one.page.evaluate("document.body.classList.contains('dark')")
    one.page.reload()
    one.page.wait_for_function(FIRST)
    assert one.page.evaluate("document.body.classList.contains('dark')")
    one.page.locator("#dl-theme-switch").click()
    assert not one.page.evaluate("document.body.classList.contains('dark')")
    assert one.page.evaluate("localStorage.length") == 0  # the system's own choice again


def test_the_map_stays_in_this_page(visit):
    one = visit().open("?at=home", "home-figure")
    one.page.evaluate("window.stays = true")
    one.page.locator(".dl-map a", has_text="Reverse").click()
    here(one, "?at=reverse")
    one.ready("reverse-figure")
    assert one.page.evaluate("window.stays") and len(one.page.context.pages) >= 1


def test_the_end_of_a_section_leads_on(visit):
    one = visit().open()
    assert one.page.locator("#dl-next").text_content() == "Next: 5.2 Reverse"
    one.settled("#dl-next a")  # figures above it have their heights
    one.page.locator("#dl-next a").click()
    here(one, "?at=reverse")
    one.page.wait_for_function("scrollY < 40 && document.querySelector('#reverse-figure .dl-figure')")


def test_six_stops_from_the_top_to_the_first_slider(visit):
    one = visit().open()
    stops = 0
    while one.page.evaluate("document.activeElement.id") != "forward-t":
        one.page.keyboard.press("Tab")
        stops += 1
        assert stops <= 6
    one.page.locator("#dl-search-switch").focus()
    one.page.keyboard.press("ArrowRight")
    assert one.page.evaluate("document.activeElement.id") == "dl-outline-switch"


def test_the_skip_link_leads_to_the_first_figure(visit):
    one = visit().open()
    one.page.keyboard.press("Tab")
    assert one.page.evaluate("document.activeElement.id") == "dl-skip"
    one.page.keyboard.press("Enter")
    one.page.wait_for_function("document.activeElement.tagName === 'H2'")


def test_at_200_percent_all_is_there_and_nothing_runs_out(visit):
    one = visit(width=640, height=360).open()
    one.page.locator("#forward-figure").evaluate("node => node.scrollIntoView()")
    one.page.wait_for_function("!document.getElementById('dock').hidden")
    found = one.page.evaluate(
        "[document.documentElement.scrollWidth, document.getElementById('dock').offsetHeight]"
    )
    assert found[0] <= 640 and found[1] < 120
    assert one.page.locator("#forward-t").bounding_box()["width"] >= 100


TABS = """() => [...document.querySelectorAll("#chapters > .tab-wrapper [role=tab]")]
  .filter((tab) => tab.scrollWidth <= tab.clientWidth &&
    tab.getBoundingClientRect().right <= document.getElementById("dl-switches").getBoundingClientRect().left)
  .map((tab) => tab.textContent.trim())"""


@pytest.mark.parametrize("width", [1180, 1280, 1920])
def test_all_chapters_stand_whole_in_a_wide_bar(visit, width):
    import app

    one = visit(width=width, height=720).open("?at=reparameterization", "reparameterization-figure")
    titles = [chapter.title for chapter in app.CHAPTERS]
    one.page.wait_for_function(f"titles => JSON.stringify(({TABS})()) === JSON.stringify(titles)", arg=titles)


@pytest.mark.parametrize("width", [390, 360])
def test_all_chapters_are_within_one_tap_on_a_phone(visit, width):
    one = visit(width=width, height=844).open()
    chapters = one.page.locator("#dl-chapters a")
    import app

    assert chapters.count() == len(app.CHAPTERS)
    right = 0
    for i in range(chapters.count()):
        box = chapters.nth(i).bounding_box()
        assert box["x"] >= right - 0.5
        right = box["x"] + box["width"]
        assert 0 <= box["x"] and box["x"] + box["width"] <= width and box["height"] >= 44
    chapters.filter(has_text="GAN").click()
    here(one, "?at=gan")
    one.page.locator("#gan-figure").wait_for(state="visible")
    assert one.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_card_of_a_shared_link_is_ours(visit):
    one = visit().open()
    cards = one.page.evaluate(
        "[...document.querySelectorAll('meta[property], meta[name]')]"
        ".map((meta) => [meta.getAttribute('property') ?? meta.name, meta.content])"
    )
    said = dict(cards)
    assert said["og:title"] == "Forward · Diffusion Live" and len(cards) == len(said)
    assert "Gradio" not in str(cards) and said["og:image"].startswith(one.url)
    assert one.page.request.get(said["og:image"]).ok
    icon = one.page.locator('link[rel="icon"][type="image/svg+xml"]').get_attribute("href")
    assert one.page.request.get(one.url + icon).ok
    assert one.page.locator("footer").is_hidden()


def test_a_server_that_went_is_said_once_and_all_comes_back_by_itself(visit):
    one = visit(width=1000, fragile=True).open()
    one.lose()
    one.page.route("**/*", lambda route: route.abort())
    one.page.get_by_role("tab", name="Reverse").click()
    one.page.locator("#dl-lost").wait_for()
    here(one, "?at=reverse")  # a reload would open it
    one.page.locator("#reverse-figure .dl-error").wait_for()
    assert one.page.locator("#dl-lost").count() == 1
    one.page.unroute_all()
    one.ready("reverse-figure")
    assert one.page.locator("#dl-lost").count() == 0


def test_what_is_out_of_date_is_grey_until_the_answer_comes(visit):
    one = visit(fragile=True).open()
    one.lose()
    one.page.locator("#forward-schedule").select_option("cosine")
    one.page.locator("#forward-figure .dl-outdated").first.wait_for()
    one.page.unroute("**/component_server")
    one.page.locator("#forward-figure .dl-outdated").first.wait_for(state="detached")
    one.shows("schedule", "cosine")
