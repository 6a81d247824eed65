"""The kit's JavaScript where it decides something, run as modules in the browser."""

import base64

import numpy as np
import pytest

from explainer.kit.pack import DTYPES, pack


@pytest.mark.parametrize("dtype", DTYPES)
def test_packed_arrays_arrive_as_they_were(module, dtype):
    rng = np.random.default_rng(0)
    array = rng.integers(0, 250, (3, 7)) if dtype[0] in "ui" else rng.normal(size=(3, 7)) * 3
    array = array.astype(DTYPES[dtype])
    back = module("codec.js", "const a = kit.unpackAll(given); return [[...a], a.shape];", pack(array, dtype))
    assert back[1] == [3, 7]
    np.testing.assert_array_equal(np.array(back[0]), array.ravel().astype(float))


def test_half_floats_keep_their_extremes(module):
    odd = np.array([0.0, -0.0, 6e-8, 65504, -65504, np.inf, -np.inf, np.nan, 6.1e-5], dtype="f2")
    back = module("codec.js", "return [...kit.unpack(given)];", pack(odd, "f2"))
    np.testing.assert_array_equal(np.array(back, dtype=float), odd.astype(float))


def test_what_plotly_reads_is_left_as_it_came(module):
    packed = pack(np.arange(3.0))
    kept = module("codec.js", "return kit.unpackAll(given);", {"river_figure": {"data": [packed]}})
    assert kept["river_figure"]["data"] == [packed]
    assert base64.b64decode(packed["bdata"]) == np.arange(3, dtype="<f4").tobytes()


def test_asking_keeps_one_call_in_flight_and_only_the_newest_waits(module):
    log = module(
        "asked.js",
        """
        const asked = [], shown = [], open = [];
        const ask = kit.latest((q) => { asked.push(q); return new Promise((done) => open.push(done)); },
                               (answer) => shown.push(answer), () => shown.push("error"));
        const settle = () => new Promise((done) => setTimeout(done));
        for (const q of [1, 2, 3, 4]) ask(q);
        open[0]("one"); await settle();
        const during = [...asked];
        open[1]("four"); await settle();
        return [during, asked, shown, open.length];
        """,
    )
    assert log == [[1, 4], [1, 4], ["one", "four"], 2]


def test_an_error_that_a_newer_hand_has_overtaken_is_dropped_and_the_last_one_is_told(module):
    log = module(
        "asked.js",
        """
        const shown = [], open = [];
        const ask = kit.latest(() => new Promise((done, fail) => open.push(fail)),
                               (answer) => shown.push(answer), (error, q) => shown.push([error.message, q]));
        const settle = () => new Promise((done) => setTimeout(done));
        ask(1); ask(2);
        open[0]("first"); await settle();
        const early = [...shown];
        open[1](new Error("second")); await settle();
        return [early, shown];
        """,
    )
    assert log == [[], [["second", 2]]]


STEPS = {"type": "number", "label": "Steps T", "minimum": 1, "maximum": 4000, "whole": True}
ENDS = {"type": "number", "label": "β", "minimum": 1e-6, "maximum": 0.999, "optional": "own"}
T = {"type": "range", "label": "t", "minimum": 0, "maximum": 9, "maximum_key": "steps", "whole": True}
NAME = {"type": "select", "label": "Schedule", "choices": [["linear", "L", ""], ["cosine", "C", ""]]}


@pytest.mark.parametrize(
    ("control", "raw", "value"),
    [(STEPS, "1000", 1000), (STEPS, " 1e3 ", 1000), (STEPS, "1", 1), (STEPS, "4000", 4000), (ENDS, "", None),
     (ENDS, "2e-4", 2e-4), (T, "700", 700), (NAME, "cosine", "cosine"), ({"type": "switch"}, "true", True)],
)  # fmt: skip
def test_what_is_allowed_is_taken(module, control, raw, value):
    body = "return kit.check(given[0], given[1], {steps: 1000});"
    assert module("check.js", body, [control, raw]) == {"value": value}


@pytest.mark.parametrize(
    ("control", "raw", "says"),
    [(STEPS, "0", "“0”; allowed is a whole number from 1 to 4000"), (STEPS, "2.5", "“2.5”"), (STEPS, "", "empty"),
     (STEPS, "abc", "“abc”"), (STEPS, "NaN", "“NaN”"), (STEPS, "Infinity", "“Infinity”"), (STEPS, "9" * 99, "…”"),
     (ENDS, "1", "from 1e-6 to 0.999"), (T, "1001", "from 0 to 1000"), (NAME, "square", "linear, cosine"),
     ({"type": "switch", "label": "Fresh"}, "maybe", "true or false")],
)  # fmt: skip
def test_what_is_not_allowed_is_named_with_what_is(module, control, raw, says):
    body = "return kit.check(given[0], given[1], {steps: 1000});"
    verdict = module("check.js", body, [control, raw])
    assert says in verdict["error"]


def test_a_number_is_read_with_a_true_minus_and_without_the_digits_that_a_fit_leaves(module):
    read = module(
        "check.js", "return given.map(kit.readable);", [-0.5, 0, 4000, -1.23456789, 0.1 + 0.2, 1e-4, "-3"]
    )
    assert read == ["−0.5", "0", "4000", "−1.2346", "0.3", "1e-4", "−3"]
    places = module("check.js", "return given.map(kit.signed);", ["-0.00", "-0.01", "0.00", "-10"])
    assert places == ["0.00", "−0.01", "0.00", "−10"]


def test_an_address_holds_the_section_and_what_stands_off_its_default(module):
    made = module(
        "links.js",
        """return kit.address("?view=lecture&at=old&x=1", "forward",
                              {t: 400, seed: 0, p: "normal(0,1)", own: null}, {t: 250, seed: 0, p: ""});""",
    )
    assert made == "?at=forward&t=400&p=normal%280%2C1%29&view=lecture"
    assert module("links.js", "return kit.parse(given);", made) == {
        "at": "forward", "figure": None, "view": "lecture", "raw": {"t": "400", "p": "normal(0,1)"},
    }  # fmt: skip


def test_an_address_can_name_a_figure_of_its_section(module):
    made = module("links.js", """return kit.address("", "reverse", {t: 1}, {t: 1}, "guidance");""")
    assert made == "?at=reverse&figure=guidance"
    assert module("links.js", "return kit.parse(given).figure;", made) == "guidance"
    ids = [["reverse", "reverse-guidance"], ["reverse", "reverse-figure"], ["gan-lab", "dstar-figure"]]
    names = module("links.js", "return given.map((pair) => kit.figureName(...pair));", ids)
    assert names == ["guidance", "figure", "dstar-figure"]


def test_between_two_rows_of_a_table_the_overlay_mixes_them(module):
    rows = module(
        "overlays.js",
        """const table = Object.assign(Float32Array.from([0, 10, 2, 30, 8, 40]), {shape: [3, 2]});
           return [-1, 0, 5, 10, 15, 20, 99].map((t) => [0, 1].map(kit.rowAt(table, [0, 10, 20], t)));""",
    )
    knots, table = [0, 10, 20], np.array([[0, 10], [2, 30], [8, 40]])
    expected = [[np.interp(t, knots, column) for column in table.T] for t in (-1, 0, 5, 10, 15, 20, 99)]
    np.testing.assert_allclose(rows, expected)


def test_shading_clips_and_rounds_grey_and_colour(module):
    grey = module(
        "pixels.js",
        """const bytes = new Uint8ClampedArray(20);
           kit.shade(new Uint32Array(bytes.buffer), Float32Array.from([-2, -1, 0, 1, 5]), 1);
           return [...bytes];""",
    )
    assert [grey[i] for i in range(0, 20, 4)] == [0, 0, 128, 255, 255] and set(grey[3::4]) == {255}
    colour = module(
        "pixels.js",
        """const bytes = new Uint8ClampedArray(4);
           kit.shade(new Uint32Array(bytes.buffer), Float32Array.from([-3, 0.2, 3]), 3, 3); return [...bytes];""",
    )
    assert colour == [0, round((0.2 / 3 + 1) * 127.5), 255, 255]


@pytest.mark.parametrize(
    ("value", "limits", "kept"),
    [(0.123456, {"step": 0.01}, 0.12), (-0.3000001, {"step": 0.1}, -0.3), (7, {"maximum": 5, "step": 0.1}, 5),
     (-1, {"minimum": 0.05, "step": 0.1}, 0.05), (2.4, {"minimum": 1, "maximum": 9, "step": 1}, 2),
     (0.0012345, {"log": True, "minimum": 1e-3}, 0.00123), (3.14159, {}, 3.14159)],
)  # fmt: skip
def test_a_dragged_value_is_kept_to_its_limits_and_its_step(module, value, limits, kept):
    assert module("held.js", "return kit.settled(given[0], given[1]);", [value, limits]) == kept


def test_numbers_are_read_from_text_and_what_is_none_is_left_out(module):
    texts = ["1, 2.5,-3", "", "a, 4,,", "1e3"]
    read = module("held.js", "return given.map(kit.numbers);", texts)
    assert read == [[1, 2.5, -3], [], [4], [1000]]


def test_a_film_shows_the_last_frame_that_has_been_reached(module):
    frames = module(
        "film.js", "return [1000, 999, 500, 499, 20, 1, 0].map((t) => kit.frameAt([1000, 500, 20, 0], t));"
    )
    assert frames == [0, 0, 1, 1, 2, 2, 3]


def test_a_film_whose_times_rise_shows_the_last_frame_that_is_not_beyond(module):
    frames = module("film.js", "return [0, 1, 2, 5, 6, 9, 99].map((t) => kit.frameAt([1, 5, 6, 9], t));")
    assert frames == [0, 0, 0, 1, 2, 3, 3]


def test_what_a_film_lacks_is_shown_from_the_other_one(module):
    shown = module(
        "film.js",
        """const tracks = (names) => Object.fromEntries(names.map((name) => [name, name]));
           const film = (...names) => ({ value: { times: [1], tracks: tracks(names) } });
           const sources = new Map([["run", film("xt")], ["kept", film("xt", "eps")], ["late", { value: null }]]);
           const section = { sources };
           return [["run", "kept"], ["late", "kept"], ["run"]].map((names) =>
             ["xt", "eps"].map((track) => {
               const found = kit.filmWith(section, names, track);
               return [...sources].find(([, one]) => found && one.value === found)?.[0] ?? null;
             }));""",
    )
    assert shown == [["run", "kept"], ["kept", "kept"], ["run", None]]


def test_a_streamed_film_is_saved_as_the_shipped_one_it_is(module):
    tracks = np.random.default_rng(0).integers(0, 255, (3, 2, 4, 4)).astype(np.uint8)
    packed = module(
        "film.js",
        """const frames = given.map((f) => Object.assign(Uint8Array.from(f.flat(2)), { shape: [2, 4, 4] }));
           return kit.packedFilm({ times: [9, 5, 0], tracks: { xt: frames } });""",
        tracks.tolist(),
    )
    assert packed == {"times": pack(np.array([9, 5, 0]), "i4"), "tracks": {"xt": pack(tracks, "u1")}}


def test_lines_of_json_arrive_whole_however_the_stream_was_cut(module):
    seen = module(
        "lines.js",
        """const text = JSON.stringify({a: "ε"}) + "\\n" + JSON.stringify({b: 2}) + "\\n";
           const bytes = new TextEncoder().encode(text);
           const body = new ReadableStream({ start(control) {
             for (const byte of bytes) control.enqueue(Uint8Array.of(byte));
             control.close();
           }});
           const seen = [];
           for await (const one of kit.jsonLines(body)) seen.push(one);
           return seen;""",
    )
    assert seen == [{"a": "ε"}, {"b": 2}]


def test_the_frame_of_a_run_is_the_last_one_that_is_not_beyond_t(module):
    frames = module("replay.js", "return given.map((t) => kit.frameOf([0, 2, 5], t));", [0, 1, 2, 4, 5, 99])
    assert frames == [0, 0, 1, 1, 2, 2]


def test_a_curve_breaks_where_it_has_no_finite_number(module):
    made = module(
        "overlays.js",
        """
        const ys = new Float64Array([1, NaN, 2, 3, Infinity, 4]);
        const view = { px: (x) => 10 * x, py: (y) => -y };
        const holes = [0, null, 2];
        return [ys, holes].map((y) => kit.stretches(y.length, (i) => [i, y[i]], view));
        """,
    )
    assert made[0] == [[[0, -1]], [[20, -2], [30, -3]], [[50, -4]]]
    assert made[1] == [[[0, 0]], [[20, -2]]]


def test_a_bar_s_number_fits_the_bar_and_a_label_without_a_width_keeps_its_size(module):
    sizes = module(
        "overlays.js",
        """
        const sized = (x0, x1) => {
          const ink = { fillRect() {}, fillText() {}, measureText: (text) => ({ width: 8 * text.length }) };
          const place = { px: (x) => x, py: () => 50, top: 0, bottom: 100, left: 0, right: 400, unit: 1 };
          const spec = { x0, x1, y0: 0, y1: 0, color: "text", alpha: 1, text: "said" };
          kit.OVERLAYS.box(ink, spec, { ...place, dig: () => "-1.234567" });
          return parseFloat(/([\\d.]+)px/.exec(ink.font)[1]);
        };
        return [sized(100, 300), sized(100, 140), sized(200, 200), sized(380, 380)];
        """,
    )
    assert sizes[0] == sizes[2] == 15
    assert sizes[1] < 15 and sizes[3] < 15  # a narrow bar; a label near the edge


def test_a_drag_follows_the_finger_that_began_it_and_no_other_button(module):
    """A palm or a second finger would draw zigzags, the right mouse button a stroke."""
    seen = module(
        "dom.js",
        """
        const pad = document.createElement("div"), seen = [];
        pad.setPointerCapture = () => {};
        kit.onDrag(pad, { press: (e) => void seen.push(["press", e.clientX]), move: (e) => seen.push(e.clientX),
                          release: (e) => seen.push(`release at ${e.clientX}`) });
        const send = (type, pointerId, clientX, button = 0) =>
          pad.dispatchEvent(new PointerEvent(type, { pointerId, clientX, button }));
        send("pointerdown", 9, 0, 2); send("pointermove", 9, 1, -1); send("pointerup", 9, 1, 2);
        send("pointerdown", 1, 60); send("pointerdown", 2, 220);
        for (let k = 0; k < 3; k++) { send("pointermove", 1, 61 + k, -1); send("pointermove", 2, 221 + k, -1); }
        send("pointerup", 2, 230); send("pointermove", 1, 70, -1); send("pointerup", 1, 70);
        send("pointerdown", 2, 220); send("pointercancel", 2, 220);
        send("pointerdown", 1, 5); send("pointermove", 1, 8); send("lostpointercapture", 1, 0);
        send("pointerdown", 3, 6); send("pointerdown", 3, 7);
        return seen;
        """,
    )
    first = [["press", 60], 61, 62, 63, 70, "release at 70", ["press", 220], "release at 220"]
    assert seen == [*first, ["press", 5], 8, "release at 8", ["press", 6], ["press", 7]]


def test_labels_that_would_touch_make_room_and_the_others_stand_still(module):
    points = [[0, 0], [3, 1], [3, 1], [100, 100]]
    placed = np.array(module("ground.js", "return kit.apart(given, 20);", points), dtype=float)
    gaps = np.linalg.norm(placed[:, None] - placed[None], axis=-1)[np.triu_indices(4, 1)]
    assert gaps.min() >= 20 - 1e-9
    assert placed[3].tolist() == [100, 100]
    np.testing.assert_allclose(placed[:3].mean(0), np.mean(points[:3], 0))
