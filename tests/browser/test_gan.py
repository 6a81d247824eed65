"""The section `gan` under a hand: shipped, scrubbed, played, stepped, changed, broken and mended."""

import re

import pytest
from page import standing, take

from explainer.gan import shipped
from explainer.gan.lab import answers
from explainer.gan.lab.settings import D_KEYS, Q_HEIGHTS, Q_KEYS

FIGURE = "gan-figure"
PAINTED = """() => [...document.querySelectorAll('#gan-figure .dl-plane canvas')].map((canvas) => {
    const bytes = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    return bytes.reduce((sum, byte, i) => (sum * 31 + byte * (i % 7 + 1)) % 1000003, 0);
})"""


def hero(visit, query=""):
    return visit().open(f"?at=gan{query}", FIGURE)


def until(one, condition, figure=FIGURE):
    """Wait for something to hold of the figure's data attributes `d`."""
    one.page.wait_for_function(
        f"() => {{ const d = document.querySelector('#{figure} [data-ready]').dataset; return {condition}; }}"
    )
    return one.data(figure)


def test_it_opens_on_a_shipped_game_that_reached_its_goal_and_is_scrubbed_with_no_request(visit):
    one = hero(visit)
    frames = shipped.load()[0]
    told = until(one, "d.t === '50'")
    assert (told["state"], told["step"], told["modes"]) == ("shipped", "5000", "8")
    assert float(told["v"]) == frames[-1].v and float(told["js"]) == frames[-1].js
    words = one.page.locator("#gan-figure .dl-player .dl-progress")
    words.filter(has_text="Goal reached: all 8 modes").wait_for()
    last = one.page.evaluate(PAINTED)
    one.page.locator("#gan-t").focus()
    one.page.keyboard.press("ArrowLeft")
    until(one, "d.t === '49'")
    before = one.settled("#gan-t")
    one.page.keyboard.press("Home")
    told = until(one, "d.t === '0'")
    assert told["step"] == "0" and float(told["v"]) == frames[0].v and told["modes"] == "0"
    words.filter(has_text="0 so far").wait_for()
    first = one.page.evaluate(PAINTED)
    assert len(last) == 2 and all(a != b for a, b in zip(first, last, strict=True))
    assert one.calls[before:] == []
    assert one.errors == []


def test_train_goes_on_pause_keeps_and_what_was_played_is_scrubbed(visit):
    one = hero(visit)
    until(one, "d.t === '50'")
    one.page.click("#gan-play")
    until(one, "Number(d.t) >= 53 && Number(d.step) > 5000")
    assert one.data(FIGURE)["state"] == "running"
    one.page.click("#gan-play")
    paused = until(one, "d.state === 'paused'")
    one.page.select_option("#gan-loss", "hinge")  # a change while nothing runs plays nothing
    one.page.wait_for_function("location.search.includes('hinge')")
    assert one.data(FIGURE)["step"] == paused["step"]
    one.page.locator("#gan-t").focus()
    one.page.keyboard.press("Home")
    until(one, "d.step === '0'")
    assert one.errors == []


def test_steps_of_d_and_g_alone_move_only_their_own_player(visit):
    one = hero(visit)
    until(one, "d.t === '50'")
    one.page.click("#gan-reset")
    fresh = until(one, "d.state === 'paused' && d.t === '0' && d.step === '0'")
    one.page.click("#gan-step-d")
    d = until(one, "d.t === '1'")
    assert d["js"] == fresh["js"] and d["v"] != fresh["v"] and d["step"] == "0"
    one.page.click("#gan-step-g")
    g = until(one, "d.t === '2'")
    assert g["js"] != d["js"]
    one.page.click("#gan-step")
    assert until(one, "d.t === '3'")["step"] == "1"
    one.page.click("#gan-reset")
    again = until(one, "d.t === '0'")
    assert again["v"] == fresh["v"]  # the same seed begins the same game
    assert one.errors == []


def test_a_loss_changes_under_way_and_other_data_begin_anew(visit):
    one = hero(visit, "&data=ring&loss=least-squares&seed=3")
    told = until(one, "d.step === '0' && d.state === 'paused'")
    assert (told["data"], told["loss"], told["seed"]) == ("ring", "least-squares", "3")
    one.page.click("#gan-play")
    until(one, "Number(d.step) > 1500")
    one.page.select_option("#gan-loss", "wasserstein")
    told = until(one, "d.v === ''")  # a critic is no probability: there is no V
    # it goes on from what was saved last, a tenth of a second ago or a little more: some 400 steps
    assert int(told["step"]) > 500 and told["state"] == "running"
    one.page.select_option("#gan-data", "moons")
    until(one, "d.data === 'moons' && Number(d.t) < 8 && d.state === 'running'")
    one.page.click("#gan-play")
    until(one, "d.state === 'paused'")
    assert one.errors == []


def test_a_game_that_blows_up_says_why_and_goes_back_to_the_last_good_step(visit):
    one = hero(visit)
    until(one, "d.t === '50'")
    one.page.select_option("#gan-preset", label="Blow-up")
    until(one, "d.loss === 'least-squares' && d.t === '0' && d.state === 'paused'")
    one.page.click("#gan-play")
    until(one, "d.state === 'broken'")
    fault = one.page.locator("#gan-play-fault")
    fault.filter(has_text="ran out of range").wait_for()
    assert "learning rate" in fault.inner_text()
    one.page.click("#gan-back")
    told = until(one, "d.state === 'paused'")
    assert float(told["js"]) > 0 and fault.inner_text() == ""
    one.page.select_option("#gan-preset", label="Eight blobs, balanced")
    until(one, "d.loss === 'non-saturating' && d.step === '0' && d.state === 'paused'")
    one.page.click("#gan-step")
    assert until(one, "d.t === '1'")["step"] == "1"


@pytest.mark.parametrize(
    "query, control, words",
    [
        ("&rate_d=1000", "gan-rate_d", "allowed is a number from 0 to 1"),
        ("&d_steps=0", "gan-k", "allowed is a whole number from 1 to 10"),
        ("&width_g=10000", "gan-width_g", "allowed is a whole number from 1 to 128"),
    ],
)
def test_a_link_that_asks_too_much_is_told_beside_the_control(visit, query, control, words):
    one = visit()
    one.page.goto(f"{one.url}?at=gan{query}")
    one.page.locator(f"#{control}-fault").filter(has_text=words).wait_for(state="attached")


def test_own_points_that_are_not_there_yet_are_asked_for_and_the_last_game_stays(visit):
    one = hero(visit)
    until(one, "d.t === '50'")
    one.page.select_option("#gan-data", "own")
    one.page.locator("#gan-data-fault").filter(has_text="no points of your own yet").wait_for()
    assert one.data("gan-figure")["t"] == "50" and one.errors == []


def test_own_points_are_played_on_and_bad_ones_are_refused_in_words(visit):
    one = hero(visit)
    until(one, "d.t === '50'")
    one.page.locator("#gan-figure summary").click()
    cases = {
        "text.csv": ("a,b\n1,x\n", "'x', which is not a number"),
        "two.csv": ("1,2\n3,4\n", "there are 2 points; allowed are 3 to 20,000"),
        "alike.csv": ("1,2\n" * 9, "they must differ"),
    }
    for name, (text, words) in cases.items():
        one.page.set_input_files("#gan-points", {"name": name, "mimeType": "text/csv", "buffer": text.encode()})
        one.page.locator("#gan-points-fault").filter(has_text=words).wait_for()
    rows = "\n".join(f"{1e9 + i % 7},{1e9 + i % 5}" for i in range(70))
    one.page.set_input_files("#gan-points", {"name": "far.csv", "mimeType": "text/csv", "buffer": rows.encode()})
    until(one, "d.data === 'own' && d.step === '0' && d.state === 'paused'")
    one.page.click("#gan-step")
    assert until(one, "d.t === '1'")["step"] == "1"


def test_points_drawn_by_hand_by_key_or_by_touch_are_played_on(visit):
    one = visit(has_touch=True).open("?at=gan", FIGURE)
    until(one, "d.t === '50'")
    one.page.click("#gan-draw")
    pad, use = one.page.locator("#gan-draw-pad"), one.page.locator("#gan-draw-use")
    assert use.is_disabled()
    pad.press(" ")
    pad.press("Shift+ArrowRight")
    pad.press("Enter")
    box = standing(pad)
    one.page.touchscreen.tap(box["x"] + 0.2 * box["width"], box["y"] + 0.8 * box["height"])
    one.page.get_by_text("3 points", exact=True).wait_for()
    pad.press("Backspace")
    one.page.get_by_text("2 of at least 3 points").wait_for()
    one.page.mouse.move(box["x"] + 0.1 * box["width"], box["y"] + 0.5 * box["height"])
    one.page.mouse.down()
    one.page.mouse.move(box["x"] + 0.9 * box["width"], box["y"] + 0.5 * box["height"], steps=4)
    one.page.mouse.up()
    one.page.get_by_text(re.compile("^3[2-5] points$")).wait_for()  # 0.8 of the width, one every 0.025
    use.click()
    until(one, "d.data === 'own' && d.step === '0' && d.state === 'paused'")
    one.page.click("#gan-step")
    assert until(one, "d.t === '1'")["step"] == "1"
    assert one.errors == []


def test_two_games_are_scrubbed_by_one_slider_and_trained_together(visit):
    figure = "gan-versus"
    one = visit().open("?at=gan", figure)
    told = until(one, "d.pairT === '25'", figure)
    assert (told["modesA"], told["pairStep"], told["pairState"]) == ("8", "5000", "shipped")
    assert float(told["jsB"]) > float(told["jsA"]) + 0.3
    before = one.settled("#gan-versus-pair_t")
    one.page.locator("#gan-versus-pair_t").focus()
    one.page.keyboard.press("Home")
    told = until(one, "d.pairStep === '0'", figure)
    assert told["jsA"] == told["jsB"]  # one seed, one beginning
    assert one.calls[before:] == []
    one.page.click(f"#{figure} .dl-more > summary")
    one.page.fill("#gan-versus-b_rate_d", "0.003")
    one.page.click("#gan-versus-pair_play")
    until(one, "Number(d.pairStep) > 5000 && d.pairState === 'running'", figure)
    one.page.click("#gan-versus-pair_play")
    until(one, "d.pairState === 'paused'", figure)
    one.page.select_option("#gan-versus-pair_preset", label="A Wasserstein, B non-saturating")
    until(one, "d.pairStep === '0' && d.pairState === 'paused'", figure)
    one.page.click("#gan-versus-step")
    until(one, "d.pairStep === '1' && d.pairT === '1'", figure)
    one.ready(FIGURE)
    assert one.data(FIGURE)["state"] == "shipped"  # the game above is another
    assert one.errors == []


def test_on_the_line_v_stays_below_what_the_best_d_reaches(visit):
    figure = "gan-line"
    one = visit().open("?at=gan", figure)
    told = until(one, "d.lineT === '50'", figure)
    frames = shipped.load("line")[0]
    assert float(told["v"]) == frames[-1].v and float(told["js"]) == frames[-1].js
    one.page.fill("#gan-line-line_d_steps", "10")
    one.page.click("#gan-line-line_play")
    until(one, "Number(d.lineStep) > 3000 && d.lineState === 'running'", figure)
    one.page.click("#gan-line-line_play")
    until(one, "d.lineState === 'paused'", figure)
    told = one.data(figure)
    assert float(told["v"]) <= float(told["bestV"]) < 0
    one.page.click("#gan-line-reset")
    until(one, "d.lineStep === '0'", figure)
    one.page.fill("#gan-line-line_rate_g", "1000")
    one.page.keyboard.press("Tab")
    one.page.locator("#gan-line-line_rate_g-fault").filter(has_text="from 0 to 1").wait_for()
    assert one.errors == []


def test_a_saved_page_keeps_what_was_played_and_scrubs_it_from_disk(visit, browser, tmp_path):
    figure = "gan-line"
    one = visit().open("?at=gan", figure)
    until(one, "d.lineT === '50'", figure)
    one.page.click("#gan-line-step")
    told = until(one, "d.lineStep === '3001'", figure)
    with one.page.expect_download() as download:
        take(one.page, "#gan-line", "Page")
    path = tmp_path / "page.html"
    download.value.save_as(path)
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.set_default_timeout(90_000)  # megabytes of plotly are read from disk
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_selector('[data-ready="true"][data-line-step="3001"]')
    assert page.get_attribute("[data-ready]", "data-v") == told["v"]
    page.locator('.dl-scrubber input[type="range"]').press("Home")
    page.wait_for_selector('[data-line-step="0"]')
    assert float(page.get_attribute("[data-ready]", "data-v")) == shipped.load("line")[0][0].v
    context.close()


def test_the_hand_drawn_d_never_beats_d_star(visit):
    one = visit().open("?at=gan&d3=0.1&d4=0.05&g_mean=0.5", "dstar-figure")
    flat = dict(zip(Q_KEYS, Q_HEIGHTS, strict=True))
    heights = dict.fromkeys(D_KEYS, 0.5) | {"d3": 0.1, "d4": 0.05}
    expected = answers.dstar("bell", 0.5, 0.8, **flat, **heights)
    one.page.wait_for_selector(f'#dstar-figure [data-v="{expected["v"]!r}"]', state="attached")
    told = one.data("dstar-figure")
    assert float(told["short"]) > 0 and float(told["vBest"]) == expected["v_best"]
    one.page.locator("#dstar-figure-g_mean").focus()
    one.page.keyboard.press("End")
    far = answers.dstar("bell", 3, 0.8, **flat, **heights)
    one.page.wait_for_selector(f'#dstar-figure [data-js="{far["js"]!r}"]', state="attached")
    one.page.select_option("#dstar-figure-g_shape", "drawn")
    drawn = answers.dstar("drawn", 3, 0.8, **flat, **heights)
    one.page.wait_for_selector(f'#dstar-figure [data-js="{drawn["js"]!r}"]', state="attached")
    one.page.locator('#dstar-figure .dl-knob[aria-label$=" at 3"]:not([aria-label^="D"])').press("Shift+ArrowUp")
    moved = answers.dstar("drawn", 3, 0.8, **(flat | {"q7": 0.1}), **heights)
    one.page.wait_for_selector(f'#dstar-figure [data-js="{moved["js"]!r}"]', state="attached")


def test_the_dirac_gan_circles_and_settles_with_r1(visit):
    one = visit().open("?at=gan", "dirac-figure")
    start = float(one.data("dirac-figure")["end"])
    assert start > 1
    one.page.locator("#dirac-figure-flow_r1").focus()
    one.page.keyboard.press("End")
    one.page.wait_for_function("Number(document.querySelector('#dirac-figure [data-ready]').dataset.end) < 0.2")
    assert one.errors == []
