"""The reverse section: the shipped chain under the hand, a fresh one streamed, stopped, refused."""

import numpy as np
import pytest
from page import enter, painted, tiles

from explainer import shipped
from explainer.diffusion.reverse.chain import answers
from explainer.maths import chains
from explainer.maths.arguments import BadArgument

FIGURE = "reverse-figure"
CANVAS = f"#{FIGURE} canvas >> nth=0"


def set_t(one, t: int) -> None:
    enter(one.page, "reverse-t-value", t)
    one.shows("t", str(t), FIGURE)


def test_it_opens_on_the_shipped_chain_and_scrubs_it_without_asking(visit):
    one = visit().open("?at=reverse", FIGURE)
    assert one.data(FIGURE)["state"] == "shipped"
    stored = shipped.arrays("reverse/unet-mnist-mixed")
    times, x0_hat = stored["t"], stored["x0_hat"]
    x = (stored["xt"].astype(float) / 127.5 - 1) * stored["scale"].astype(float)[:, None, None, None]
    xt = np.floor((np.clip(x, -1, 1) + 1) / 2 * 255 + 0.5)
    assert int(one.data(FIGURE)["frames"]) == len(times)
    start = one.settled("#reverse-t-value")
    for t in (1000, 640, 300, 1, 0):
        set_t(one, t)
        frame = int(np.flatnonzero(times >= t)[-1])
        assert np.abs(painted(one.page, CANVAS) - tiles(xt[frame])).max() <= 1
        if frame < len(x0_hat):
            np.testing.assert_array_equal(painted(one.page, f"#{FIGURE} canvas >> nth=1"), tiles(x0_hat[frame]))
    assert one.calls[start:] == [] and one.errors == []


def test_a_fresh_chain_streams_is_kept_and_is_that_of_its_seed(visit):
    one = visit().open("?at=reverse&class=7&sampler=ddim&steps=12&guidance=1&seed=3", FIGURE)
    for key, value in (("class", "7"), ("sampler", "ddim"), ("steps", "12"), ("seed", "3")):
        assert one.page.locator(f"#reverse-{key}").input_value() == value
    pictures = []
    for _ in range(2):
        one.page.locator("#reverse-generate").click()
        one.page.wait_for_selector(f'#{FIGURE} [data-state="done"][data-t="0"]', timeout=120_000)
        assert one.data(FIGURE)["frames"] == "13"
        pictures.append(painted(one.page, CANVAS))
        set_t(one, 1000)
    np.testing.assert_array_equal(*pictures)
    assert "13 of 13 frames" in one.page.locator("#reverse-figure .dl-progress").inner_text()
    start = one.settled("#reverse-t-value")
    noisy = painted(one.page, CANVAS)
    set_t(one, 500)
    assert not np.array_equal(painted(one.page, CANVAS), noisy)
    assert one.calls[start:] == [] and one.errors == []


def test_stop_stops_and_the_frames_so_far_stay_then_generate_works_again(visit):
    one = visit().open("?at=reverse&steps=400", FIGURE)
    one.page.locator("#reverse-generate").click()
    one.page.wait_for_function(f"Number(document.querySelector('#{FIGURE} [data-frames]').dataset.frames) < 300")
    one.page.wait_for_selector(f'#{FIGURE} [data-state="running"]')
    one.page.wait_for_selector("#reverse-figure .dl-progress:has-text('frames')")
    one.page.locator("#reverse-stop").click()
    one.page.wait_for_selector(f'#{FIGURE} [data-state="stopped"]')
    frames = int(one.data(FIGURE)["frames"])
    assert 0 < frames < 401
    one.page.wait_for_timeout(700)
    assert int(one.data(FIGURE)["frames"]) == frames
    one.page.locator("#reverse-steps").fill("3")
    one.page.locator("#reverse-steps").press("Tab")
    one.page.locator("#reverse-generate").click(click_count=2)
    one.page.wait_for_selector(f'#{FIGURE} [data-state="done"]')
    assert one.data(FIGURE)["frames"] == "4"


def test_a_run_that_breaks_off_says_so_and_leaves_the_last_chain(visit):
    one = visit(fragile=True).open("?at=reverse&t=0", FIGURE)
    before = painted(one.page, CANVAS)
    one.lose()
    one.page.locator("#reverse-generate").click()
    one.page.wait_for_selector(f'#{FIGURE} [data-state="failed"]')
    one.page.locator("#reverse-figure .dl-error").filter(has_text="broke off").wait_for()
    np.testing.assert_array_equal(painted(one.page, CANVAS), before)
    one.page.unroute("**/component_server")
    one.page.locator("#reverse-steps").fill("2")
    one.page.locator("#reverse-steps").press("Tab")
    one.page.locator("#reverse-generate").click()
    one.page.wait_for_selector(f'#{FIGURE} [data-state="done"]')


def test_another_class_brings_its_own_shipped_chain(visit):
    one = visit().open("?at=reverse&t=0", FIGURE)
    mixed = painted(one.page, CANVAS)
    one.page.locator("#reverse-class").select_option("4")
    one.shows("class", "4", FIGURE)
    assert not np.array_equal(painted(one.page, CANVAS), mixed)
    last = chains.as_grey(shipped.arrays("reverse/unet-mnist-4"))["xt"][-1]
    np.testing.assert_array_equal(painted(one.page, CANVAS), tiles(last))


def test_another_class_chosen_while_a_chain_runs_ends_that_run(visit):
    one = visit().open("?at=reverse&steps=400", FIGURE)
    one.page.locator("#reverse-generate").click()
    one.page.wait_for_selector("#reverse-figure .dl-progress:has-text('of 401 frames')")
    one.page.locator("#reverse-class").select_option("4")
    one.page.wait_for_selector(f'#{FIGURE} [data-state="shipped"][data-class="4"]')
    assert one.page.locator("#reverse-figure .dl-progress").inner_text() == ""
    set_t(one, 0)
    last = chains.as_grey(shipped.arrays("reverse/unet-mnist-4"))["xt"][-1]
    np.testing.assert_array_equal(painted(one.page, CANVAS), tiles(last))
    begun = one.settled()
    one.page.wait_for_timeout(500)  # in which the run would go on
    assert one.data(FIGURE)["t"] == "0" and one.calls[begun:] == [] and one.errors == []


@pytest.mark.parametrize(
    ("key", "value"),
    [("class", "elephant"), ("sampler", "magic"), ("steps", 0), ("steps", 2.5), ("steps", "x"), ("seed", -1),
     ("guidance", float("nan")), ("guidance", 99), ("eta", 2), ("eta", None), ("steps", True)],
)  # fmt: skip
def test_bad_settings_are_refused_beside_their_control_before_a_network_runs(key, value):
    settings = {"class": "3", "sampler": "ddim", "steps": 10, "guidance": 1, "seed": 0, "eta": 0.0}
    with pytest.raises(BadArgument) as caught:
        next(answers.generate(**settings | {key: value}))
    assert caught.value.argument == key and str(value) in str(caught.value) and "allowed" in str(caught.value)
