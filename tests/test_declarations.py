"""Every name that a figure declares leads somewhere, and means one thing in its section.

No source is left out: those that run a network are asked at their section's defaults, too. Of a film that
is streamed the frames that ship are looked at, and the first frame of a run without an end.
"""

from collections import defaultdict
from contextlib import closing
from functools import cache

import gradio as gr
import pytest

import app
from explainer.kit import controls
from explainer.kit.asked import Source, answered
from explainer.kit.compose import Compose
from explainer.kit.declared import LAYOUTS, unset
from explainer.kit.figure import Figure, listing
from explainer.kit.film import Film
from explainer.kit.gallery import tab as gallery
from explainer.kit.live import Live, Player
from explainer.kit.names import names
from explainer.kit.numbers import Numbers
from explainer.kit.plot import Counts, Curve, Plot
from explainer.kit.stream import Stream

with gr.Blocks(analytics_enabled=False) as gallery_page:
    gallery.build()
SECTIONS: dict[str, list[Figure]] = defaultdict(list)
for _page in (app.demo, gallery_page):
    for _block in _page.blocks.values():
        if isinstance(_block, Figure):
            SECTIONS[_block.section].append(_block)


def declared(section: str) -> list[dict]:
    """Specs of a section's controls and scrubbers."""
    parts = [figure.parts for figure in SECTIONS[section]]
    return [control for part in parts for control in (*part["controls"], *part["scrubbers"])]


@cache
def defaults(section: str) -> dict:
    values = {control["key"]: control["value"] for control in reversed(declared(section))}  # the first counts
    panels = [panel for figure in SECTIONS[section] for panel in figure.parts["panels"]]
    hands = [hand for panel in panels for hand in panel.get("hands", ())]
    return values | {
        hand["rest"]: values[hand["key"]] for hand in hands if hand["rest"]
    }  # where it stands at first


def asked(section: str, source: Source) -> dict:
    values = defaults(section)
    left_out = {key for key, (other, value) in source.only.items() if values[other] != value}
    return {key: None if key in left_out else values.get(key) for key in source.keys}


@cache
def answer(section: str, name: str) -> dict:
    """A source's answer to the section's defaults."""
    source = next(figure.sources[name] for figure in SECTIONS[section] if name in figure.sources)
    return answered(source, asked(section, source))


def leads(section: str, path: str, roles: set[str]) -> bool:
    """Whether a path leads somewhere in the answer to the defaults.

    A role of a text with movable numbers is there only while the text has such a number.
    """
    source, *fields = path.split(".")
    at = answer(section, source)
    for field in fields:
        field = defaults(section)[field[1:-1]] if field.startswith("{") else field
        if isinstance(at, dict) and at and field == fields[-1] and field in roles:
            return True
        if isinstance(at, list) and str(field).isdigit() and int(field) < len(at):
            at = at[int(field)]
        elif isinstance(at, dict) and field in at:
            at = at[field]
        else:
            return False
    return True


@pytest.mark.parametrize("section", SECTIONS)
def test_every_source_answers_its_defaults_with_each_field_that_a_part_reads(section):
    roles = {role for control in declared(section) for role in control.get("roles", ())}
    astray = [
        f"{figure.parts['id']}: {name.word} is {name.name!r}"
        for figure in SECTIONS[section]
        for name in names(figure.parts)
        if name.kind in ("path", "track")
        and not any(leads(section, path, roles) for path in name.name.split(" or "))
    ]
    assert not astray
    assert not [
        name for figure in SECTIONS[section] for name in figure.sources if "error" in answer(section, name)
    ]


def logarithmic(found, path=()):
    """The logarithmic axes of an answer, each with its path."""
    for key, value in (
        found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    ):
        if isinstance(value, dict) and value.get("type") == "log":
            yield (*path, key), value
        yield from logarithmic(value, (*path, key))


@pytest.mark.parametrize("section", SECTIONS)
def test_a_label_of_a_logarithmic_axis_says_the_whole_number(section):
    """Left to itself, Plotly labels what is between the powers of ten by its first digit: "5" at 0.5."""
    axes = [
        (name, *path, axis)
        for figure in SECTIONS[section]
        for name in figure.sources
        for path, axis in logarithmic(answer(section, name))
    ]
    free = [place for *place, axis in axes if not {"dtick", "tickvals"} & set(axis)]
    assert all("snr_figure" in place for place in free), free  # many decades, how many follows from T
    assert not [place for *place, axis in axes if str(axis.get("dtick", 1)).startswith("D")]


def set_by_runs(section: str) -> set[str]:
    """Keys that the steps of a section's runs set: in films that ship, and in the first frame of live runs."""
    streams = [stream for figure in SECTIONS[section] for stream in figure.streams.values()]
    steps = [values for stream in streams for values in answer(section, stream.film).get("values", ())]
    for stream in streams:
        if isinstance(stream, Live):
            values = {**defaults(section), "move": "new", "saved": None}
            with closing(stream.run(**stream.arguments(values))) as run:
                frame = next(run)
            steps += [frame["values"], frame["grows"]]
    return {key for step in steps for key in step}


@pytest.mark.parametrize("section", SECTIONS)
def test_every_value_that_a_part_reads_is_set_by_a_control_a_hand_or_a_run(section):
    if unset(SECTIONS[section]):
        assert unset(SECTIONS[section], set_by_runs(section)) == []


def test_every_layout_is_used_and_every_used_one_is_known():
    assert {figure.parts["layout"] for figures in SECTIONS.values() for figure in figures} == set(LAYOUTS)


@pytest.mark.parametrize("page", [app.demo, gallery_page])
def test_a_section_lists_its_figures_in_order_and_each_name_once(page):
    listed = listing(page)
    for section, entries in listed.items():
        assert [entry.id for entry in entries] == [figure.parts["id"] for figure in SECTIONS[section]]
        assert len({entry.name for entry in entries}) == len({entry.id for entry in entries}) == len(entries)
        assert all(entry.id in (entry.name, f"{section}-{entry.name}") and entry.title for entry in entries)
    assert sum(map(len, listed.values())) == sum(isinstance(block, Figure) for block in page.blocks.values())


def wave(x):
    return {"figure": {}, "x": [x], "y": [x]}


WAVE = Source("wave", wave, ("x",))
X = controls.Number(key="x", label="x", help="A number.", value=1, minimum=0, maximum=9)
SEEN = Plot(source="wave", label="wave")


def tiny(name="tiny", **parts):
    """A figure of one plot; `parts` say what is wrong with it."""
    right = {"title": "Tiny", "try_this": "nothing.", "panels": [SEEN], "sources": [WAVE], "controls": [X]}
    return Figure("tiny", name, **{**right, **parts})


def plot(**parts) -> list[Plot]:
    return [Plot(source="wave", label="wave", **parts)]


ROW = Numbers(source="rows", label="rows")
RUN = controls.Run(key="go", label="Go", help="Runs.", stream="walk")
WALK = Stream("walk", lambda: iter(()), (), film="path")
WALKS = Live("walk", wave, (), film="wave")
PLAYER = Player(key="p", label="p", help="p.", stream="play")
TEXT = Compose(key="c", label="c", help="c.", families=(), slots="words.slots", text="wave.x")
COUNTS = Counts(panel="small", edges="wave.x", color="q", follows=())


def curve(x: str) -> Curve:
    return Curve(x=x, y="wave.y", color="q")


@pytest.mark.parametrize(
    "parts, sentence",
    [
        ({"layout": "tall"}, "tiny-tiny: layout is 'tall'; allowed are compare, five, four"),
        ({"panels": [SEEN, ROW]}, "numbers.source is 'rows'; allowed are wave"),
        ({"panels": [ROW], "sources": []}, "numbers.source is 'rows'; the figure has none that is allowed"),
        ({"panels": plot(overlays=(curve("wav.x"),))}, "curve.x is 'wav.x'; allowed are wave.…"),
        ({"panels": plot(overlays=(curve("x"),))}, "curve.x is 'x'; allowed is a path such as"),
        ({"panels": plot(overlays=(COUNTS,))}, "counts.panel is 'small'"),
        ({"panels": [Film(film="steps", track="x0", label="film")]}, "film.film is 'steps'; allowed are wave"),
        ({"controls": [X, TEXT]}, "compose.slots is 'words.slots'"),
        ({"controls": [X, RUN]}, "run.stream is 'walk'; the figure has none that is allowed"),
        ({"controls": [X, RUN], "streams": [WALK]}, "stream walk.film is 'path'; allowed are wave"),
        ({"controls": [X, PLAYER], "streams": [WALKS]}, "player.stream is 'play'; allowed are walk"),
        ({"reports": [("gap", "wvae.x")]}, "reports is 'wvae.x'; allowed are wave.…"),
        ({"sources": [WAVE, Source("wave", wave, ())]}, "tiny-tiny has the source 'wave' twice; allowed is one"),
        ({"controls": [X, X]}, "tiny-tiny has the control 'x' twice"),
    ],
    ids=lambda case: case if isinstance(case, str) else "",
)
def test_a_figure_refuses_at_build_what_it_does_not_have(parts, sentence):
    with pytest.raises(ValueError, match=sentence.replace(".", r"\.")):
        tiny(**parts)


OTHER = controls.Number(key="x", label="x", help="A number.", value=2, minimum=0, maximum=5)


@pytest.mark.parametrize(
    "parts, sentence",
    [
        (
            {"sources": [Source("wave", lambda x: wave(x), ("x",))]},
            "tiny-one and tiny-two have different sources 'wave'",
        ),
        (
            {"sources": [Source("wave", wave, ("x", "y"))]},
            "different sources 'wave'; allowed is one of each name",
        ),
        ({"streams": [Stream("walk", wave, (), film="wave")]}, "different streams 'walk'"),
        ({"controls": [OTHER]}, "have controls 'x' that differ in maximum, value; allowed are"),
        ({"name": "one"}, "tiny-one and tiny-one have one name"),
        ({"elem_id": "one"}, "tiny-one and one have one name"),
    ],
)
def test_a_figure_refuses_at_build_what_means_something_else_in_its_section(parts, sentence):
    with gr.Blocks(analytics_enabled=False):
        tiny("one", streams=[Stream("walk", wave, ("x",), film="wave")])
        with pytest.raises(ValueError, match=sentence):
            tiny(**{"name": "two", **parts})


def test_figures_of_a_section_may_share_a_control_and_place_it_elsewhere():
    placed = controls.Number(key="x", label="x", help="A number.", value=1, minimum=0, maximum=9, more=True)
    upload = controls.Upload(key="p", label="p", help="p.", accept=".csv", limit=9, sets=("x", 1))
    dots = controls.Dots(key="p", label="d", help="d.", sets=("x", 1))
    with gr.Blocks(analytics_enabled=False) as page:
        tiny("one", controls=[X, upload, dots])
        tiny("two", controls=[placed, dots])
        tiny("figure")
    assert [tuple(entry) for entry in listing(page)["tiny"]] == [
        ("one", "tiny-one", "Tiny"), ("two", "tiny-two", "Tiny"), ("figure", "tiny-figure", "Tiny"),
    ]  # fmt: skip


def test_values_that_nobody_sets_are_found():
    alone = tiny(reflects=["x", "y"], sources=[Source("wave", wave, ("x", "z"))])
    assert unset([alone]) == ["tiny-tiny: source wave.keys is 'z'", "tiny-tiny: reflects is 'y'"]
    assert unset([alone], ["y"]) == ["tiny-tiny: source wave.keys is 'z'"]


def test_a_part_of_a_new_type_needs_a_row_in_the_tables_of_names():
    class Fresh:
        def spec(self):
            return {"type": "fresh", "name": None}

    with pytest.raises(ValueError, match=r"'fresh' has no row in kit/names.py; allowed are decoded, derivation"):
        tiny(panels=[Fresh()])
