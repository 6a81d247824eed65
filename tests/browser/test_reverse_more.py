"""The reverse section's other figures under a hand: targets, Algorithm 2, one step, guidance."""

import numpy as np
from page import enter, painted, said, standing, unpacked

from explainer import shipped
from explainer.diffusion.reverse.algorithm import answers as algorithm
from explainer.diffusion.reverse.chain import answers
from explainer.diffusion.reverse.measured import answers as measured
from explainer.diffusion.reverse.step import answers as one_step


def track(film: dict, name: str) -> np.ndarray:
    return unpacked(film["tracks"][name]).astype(int)


def test_the_picked_picture_s_targets_follow_t_with_no_request_and_the_pixel_is_python_s(visit):
    one = visit().open("?at=reverse&t=640", "reverse-figure")
    box = standing(one.page.locator("#reverse-figure .dl-film canvas").first)
    one.page.mouse.click(box["x"] + 0.4 * box["width"], box["y"] + 0.1 * box["height"])
    one.ready("reverse-targets")
    one.shows("picked", "1", "reverse-targets")
    enter(one.page, "reverse-targets-row", 9)
    one.shows("row", "9", "reverse-targets")
    film = answers.targets(**{"class": "mixed", "picked": 1, "row": 9, "column": 14})
    times = shipped.arrays("reverse/unet-mnist-mixed")["t"]
    start = one.settled("#reverse-t-value")
    for t in (1000, 430, 2):
        enter(one.page, "reverse-t-value", t)
        one.shows("t", str(t), "reverse-targets")
        frame = min(int(np.flatnonzero(times >= t)[-1]), len(times) - 2)
        for nth, name in ((2, "eps"), (3, "mean")):
            np.testing.assert_array_equal(
                painted(one.page, f"#reverse-targets .dl-film canvas >> nth={nth}"), track(film, name)[frame, 0]
            )
        cells = one.page.locator("#reverse-targets tbody tr td").all_inner_texts()
        assert cells == [text for _, text in film["tracks"]["rows"][frame][0]]
    assert one.calls[start:] == [] and one.errors == []


def test_algorithm_2_is_stepped_line_by_line_forwards_and_back_with_no_request(visit):
    one = visit().open("?at=reverse&step=24", "algorithm2")
    told, rows = algorithm.listing(), algorithm.rows(14, 14)["tracks"]["rows"]
    start = one.settled("#algorithm2-step")

    def holds(moment: int) -> None:
        one.shows("step", str(moment), "algorithm2")
        stage = told["stages"][moment - 1]
        assert one.data("algorithm2")["stage"] == stage
        lit = [said(piece) for piece in one.page.locator("#algorithm2 .dl-lit").all()]
        pieces = [
            text for p in told["listings"] for line in p["lines"] for text, of in line if stage in of.split()
        ]
        assert [text.strip() for text in lit] == [text.strip() for text in pieces]
        outlines = "all => all.filter((node) => getComputedStyle(node).outlineStyle !== 'none').length"
        assert one.page.eval_on_selector_all("#algorithm2 .dl-lit", outlines) == 0
        assert said(one.page.locator("#algorithm2 .dl-runs")) == told["words"][moment - 1]
        for nth, name in enumerate(("xt", "eps", "mean", "z", "xs")):
            np.testing.assert_array_equal(
                painted(one.page, f"#algorithm2 .dl-film canvas >> nth={nth}"), track(told, name)[moment - 1, 0]
            )
        assert one.page.locator("#algorithm2 tbody tr td").all_inner_texts() == [b for _, b in rows[moment - 1]]

    holds(24)
    one.page.locator("#algorithm2 button[aria-label='One step on']").click()
    holds(25)
    one.page.locator("#algorithm2 button[aria-label='One step back']").click()
    holds(24)
    one.page.locator("#algorithm2-step").focus()
    one.page.keyboard.press("End")
    holds(82)
    one.page.keyboard.press("Home")
    holds(1)
    one.page.keyboard.press(" ")  # play: it moves on by itself
    one.page.wait_for_function("Number(document.querySelector('#algorithm2 [data-step]').dataset.step) > 2")
    assert one.calls[start:] == [] and one.errors == []


def test_a_clicked_pixel_s_divergence_is_python_s_along_t_and_for_both_variances(visit):
    one = visit().open("?at=reverse&t=200", "reverse-step")
    canvas = one.page.locator("#reverse-step .dl-picture canvas").first
    canvas.scroll_into_view_if_needed()
    box = standing(canvas)
    one.page.mouse.click(box["x"] + 13.5 / 28 * box["width"], box["y"] + 9.5 / 28 * box["height"])
    one.shows("row", "9", "reverse-step")
    one.shows("column", "13", "reverse-step")
    asked = {"digit": "digit-3", "row": 9, "column": 13, "variance": "small"}

    def holds(t: int) -> None:
        one.shows("t", str(t), "reverse-step")
        told = one_step.step(**asked | {"t": t})
        assert float(one.data("reverse-step")["kl"]) == told["kl"]
        cells = one.page.locator("#reverse-step tbody tr td").all_inner_texts()
        assert cells == [text for row in told["rows"]["rows"] for text in row[1:]]

    holds(200)
    enter(one.page, "reverse-t-value", 3)
    holds(3)
    one.page.locator("#reverse-step-variance").select_option("large")
    asked["variance"] = "large"
    one.shows("variance", "large", "reverse-step")
    holds(3)
    assert one.errors == []


def test_the_row_of_weights_is_scrubbed_together_with_no_request(visit):
    one = visit().open("?at=reverse&t=1000", "reverse-guided")
    stored = shipped.arrays("reverse/guidance")
    times, pictures = stored["t"], stored["x0_hat"].astype(int)
    start = one.settled("#reverse-t-value")
    for t in (700, 0):
        enter(one.page, "reverse-t-value", t)
        one.shows("t", str(t), "reverse-guided")
        frame = int(np.flatnonzero(times >= t)[-1])
        grid = pictures[frame].reshape(3, 7, 28, 28).transpose(0, 2, 1, 3).reshape(84, 196)
        np.testing.assert_array_equal(painted(one.page, "#reverse-guided .dl-film canvas >> nth=0"), grid)
    others = '"ask",["step",'  # the figure above is near enough to follow t with a question of its own
    assert [call for call in one.calls[start:] if others not in call] == [] and one.errors == []


def test_the_grid_of_samplers_and_steps_shows_every_cell(visit):
    one = visit().open("?at=reverse", "reverse-budget")
    told = measured.budget()
    for nth, name in enumerate(measured.SAMPLERS):
        cells = track(told, name)[0]
        wide = cells.transpose(1, 0, 2).reshape(cells.shape[1], -1)
        np.testing.assert_array_equal(painted(one.page, f"#reverse-budget .dl-film canvas >> nth={nth}"), wide)
    rows = one.page.locator("#reverse-budget tbody tr").evaluate_all(
        "rows => rows.map((row) => row.cells.length)"
    )
    assert rows == [1 + 6] * 6
    assert "200 real pictures" in one.page.locator("#reverse-budget .dl-notes").inner_text()
    assert one.errors == []
