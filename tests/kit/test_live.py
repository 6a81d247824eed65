"""A run without an end, a plane and dots drawn by hand: what the page decides, and the gallery's figure."""

import math

import pytest
from chromium import bring


def test_the_line_at_a_level_runs_where_the_field_crosses_it(module):
    """Oracle: a plane field f = x + 2y is crossed along a straight line, to rounding."""
    n, level = 5, 4.5
    field = [x + 2 * y for y in range(n) for x in range(n)]
    found = module("square.js", "return kit.crossings(given[0], given[1], given[2]);", [field, n, level])
    ends = [(x, y) for a, b, c, d in found for x, y in ((a, b), (c, d))]
    assert all(x + 2 * y == pytest.approx(level) for x, y in ends)
    assert sum(math.dist((a, b), (c, d)) for a, b, c, d in found) == pytest.approx(math.hypot(4, 2))
    assert module("square.js", "return kit.crossings(given, 3, 0.5);", [0] * 9) == []


def test_a_saddle_is_crossed_twice_and_a_peak_is_run_around(module):
    saddle = module("square.js", "return kit.crossings([1, 0, 0, 1], 2, 0.5);")
    assert len(saddle) == 2
    peak = module("square.js", "return kit.crossings([0, 0, 0, 0, 1, 0, 0, 0, 0], 3, 0.5);")
    assert len(peak) == 4 and sum(math.dist(s[:2], s[2:]) for s in peak) == pytest.approx(
        4 * math.hypot(0.5, 0.5)
    )


def test_frames_that_are_let_go_leave_the_others_in_their_order_and_counted_anew(module):
    film = module(
        "live.js",
        """const film = { times: [0, 1, 2, 3, 4], answers: ["a", "b", "c", "d", "e"], values: [0, 1, 2, 3, 4],
                          packed: ["A", "B", "C", "D", "E"],
                          tracks: { v: [10, 11, 12, 13, 14] }, saved: null };
           kit.filtered(film, (i) => i % 2 === 0);
           const { times, ...rest } = kit.shippable(film);
           return { ...film, shipped: [times.shape, rest] };""",
    )
    told = {"values": [0, 2, 4], "tracks": {"v": [10, 12, 14]}}
    assert film.pop("shipped") == ["3", {"answers": ["A", "C", "E"], **told}]
    kept = {"times": [0, 1, 2], "answers": ["a", "c", "e"], "packed": ["A", "C", "E"], "saved": None}
    assert film == kept | told


def test_what_arrives_in_a_burst_is_shown_at_one_refresh_each_and_at_once_when_asked(module):
    shown = module(
        "live.js",
        """const shown = [], refresh = () => new Promise(requestAnimationFrame);
           const turn = new kit.InTurn((item) => shown.at(-1).push(item));
           const after = async () => { shown.push([]); await refresh(); };
           [1, 2, 3, 4, 5].forEach((item) => turn.push(item));
           return after().then(after).then(after).then(() => {
             [6, 7].forEach((item) => turn.push(item));
             shown.push([]);
             turn.flush();
             return after().then(() => shown);
           });""",
    )
    assert shown == [[1, 2, 3], [4], [5], [6, 7], []]


def test_a_stroke_leaves_points_evenly_and_they_are_written_over_the_square(module):
    points = module("dots.js", "return kit.sprayed([0.1, 0.1], [0.1, 0.35], 0.1);")
    assert points == [pytest.approx([0.1, 0.2]), pytest.approx([0.1, 0.3])]
    assert module("dots.js", "return kit.sprayed([0, 0], [0.01, 0], 0.1);") == []
    assert module("dots.js", "return kit.written([[0, 1], [0.5, 0.25]]);") == "-1.0000, 1.0000\n0.0000, -0.5000"


# over how many seconds sixty frames came, and how often the words changed meanwhile
TOLD = """async () => {
  const root = document.querySelector("#gallery-walk [data-ready]"), begun = performance.now();
  let told = 0, frames = 0;
  const words = new MutationObserver(() => told++);
  words.observe(root.querySelector(".dl-progress"), { childList: true });
  await new Promise((done) => {
    new MutationObserver(() => ++frames === 60 && done()).observe(root, { attributeFilter: ["data-walk-step"] });
  });
  words.disconnect();
  return [(performance.now() - begun) / 1000, told];
}"""


def test_a_run_is_played_changed_paused_scrubbed_refused_broken_and_mended(tab, gallery):
    page = tab()
    page.goto(gallery)

    def until(condition):
        page.wait_for_function(
            "() => { const root = document.querySelector('#gallery-walk [data-ready=\"true\"]');"
            f" if (!root) return false; const d = root.dataset; return {condition}; }}"
        )
        return page.eval_on_selector("#gallery-walk [data-ready]", "root => ({...root.dataset})")

    # what grows above may push it off the screen, where nothing is painted
    bring(
        page,
        "gallery-walk",
        '[data-ready="true"][data-walk-state="shipped"][data-walk-t="2"][data-walk-step="2"]',
    )
    page.click("#gallery-walk-walk_play")
    until("d.walkState === 'running' && Number(d.walkStep) > 8")
    seconds, told = page.evaluate(TOLD)
    assert 1 <= told <= 4 * seconds + 1  # words that change with every frame are read by nobody
    page.fill("#gallery-walk-walk_length", "5")
    page.locator("#gallery-walk-walk_length").blur()
    until(f"Number(d.walkStep) > {int(until('true')['walkStep']) + 40}")
    page.click("#gallery-walk-walk_play")
    paused = until("d.walkState === 'paused' && d.walkT === d.walkLast")
    # what has come since the last frame that a run can go on from is let go
    assert int(paused["walkStep"]) % 3 == 0
    page.click("#gallery-walk-step")
    until(f"d.walkStep === '{int(paused['walkStep']) + 5}' && d.walkState === 'paused'")
    page.locator("#gallery-walk-walk_t").focus()
    page.keyboard.press("Home")
    until("d.walkStep === '0'")
    page.fill("#gallery-walk-walk_length", "7")
    page.locator("#gallery-walk-walk_length").blur()
    page.click("#gallery-walk-step")
    page.locator("#gallery-walk-walk_length-fault").filter(has_text="The length is 7").wait_for()
    until("d.walkState === 'failed'")
    page.fill("#gallery-walk-walk_length", "9")
    page.locator("#gallery-walk-walk_length").blur()
    page.click("#gallery-walk-walk_play")
    until("d.walkState === 'broken'")
    page.locator("#gallery-walk-walk_play-fault").filter(has_text="went beyond step 1,000").wait_for()
    page.click("#gallery-walk-back")
    until("d.walkState === 'paused' && Number(d.walkStep) > 990 && Number(d.walkStep) <= 1000")
    page.fill("#gallery-walk-walk_start", "1")
    page.locator("#gallery-walk-walk_start").blur()
    until("d.walkStep === '0' && d.walkLast === '0' && d.walkState === 'paused'")
