"""The plane in a real browser: drags ask nothing, points are where Python puts them, links are kept."""

import numpy as np
import pytest
from page import enter, painted, standing


def test_dragging_t_repaints_and_asks_nothing(visit):
    one = visit().open("?at=plane", "plane-figure")
    start = one.settled("#plane-t")
    before = painted(one.page, "#plane-figure canvas >> nth=0", "RGB")
    box = standing(one.page.locator("#plane-t"))
    one.page.mouse.move(box["x"] + box["width"] * 0.12, box["y"] + box["height"] / 2)
    one.page.mouse.down()
    for share in np.linspace(0.12, 0.8, 30):
        one.page.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] / 2)
    one.page.mouse.up()
    assert 750 < int(one.data("plane-figure")["t"]) < 850
    assert np.abs(painted(one.page, "#plane-figure canvas >> nth=0", "RGB") - before).mean() > 3
    assert one.calls[start:] == []
    assert one.errors == []


def test_a_link_opens_what_it_names(visit):
    one = visit().open("?at=plane&data=spiral&t=77&way=back", "plane-figure")
    data = one.data("plane-figure")
    assert (data["data"], data["t"], data["way"]) == ("spiral", "77", "back")
    assert 0 < float(data["sw"]) < 0.15


def test_no_steps_are_refused_beside_the_box_and_the_figure_stays(visit):
    one = visit().open("?at=plane", "plane-figure")
    enter(one.page, "plane-T", 0)
    one.page.get_by_text("allowed").first.wait_for()
    assert painted(one.page, "#plane-figure canvas >> nth=0").std() > 5


@pytest.mark.parametrize("width", [390, 1280])
def test_the_figure_fits_its_page_and_its_legend_leaves_the_plot_room(visit, width):
    one = visit(width=width, height=844).open("?at=plane&figure=solvers", "plane-solvers")
    assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
    one.settled("#plane-solvers")
    assert one.page.locator("#plane-solvers .nsewdrag").first.bounding_box()["height"] >= 120


def test_all_figures_come_and_say_nothing_wrong(visit):
    one = visit().open("?at=plane", "plane-figure")
    for name in ("solvers", "learned", "training", "copying", "straight", "guidance"):
        one.ready(f"plane-{name}")
    assert one.errors == []
    assert one.outside() == []


def test_the_start_is_moved_by_keys_and_its_paths_follow(visit):
    one = visit().open("?at=plane&figure=solvers&sampler=heun", "plane-solvers")
    one.settled("#plane-solvers")
    knob = one.page.locator("#plane-start")
    before = one.data("plane-solvers")["startX"]
    knob.press("Shift+ArrowRight")
    one.page.wait_for_function(
        f"document.querySelector('#plane-solvers [data-ready]').dataset.startX !== '{before}'"
    )
    assert float(one.data("plane-solvers")["startX"]) == pytest.approx(1.2)


def test_the_power_reshapes_the_paths(visit):
    one = visit().open("?at=plane&figure=straight&power=1.5", "plane-straight")
    data = one.data("plane-straight")
    assert data["power"] == "1.5" and float(data["bend"]) > 1


def test_the_guidance_moves_points_and_asks_nothing(visit):
    one = visit().open("?at=plane&figure=guidance&w=0", "plane-guidance")
    start = one.settled("#plane-guidance")
    before = painted(one.page, "#plane-guidance canvas >> nth=1", "RGB")
    one.page.locator("#plane-guidance-w input, input#plane-guidance-w").first.press("End")
    one.page.wait_for_function("document.querySelector('#plane-guidance [data-ready]').dataset.w === '8'")
    assert np.abs(painted(one.page, "#plane-guidance canvas >> nth=1", "RGB") - before).mean() > 0.5
    assert one.calls[start:] == []


def until(one, condition, figure="plane-training"):
    """Wait for something to hold of the figure's data attributes `d`."""
    one.page.wait_for_function(
        f"() => {{ const d = document.querySelector('#{figure} [data-ready]').dataset; return {condition}; }}"
    )
    return one.data(figure)


def test_the_training_opens_at_its_goal_learns_on_and_is_stepped_line_by_line(visit):
    one = visit().open("?at=plane&figure=training", "plane-training")
    told = until(one, "d.trainStep === '20000'")
    assert told["trainState"] == "shipped" and float(told["ratio"]) <= 1.5
    one.page.locator("#plane-state").filter(has_text="Goal reached").wait_for()
    one.page.click("#plane-reset")
    until(one, "d.trainState === 'paused' && d.trainStep === '0'")
    one.page.click("#plane-train")
    until(one, "Number(d.trainStep) > 50")
    one.page.click("#plane-train")
    before = until(one, "d.trainState === 'paused'")
    for line in "2345":
        one.page.click("#plane-line")
        until(one, f"d.trainLine === '{line}'")
    assert int(one.data("plane-training")["trainStep"]) == int(before["trainStep"]) + 1
    assert one.errors == []


def test_a_rate_of_1000_is_said_in_words_and_the_way_back_is_offered(visit):
    one = visit().open("?at=plane&figure=training&rate=1000", "plane-training")
    until(one, "d.trainState === 'paused'")
    one.page.click("#plane-train")
    one.page.get_by_text("The rate is 1000, so each step leaps").wait_for()
    one.page.click("#plane-back")
    until(one, "d.trainState === 'paused'")


def test_the_race_is_scrubbed_with_no_request_and_run_from_one_button(visit):
    one = visit().open("?at=plane&figure=families-figure&race_seconds=1", "families-figure")
    shipped = one.data("families-figure")
    assert all(0 < float(shipped[f"sw{name}"]) < 0.1 for name in ("Vae", "Gan", "Diffusion"))
    start = one.settled("#families-figure")
    one.page.locator("#families-figure-race_t").focus()
    one.page.keyboard.press("Home")
    begun = until(one, "Number(d.swGan) > 0.3", "families-figure")
    assert float(begun["swDiffusion"]) > float(shipped["swDiffusion"]) and one.calls[start:] == []
    exact = one.page.locator("#families-figure-race_t-value")
    assert exact.input_value() == "0.00"
    exact.fill("2.5")
    exact.press("Enter")
    until(one, "d.raceT === '250'", "families-figure")
    exact.fill("7")
    exact.press("Enter")
    one.page.locator("#families-figure-race_t-fault").filter(has_text="from 0 to 6").wait_for()
    assert one.calls[start:] == []
    one.page.click("#families-figure-race")
    until(one, "d.raceState === 'done' && d.raceT === '100'", "families-figure")
    assert one.errors == []


def test_few_points_are_copied_and_many_are_not(visit):
    one = visit().open("?at=plane&figure=copying&count=3", "plane-copying")
    assert float(one.data("plane-copying")["copied"]) > 0.8
    one = visit().open("?at=plane&figure=copying&count=500", "plane-copying")
    assert float(one.data("plane-copying")["copied"]) < 0.2
