"""The VAE's planes in a real browser: what a hand sees, against the networks and SciPy-tested blends."""

import numpy as np
import pytest
from page import painted, standing, take
from PIL import Image

from explainer.vae import atlas, paths, theory
from explainer.vae.latent.walk import answers as walk
from models import coders

MAP, REACH = "latent-map", atlas.REACH
PAIR = "autoencoder-map"


def pair(text: str) -> np.ndarray:
    return np.array([[float(part) for part in text.split(",")]])


def blended(name: str, z) -> np.ndarray:
    return atlas.blend(atlas.atlas(name), np.asarray(z, float))[0]


def decoded(name: str, z) -> np.ndarray:
    return 255 * theory.ink(coders.decoder(name)(z)).reshape(28, 28)


def same(shown: np.ndarray, expected: np.ndarray) -> bool:
    return bool((np.abs(shown - expected[..., None]) <= 1).all())


def middle(page, selector: str) -> tuple[float, float, float]:
    box = standing(page.locator(selector).first)
    return box["x"], box["y"], box["width"]


def test_a_drag_shows_the_blend_and_asks_nothing_and_at_rest_the_network_answers(visit):
    one = visit().open("?at=latent&model=vae-mnist&z=0.5,-1.2", MAP)
    page = one.page
    page.wait_for_selector(f'#{MAP} [data-shown="network"]')
    assert one.data(MAP)["z"] == "0.5,-1.2" and one.data(MAP)["model"] == "vae-mnist"
    assert same(painted(page, "#latent-picture", "RGB"), decoded("vae-mnist", [[0.5, -1.2]]))
    left, top, side = middle(page, f"#{MAP} .dl-map canvas")
    page.mouse.move(left + 0.5 * side, top + 0.5 * side)
    page.mouse.down()
    page.wait_for_selector(f'#{MAP} [data-shown="blend"]')
    begun = one.settled()
    for share in np.linspace(0.5, 0.31, 25):
        page.mouse.move(left + share * side, top + (share + 0.2) * side)
    page.wait_for_function(
        f"() => Math.abs(document.querySelector('#{MAP} [data-z]').dataset.z.split(',')[0] - -2.01) < 0.1"
    )
    assert one.calls[begun:] == []
    assert one.data(MAP)["shown"] == "blend"
    z = pair(one.data(MAP)["z"])
    np.testing.assert_allclose(z[0], [REACH * (2 * 0.31 - 1), -REACH * (2 * 0.51 - 1)], atol=0.05)
    assert same(painted(page, "#latent-picture", "RGB"), blended("vae-mnist", z))
    page.mouse.up()
    page.wait_for_selector(f'#{MAP} [data-shown="network"]')
    assert same(painted(page, "#latent-picture", "RGB"), decoded("vae-mnist", z))
    said = page.locator(f"#{MAP} .dl-said").inner_text()
    gap = np.abs(blended("vae-mnist", z) - decoded("vae-mnist", z)).max()
    assert f"at most {np.ceil(gap):.0f} grey levels" in said
    page.wait_for_function("location.search.includes('z=')")
    assert one.errors == []


def test_the_map_shows_each_point_where_the_encoder_puts_it(visit):
    """Of 5,000 points those that stand alone: ink of the class's colour there, none beside."""
    one = visit(device_scale_factor=2).open("?at=latent", MAP)
    shown = painted(one.page, f"#{MAP} .dl-map canvas", "RGB")
    side = len(shown)
    kept = atlas.shipped("mnist")
    mu, _ = coders.encoded("vae-mnist", kept["pictures"].reshape(-1, 784) / 255)
    places = np.stack([(mu[:, 0] + REACH), (REACH - mu[:, 1])], -1) * side / (2 * REACH)
    cells = (places // (side / 60)).astype(int)
    crowd = np.zeros((62, 62), int)
    np.add.at(crowd, (cells[:, 0] + 1, cells[:, 1] + 1), 1)
    around = sum(np.roll(crowd, (i, j), (0, 1)) for i in (-1, 0, 1) for j in (-1, 0, 1))
    alone = np.flatnonzero(around[cells[:, 0] + 1, cells[:, 1] + 1] == 1)
    assert len(alone) >= 20
    style = "label => getComputedStyle(document.body).getPropertyValue(`--dl-class${label}`).trim()"
    for i in alone:
        colour = one.page.evaluate(style, int(kept["labels"][i])).lstrip("#")
        want = np.array([int(colour[k : k + 2], 16) for k in (0, 2, 4)])
        x, y = places[i].round().astype(int)
        near = shown[max(0, y - 8) : y + 9, max(0, x - 8) : x + 9].reshape(-1, 3)
        mark = near[np.abs(near - 255).max(1) > 60]
        on_a_ring = np.ptp(mark, axis=1).max() < 40 if len(mark) else False
        assert len(mark) and (on_a_ring or np.abs(mark - want).max(1).min() < 60), (i, x, y)


def test_keys_chips_and_grounds_move_the_same_hand(visit):
    one = visit().open("?at=latent&z=0.5,-1.2", MAP)
    knob = one.page.locator(f"#{MAP} .dl-map .dl-knob")
    knob.focus()
    for key, z in (("ArrowRight", "0.6,-1.2"), ("ArrowUp", "0.6,-1.1"), ("Shift+ArrowLeft", "-0.4,-1.1"),
                   ("Shift+ArrowDown", "-0.4,-2.1"), ("ArrowLeft", "-0.5,-2.1")):  # fmt: skip
        knob.press(key)
        one.shows("z", z, MAP)
    assert knob.get_attribute("aria-valuetext") == "−0.50, −2.10"
    kept = atlas.shipped("vae-mnist")
    centre = kept["points"][kept["labels"] == 7].astype(float).mean(0)
    one.page.locator(f"#{MAP} .dl-chips button").nth(7).click()
    one.shows("z", ",".join(f"{round(float(one), 3):g}" for one in centre), MAP)
    before = painted(one.page, f"#{MAP} .dl-map canvas", "RGB")
    one.page.locator("#latent-ground").select_option("mosaic")
    one.shows("ground", "mosaic", MAP)
    after = painted(one.page, f"#{MAP} .dl-map canvas", "RGB")
    assert before.mean() > 200 and after.mean() < 120  # light ground, then pictures on black
    one.page.locator("#latent-model").select_option("vae-fashion")
    one.shows("model", "vae-fashion", MAP)
    one.page.wait_for_selector(f"#{MAP} .dl-chips button:has-text('sandal')")
    one.page.wait_for_selector(f'#{MAP} [data-shown="network"]')
    z = pair(one.data(MAP)["z"])
    assert same(painted(one.page, "#latent-picture", "RGB"), decoded("vae-fashion", z))
    assert one.errors == []


@pytest.mark.parametrize("query", ["model=elephant&z=9,9", "z=NaN,0"])
def test_bad_links_open_the_default_and_say_so(visit, query):
    one = visit().open(f"?at=latent&{query}", MAP)
    assert (one.data(MAP)["z"], one.data(MAP)["model"]) == ("0.5,-1.2", "vae-mnist")
    said = one.page.locator("#latent-z-fault").inner_text()
    assert ("9,9" in said or "NaN,0" in said) and "two numbers from -5.3 to 5.3" in said


def test_a_drawn_digit_gets_its_cloud_and_an_empty_one_its_words(visit):
    one = visit().open("?at=latent&model=vae-mnist", "latent-encode")
    before = one.data("latent-encode")["kl"]
    one.page.locator("#latent-draw").click()
    one.page.get_by_role("button", name="Use the drawing").click()
    one.page.locator("#latent-draw-fault").filter(has_text="empty").wait_for()
    assert one.data("latent-encode")["kl"] == before
    one.page.locator("#latent-draw").click()
    pad = standing(one.page.locator("#latent-encode .dl-pad"))
    one.page.mouse.move(pad["x"] + 140, pad["y"] + 50)
    one.page.mouse.down()
    one.page.mouse.move(pad["x"] + 140, pad["y"] + 230, steps=6)
    one.page.mouse.up()
    one.page.get_by_role("button", name="Use the drawing").click()
    one.shows("picture", "drawing", "latent-encode")
    one.page.wait_for_function(
        "old => document.querySelector('#latent-encode [data-kl]').dataset.kl !== old", arg=before
    )
    assert "KL: similar to a normal" in one.page.locator("#latent-encode table").inner_text()
    assert one.errors == []


def test_a_walk_is_scrubbed_without_a_request_and_can_be_drawn(visit):
    one = visit().open("?at=latent&a=-1,0.5&b=2,1", "latent-walk")
    path = paths.straight(np.array([-1, 0.5]), np.array([2, 1.0]))
    begun = one.settled("#latent-walk-s-value")
    one.page.locator("#latent-walk-s-value").fill("40")
    one.page.locator("#latent-walk-s-value").press("Enter")
    one.shows("s", "40", "latent-walk")
    assert same(
        painted(one.page, "#latent-walk .dl-decoded canvas >> nth=0", "RGB"), blended("vae-mnist", path[[40]])
    )
    assert one.calls[begun:] == []
    one.page.locator("#latent-walk-way").select_option("drawn")
    one.page.locator("#latent-walk-way-fault").filter(has_text="no path has been drawn").wait_for()
    one.page.locator("#latent-walk .dl-map").scroll_into_view_if_needed()
    left, top, side = middle(one.page, "#latent-walk .dl-map canvas")
    one.page.mouse.move(left + 0.3 * side, top + 0.3 * side)
    one.page.mouse.down()
    one.page.mouse.move(left + 0.7 * side, top + 0.3 * side, steps=5)
    one.page.mouse.move(left + 0.7 * side, top + 0.7 * side, steps=5)
    one.page.mouse.up()
    one.page.wait_for_function("document.querySelector('#latent-walk-way-fault').textContent === ''")
    one.page.wait_for_selector('#latent-walk [data-ready][aria-busy="false"]')
    corners = [[-0.4, 0.4], [0.4, 0.4], [0.4, -0.4]]
    expected = walk.stroked(" ".join(f"{REACH * x},{REACH * y}" for x, y in corners))
    shown = one.page.locator("#latent-walk .dl-decoded .dl-caption").inner_text().replace("−", "-")
    at = [float(part) for part in shown.split("(")[1].rstrip(")").split(",")]
    np.testing.assert_allclose(at, expected[40], atol=0.12)
    assert one.errors == []


def test_beta_moves_in_the_page_and_bounds_are_streamed_and_kept(visit):
    one = visit().open("?at=latent&beta=4", "latent-rate")
    begun = one.settled("#latent-beta")
    assert one.data("latent-rate")["beta"] == "4"
    one.page.locator("#latent-beta").focus()
    one.page.locator("#latent-beta").press("ArrowRight")
    one.shows("beta", "10", "latent-rate")
    samples = atlas.shipped("betas")["samples"][5]
    shown = painted(one.page, "#latent-rate .dl-tiles canvas >> nth=0", "RGB")
    assert same(shown[:28, :28], samples[0].astype(float)) and same(shown[29:57, 29:57], samples[9].astype(float))
    assert one.calls[begun:] == []
    one.ready("latent-evidence")
    told = one.data("latent-evidence")
    assert float(told["elbo"]) < float(told["evidence"])
    one.page.locator("#latent-evidence-estimate").click()
    one.page.wait_for_selector(
        '#latent-evidence [data-w_state="done"], #latent-evidence [data-w-state="done"]',
    )
    one.page.locator("#latent-evidence .dl-progress").filter(has_text="4,096 weights").wait_for()
    begun = one.settled("#latent-evidence-w_t")
    one.page.locator("#latent-evidence-w_t").press("Home")
    one.page.wait_for_function("document.querySelectorAll('#latent-evidence tbody tr').length === 1")
    assert one.calls[begun:] == [] and one.errors == []


def test_one_drag_moves_the_same_place_over_both_planes(visit):
    one = visit().open("?at=autoencoder&place=0.15,-0.2", PAIR)
    page = one.page
    left, top, side = middle(page, f"#{PAIR} .dl-map canvas")
    page.mouse.move(left + 0.6 * side, top + 0.5 * side)
    page.mouse.down()
    page.wait_for_function(f"() => document.querySelector('#{PAIR} [data-place]').dataset.place !== '0.15,-0.2'")
    begun = one.settled()
    for share in np.linspace(0.6, 0.8, 12):
        page.mouse.move(left + share * side, top + 0.25 * side)
    page.wait_for_function(
        f"() => Math.abs(document.querySelector('#{PAIR} [data-place]').dataset.place.split(',')[0] - 0.6) < 0.03"
    )
    assert one.calls[begun:] == []
    share = pair(one.data(PAIR)["place"])
    for i, name in enumerate(("ae-mnist", "vae-mnist")):
        kept = atlas.shipped(name)
        z = (kept["low"] + kept["high"]) / 2 + share * (kept["high"] - kept["low"]) / 2
        image = painted(page, f"#{PAIR} .dl-decoded canvas >> nth={i}", "RGB")
        assert same(image, blended(name, z)), name
    page.mouse.up()
    page.wait_for_selector(f'#{PAIR} [data-shown="network"]')
    assert one.errors == []


def test_a_finger_moves_the_place_on_the_map(visit):
    one = visit(width=390, height=844, has_touch=True, is_mobile=True).open("?at=latent&z=0.5,-1.2", MAP)
    left, top, side = middle(one.page, f"#{MAP} .dl-map canvas")
    one.page.touchscreen.tap(left + 0.7 * side, top + 0.4 * side)
    at = 2 * REACH * np.array([0.2, 0.1])
    one.page.wait_for_function(
        f"([x, y]) => {{ const z = document.querySelector('#{MAP} [data-z]').dataset.z.split(',');"
        " return Math.hypot(z[0] - x, z[1] - y) < 0.2; }",
        arg=at.tolist(),
    )
    one.page.wait_for_selector(f'#{MAP} [data-shown="network"]')
    z = pair(one.data(MAP)["z"])
    assert same(painted(one.page, "#latent-picture", "RGB"), decoded("vae-mnist", z)) and one.errors == []


def test_fifty_strokes_are_encoded_and_a_second_drawing_starts_empty(visit):
    one = visit().open("?at=latent&model=vae-mnist", "latent-encode")
    before = one.data("latent-encode")["kl"]
    one.page.locator("#latent-draw").click()
    pad = standing(one.page.locator("#latent-encode .dl-pad"))
    rng = np.random.default_rng(5)
    for x, y in rng.uniform(40, 240, (50, 2)):
        one.page.mouse.move(pad["x"] + x, pad["y"] + y)
        one.page.mouse.down()
        one.page.mouse.move(pad["x"] + x + 15, pad["y"] + y + 15)
        one.page.mouse.up()
    one.page.get_by_role("button", name="Use the drawing").click()
    one.shows("picture", "drawing", "latent-encode")
    one.page.wait_for_function(
        "old => document.querySelector('#latent-encode [data-kl]').dataset.kl !== old", arg=before
    )
    assert one.page.locator("#latent-encode .dl-error").is_hidden() and one.errors == []


def test_a_walk_is_an_animation_and_a_page_that_walks_by_itself(visit, browser, tmp_path):
    one = visit().open("?at=latent&a=-1,0.5&b=2,1", "latent-walk")
    files = {}
    for kind in ("GIF", "Page"):
        with one.page.expect_download() as coming:
            take(one.page, "#latent-walk .dl-tools", kind)
        files[kind] = tmp_path / coming.value.suggested_filename
        coming.value.save_as(files[kind])
    with Image.open(files["GIF"]) as gif:
        frames = []
        for i in range(gif.n_frames):
            gif.seek(i)
            frames.append(np.asarray(gif.convert("L")).astype(int))
    assert len(frames) > 20 and np.abs(frames[0] - frames[-1]).max() > 100
    page = browser.new_context(offline=True).new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(files["Page"].as_uri())
    page.wait_for_selector('[data-ready="true"]', timeout=60_000)
    path = paths.straight(np.array([-1, 0.5]), np.array([2, 1.0]))
    slider = page.locator("input[type=range]").first
    slider.press("End")
    for _ in range(3):
        slider.press("ArrowLeft")
    step = int(slider.input_value())
    page.wait_for_selector(f'[data-s="{step}"]')
    assert same(painted(page, ".dl-decoded canvas >> nth=0", "RGB"), blended("vae-mnist", path[[step]]))
    page.context.close()
    assert errors == []
