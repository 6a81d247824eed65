"""What a section asks and which answer it shows, whatever the order in which hand and server come."""

import pytest

# a section `at` of its own with one setting x and one source, whose calls wait in `open` until they are told
STAGE = """
const at = kit.section(crypto.randomUUID()), open = new Map(), asked = [];
at.define({key: "x", type: "number", value: 0, linked: false});
const call = (_, {x}) => (asked.push(x), new Promise((tell, fail) => open.set(x, {tell, fail})));
const source = at.source({name: "one", keys: ["x"]}, call);
const settle = () => new Promise((done) => setTimeout(done));
const hand = async (x) => { at.set("x", x); await settle(); };
const tell = async (x) => { open.get(x).tell({told: x}); await settle(); };
const seen = () => source.value.told;
source.want("figure"); await settle(); await tell(0);
"""


@pytest.fixture
def stage(module):
    return lambda body, given=None: module("section.js", STAGE + body, given)


def test_a_late_answer_does_not_replace_the_known_one_that_the_hand_went_back_to(stage):
    result = stage("await hand(1); await hand(0); await tell(1); return [seen(), source.waits, asked];")
    assert result == [0, False, [0, 1]]


def test_nor_does_the_answer_to_what_waited_behind_it(stage):
    result = stage("""await hand(1); await hand(2); await hand(0); await tell(1); await tell(2);
                 return [seen(), source.waits, asked];""")
    assert result == [0, False, [0, 1, 2]]


def test_a_late_answer_is_kept_for_the_hand_that_comes_back(stage):
    result = stage("""await hand(1); await hand(0); await tell(1); await hand(1);
                 return [seen(), source.waits, asked];""")
    assert result == [1, False, [0, 1]]


def test_while_a_drag_goes_on_each_answer_is_shown(stage):
    result = stage("""await hand(1); await hand(2); await hand(3); await tell(1);
                 const first = [seen(), source.waits]; await tell(3);
                 return [first, seen(), source.waits, asked];""")
    assert result == [[1, True], 3, False, [0, 1, 3]]


def test_an_answer_that_a_replayed_one_has_overtaken_is_dropped(stage):
    result = stage("""await hand(1); at.replay("one", {told: 7}, {x: 7}); await tell(1);
                 const during = seen(); await hand(8); await tell(8);
                 return [during, seen(), source.waits, asked];""")
    assert result == [7, 8, False, [0, 1, 8]]


def test_an_error_of_an_overtaken_question_is_nobodys_concern(stage):
    result = stage("""await hand(1); await hand(0); open.get(1).fail(new Error("gone")); await settle();
                 return [seen(), source.waits, [...at.errors]];""")
    assert result == [0, False, []]


def test_what_was_not_answered_is_asked_again_when_a_figure_comes_back(stage):
    result = stage("""await hand(1); open.get(1).fail(new Error("gone")); await settle();
                 const said = [...at.errors.values()];
                 source.leave("figure"); source.want("figure"); await settle(); await tell(1);
                 return [said, seen(), source.waits, asked, [...at.errors]];""")
    assert result == [
        ["The server does not answer. What you see is the last good figure."], 1, False, [0, 1, 1], [],
    ]  # fmt: skip


def test_what_changed_while_the_figure_was_away_is_asked_although_an_older_answer_came_meanwhile(stage):
    result = stage("""await hand(1); source.leave("figure"); await hand(2); await tell(1);
                 source.want("figure"); await settle(); await tell(2); return [seen(), asked];""")
    assert result == [2, [0, 1, 2]]


def test_a_run_that_has_begun_is_not_replaced_by_the_film_that_was_asked_before_it(stage):
    result = stage("""
        const {stream} = await import("/stream.js");
        async function* steps() { for (const t of [5, 4]) yield {t, tracks: {xt: t}, of: 2}; }
        await hand(1);
        const run = stream(at, {name: "run", keys: ["x"], film: "one"}, steps);
        await run.start(); await tell(1);
        return [source.value.times, source.waits, at.values.state];""")
    assert result == [[5, 4], False, "done"]


def test_a_run_stops_where_a_film_of_other_settings_is_asked_for(stage):
    result = stage("""
        const {stream} = await import("/stream.js");
        const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        let left = false;
        async function* steps(name, values, signal) {
          for (let t = 9; t > 0 && !signal.aborted; t--) { yield {t, tracks: {xt: t}, of: 9}; await frame(); }
          left = signal.aborted;
        }
        const run = stream(at, {name: "run", keys: ["x"], film: "one"}, steps);
        const ended = run.start(); await frame();
        await hand(2); await tell(2); await ended;
        return [seen(), left, run.running(), at.values.state, at.values.t > 1];""")
    assert result == [2, True, False, "stopped", True]


def test_what_was_foreseen_is_shown_at_once_and_not_asked_again(stage):
    result = stage("""
        const foreseen = source.foresee({x: 5}); await settle();
        const before = seen(); await tell(5); await foreseen;
        const meanwhile = [seen(), at.values.x]; await source.foresee({x: 5});
        await hand(5); return [before, meanwhile, seen(), source.waits, asked];""")
    assert result == [0, [0, 0], 5, False, [0, 5]]


def test_what_could_not_be_foreseen_is_asked_in_its_time(stage):
    result = stage("""
        const none = source.foresee({x: 1}); open.get(1).fail(new Error("gone")); await none;
        const bad = source.foresee({x: 2}); open.get(2).tell({error: {key: "x", message: "no"}}); await bad;
        const said = [...at.errors]; await hand(1); await tell(1);
        return [said, seen(), asked];""")
    assert result == [[], 1, [0, 1, 2, 1]]


def test_a_calm_source_waits_for_the_hand_to_rest_unless_it_knows_the_answer(stage):
    result = stage("""
        source.calm = true;
        await hand(1); const early = [...asked];
        while (!open.has(1)) await settle();
        await tell(1); await hand(0);
        return [early, seen(), source.waits, asked];""")
    assert result == [[0], 0, False, [0, 1]]


# a film of each x under a second slider t, whose frames stand in for the source's answers
FILM = """
const {replay} = await import("/replay.js"), called = [];
at.define({key: "t", type: "range", value: 1, linked: false});
const films = at.source({name: "film", keys: ["x"]}, () => new Promise((tell) => called.push(tell)));
const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
const come = async (x) => {
  called.at(-1)({times: [0, 1], answers: [{told: `start of ${x}`}, {told: `end of ${x}`}], values: [{}, {}]});
  await settle(); await frame();
};
films.want("figure"); await settle(); await come(0);
replay({section: at}, {film: "film", source: "one", t: "t", ends: given});
at.set("t", 0);
const first = seen();
"""


def test_a_frame_of_a_film_of_other_settings_is_not_shown_and_that_of_the_new_one_is_once_it_came(stage):
    result = stage(f"""{FILM} await hand(1); at.set("t", 1); at.set("t", 0); const during = seen();
                 await tell(1); await come(1); return [first, during, seen()];""", False)  # fmt: skip
    assert result == ["start of 0", "start of 0", "start of 1"]


@pytest.mark.parametrize(("ends", "shown"), [(True, "start of 1"), (False, 1)])
def test_where_an_answer_is_that_of_a_film_s_end_the_frame_at_t_takes_its_place(stage, ends, shown):
    result = stage(f"""{FILM} await hand(1); await tell(1); const own = seen(); await come(1);
                 return [first, own, seen()];""", ends)  # fmt: skip
    assert result == ["start of 0", 1, shown]


def test_a_figure_that_is_built_before_the_one_with_its_controls_asks_with_their_values(module):
    asked = module("figure.js", """
        const lists = ["controls", "scrubbers", "panels", "sources", "streams", "reflects", "reports"];
        const bare = {section: "early", title: "", try_this: "", caption: "", layout: "row", code: 0,
                      ...Object.fromEntries(lists.map((name) => [name, []]))};
        const x = {key: "x", type: "number", label: "x", help: "", value: 3, linked: false};
        const known = {first: {...bare, id: "first", stem: "early", controls: [x]},
                       second: {...bare, id: "second", stem: "second", sources: [{name: "one", keys: ["x"]}]}};
        const props = (id) => ({elem_id: id, section: "early", props: {section: "early"}});
        const components = Object.keys(known).map((id, k) => ({id: k, props: props(id)}));
        window.gradio_config = {root: "", api_prefix: "", components};
        const asked = [];
        window.fetch = async (_, {body}) => {
          const [name, values] = JSON.parse(body).data;
          if (name !== "@specs") asked.push([name, values]);
          return new Response(JSON.stringify(name === "@specs" ? known : {}));
        };
        document.body.innerHTML = "<div id=second><div class=dl-host></div></div>";
        kit.fromGradio(document.getElementById("second"), {section: "early", figure: "second"});
        const late = performance.now() + 5000;
        while (!asked.length && performance.now() < late) await new Promise((done) => setTimeout(done, 20));
        return asked;""")  # fmt: skip
    assert asked == [["one", {"x": 3}]]
