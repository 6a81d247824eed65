"""Edit, fill in, interpolate and copies under a hand: shipped films scrubbed, fresh ones streamed, refusals."""

import numpy as np
from page import enter, painted, standing, tiles

from explainer import shipped
from explainer.diffusion.reverse.edit.answers import HIDDEN
from explainer.maths import pictures


def put(one, key: str, value: int, figure: str, name: str) -> None:
    enter(one.page, f"{key}-value", value)
    one.shows(name, str(value), figure)


def test_the_strength_scrubs_what_ships_and_an_own_drawing_is_streamed(visit):
    one = visit().open("?at=reverse", "reverse-edit")
    film = shipped.arrays("edits/edit-digit-3")
    start = one.settled("#edit-strength-value")
    for strength in (1000, 750, 0):
        put(one, "edit-strength", strength, "reverse-edit", "edit_t")
        row = int(np.flatnonzero(film["t"] == strength)[0])
        shown = painted(one.page, "#reverse-edit .dl-film >> nth=1 >> canvas")
        np.testing.assert_array_equal(shown, tiles(film["result"][row], 5))
    assert one.calls[start:] == []
    one.page.locator("#reverse-edit-edit_picture").select_option("drawing")
    one.page.locator("#reverse-edit").get_by_text("Nothing has been drawn yet; draw a digit first.").wait_for()
    one.page.locator("#reverse-edit-edit_drawing").click()
    box = standing(one.page.locator(".dl-pad:visible"))
    one.page.mouse.move(box["x"] + 140, box["y"] + 40)
    one.page.mouse.down()
    one.page.mouse.move(box["x"] + 140, box["y"] + 240, steps=6)
    one.page.mouse.up()
    one.page.get_by_role("button", name="Use the drawing").click()
    one.shows("edit_picture", "drawing", "reverse-edit")
    drawn = painted(one.page, "#reverse-edit .dl-film >> nth=0 >> canvas")
    assert drawn[14, 14] > 200 and drawn[14, 2] == 0
    one.page.locator("#reverse-edit-edit_run").click()
    running = '#reverse-edit [data-ready][data-edit-state="running"]'
    one.page.wait_for_selector(running)
    two = "document.querySelector('#reverse-edit [data-ready]').dataset.editFrames >= 2"
    one.page.wait_for_function(two, timeout=120_000)
    one.page.locator("#reverse-edit-stop").click()
    one.page.wait_for_selector('#reverse-edit [data-ready][data-edit-state="stopped"]')
    put(one, "edit-strength", 0, "reverse-edit", "edit_t")
    shown = painted(one.page, "#reverse-edit .dl-film >> nth=1 >> canvas")
    np.testing.assert_array_equal(shown, np.tile(drawn, (2, 5)))


def test_a_brushed_hole_is_filled_and_all_else_stays(visit):
    one = visit().open("?at=reverse", "reverse-inpaint")
    film = shipped.arrays("edits/fill-digit-8")
    shown = painted(one.page, "#reverse-inpaint .dl-film canvas")
    np.testing.assert_array_equal(shown, tiles(film["xt"][-1], 3))
    one.page.locator("#reverse-inpaint-fill_region").click()
    under = painted(one.page, ".dl-pad-under:visible")
    picture = pictures.shipped("digit-8")[..., 0].astype(int)
    np.testing.assert_array_equal(under, picture)
    box = standing(one.page.locator(".dl-pad:visible"))
    one.page.mouse.move(box["x"] + 100, box["y"] + 140)
    one.page.mouse.down()
    one.page.mouse.move(box["x"] + 180, box["y"] + 140, steps=4)
    one.page.mouse.up()
    one.page.locator("dialog:visible").get_by_role("button", name="Use the drawing").click()
    one.shows("fill_hole", "brushed", "reverse-inpaint")
    holed = painted(one.page, "#reverse-inpaint .dl-tiles canvas")
    kept = holed != HIDDEN
    assert 12 < (~kept).sum() < 60
    np.testing.assert_array_equal(holed[kept], picture[kept])
    one.page.locator("#reverse-inpaint .dl-more summary").click()
    one.page.locator("#reverse-inpaint-fill_resample").fill("1")
    one.page.locator("#reverse-inpaint-fill_resample").press("Tab")
    one.page.locator("#reverse-inpaint-fill_run").click()
    one.page.wait_for_selector('#reverse-inpaint [data-ready][data-fill-state="done"]', timeout=240_000)
    shown = painted(one.page, "#reverse-inpaint .dl-film canvas").reshape(3, 28, 3, 28).transpose(0, 2, 1, 3)
    for filled in shown.reshape(9, 28, 28):
        np.testing.assert_array_equal(filled[kept], picture[kept])
    assert one.data("reverse-inpaint")["fillFrames"] == "51" and one.errors == []


def test_mixes_and_copies_are_scrubbed_without_asking(visit):
    one = visit().open("?at=reverse", "reverse-interpolate")
    film = shipped.arrays("edits/mix")
    start = one.settled("#reverse-interpolate-mix_t-value")
    for place in (0, 35, 100):
        put(one, "reverse-interpolate-mix_t", place, "reverse-interpolate", "mix_t")
        row = int(np.flatnonzero(film["t"] == place)[0])
        shown = painted(one.page, "#reverse-interpolate .dl-film canvas")
        np.testing.assert_array_equal(shown, tiles(film["result"][row], 5))
    assert one.calls[start:] == []
    one.ready("reverse-copying")
    data = shipped.arrays("edits/copying")
    start = one.settled("#reverse-t-value")
    for t in (1000, 0):
        put(one, "reverse-t", t, "reverse-copying", "t")
        row = 0 if t else -1
        for nth, key in ((1, "learned"), (2, "exact")):
            wanted = data["end_learned"] if key == "learned" and not t else data[key][row]
            shown = painted(one.page, f"#reverse-copying .dl-film >> nth={nth} >> canvas")
            np.testing.assert_array_equal(shown, tiles(wanted, 4))
    assert one.calls[start:] == []
    one.ready("reverse-nearest")
    near = painted(one.page, "#reverse-nearest .dl-tiles >> nth=1 >> canvas >> nth=1")
    np.testing.assert_array_equal(near[:, 29:57], data["near_memory"][1, 0])
    assert one.errors == []
