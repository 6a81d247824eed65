"""The section `unet` under a hand: the shipped atlas scrubbed, blocks, an own drawing, attention, cuts."""

import numpy as np
from page import enter, painted, standing, unpacked

from explainer import shipped
from explainer.diffusion.unet import answers

FIGURE = "unet-figure"
DIAGRAM = shipped.facts("unet/diagram")


def set_t(one, t: int) -> None:
    enter(one.page, "unet-t-value", t)
    one.shows("t", str(t), FIGURE)


def test_the_atlas_is_scrubbed_without_asking_and_every_block_can_be_reached(visit):
    one = visit().open("?at=unet&t=400&picture=digit-7", FIGURE)
    kept = shipped.arrays("unet/digit-7")
    start = one.settled("#unet-t-value")
    for t in (400, 1, 613, 1000):
        set_t(one, t)
        row = int(np.abs(kept["t"] - t).argmin())
        for place, key in enumerate(("xt", "x0_hat", "eps_hat")):
            shown = painted(one.page, f"#{FIGURE} .dl-tiles >> nth=1 >> canvas >> nth={place}")
            np.testing.assert_array_equal(shown, kept[key][row])
    maps = set()
    boxes = one.page.locator(f"#{FIGURE} .dl-diagram-field button")
    assert boxes.count() == len(DIAGRAM) + 1
    for place, block in enumerate(["xt", *(block["name"] for block in DIAGRAM)]):
        boxes.nth(place).focus()
        one.shows("block", block, FIGURE)
        maps.add(painted(one.page, f"#{FIGURE} .dl-tiles >> nth=0 >> canvas").tobytes())
        words = one.page.locator(f"#{FIGURE} .dl-diagram-words").inner_text()
        count = next((b["parameters"] for b in DIAGRAM if b["name"] == block), 0)
        assert f"{count:,} parameters" in words or not count
    assert len(maps) == boxes.count()
    assert one.page.locator("#unet-block").input_value() == DIAGRAM[-1]["name"]
    boxes.nth(3).hover()
    one.shows("block", DIAGRAM[2]["name"], FIGURE)
    assert one.calls[start:] == [] and one.errors == []


def test_an_own_drawing_is_seen_by_the_network_and_an_empty_one_is_refused(visit):
    one = visit().open("?at=unet&t=200", FIGURE)
    one.page.locator("#unet-drawing").click()
    one.page.get_by_role("button", name="Use the drawing").click()
    one.page.locator("text=The drawing is empty; draw a digit first.").wait_for()
    before = painted(one.page, f"#{FIGURE} .dl-tiles >> nth=1 >> canvas >> nth=1")
    one.page.locator("#unet-drawing").click()
    pad = one.page.locator(".dl-pad:visible")
    box = standing(pad)
    one.page.mouse.move(box["x"] + 140, box["y"] + 40)
    one.page.mouse.down()
    one.page.mouse.move(box["x"] + 140, box["y"] + 240, steps=6)
    one.page.mouse.up()
    drawing = pad.evaluate("pad => pad.toDataURL('image/png').split(',')[1]")
    one.page.get_by_role("button", name="Use the drawing").click()
    seen = f'#{FIGURE} [data-ready][data-picture="drawing"][aria-busy="false"]'
    one.page.wait_for_selector(seen, timeout=120_000)  # torch may be on its way
    expected = answers.atlas("drawing", drawing)
    shown = painted(one.page, f"#{FIGURE} .dl-tiles >> nth=1 >> canvas >> nth=1")
    assert not np.array_equal(shown, before)
    flat = unpacked(expected["x0_hat"]).reshape(-1, 28, 28)
    row = int(np.abs(shipped.arrays("unet/digit-3")["t"] - 200).argmin())
    assert np.abs(shown - flat[row]).max() <= 9  # a shade: threads add in another order
    start = one.settled("#unet-t-value")
    set_t(one, 800)
    assert one.calls[start:] == []


def test_attention_follows_the_clicked_place_and_a_cut_shows_its_loss(visit):
    one = visit().open("?at=unet&t=400", "unet-attention")
    kept = shipped.arrays("unet/digit-3")
    row = int(np.abs(kept["attention_t"] - 400).argmin())
    picture = one.page.locator("#unet-attention .dl-tiles >> nth=0 >> canvas")
    box = standing(picture)
    for column, line in ((2, 1), (5, 6)):
        at = {"x": (column + 0.5) / 7 * box["width"], "y": (line + 0.5) / 7 * box["height"]}
        picture.click(position=at)
        one.shows("row", str(line), "unet-attention")
        one.shows("column", str(column), "unet-attention")
        shown = painted(one.page, "#unet-attention .dl-tiles >> nth=1 >> canvas")
        heads = kept["attention"][row, :, line * 7 + column].reshape(2, 2, 7, 7)
        np.testing.assert_array_equal(shown[:7, :7], heads[0, 0])
        np.testing.assert_array_equal(shown[8:, 8:], heads[1, 1])
    one.ready("unet-cuts")
    one.page.locator("#unet-cuts-cut").select_option("time")
    one.shows("cut", "time", "unet-cuts")
    loss = answers.cuts("time")["loss"]
    one.page.wait_for_selector(f'#unet-cuts [data-ready][data-loss="{loss}"]', state="attached")
    cuts = shipped.arrays("unet/cuts")
    place = [str(name) for name in cuts["names"]].index("time")
    at = int(np.abs(cuts["t"] - 400).argmin())
    shown = painted(one.page, "#unet-cuts .dl-tiles >> nth=0 >> canvas >> nth=2")
    np.testing.assert_array_equal(shown[:, 29:57], cuts["x0_hat"][place, at, 1])
    assert one.errors == []
