"""The gallery: every part of the kit alone, with data of its own. `python -m explainer.kit`."""

import re
from pathlib import Path

import numpy as np

from explainer.kit import controls, drawn, gallery, gallery_inside, gallery_map, page
from explainer.kit.asked import Source
from explainer.kit.compose import Compose
from explainer.kit.derivation import Derivation, derivation_data, latex
from explainer.kit.figure import Figure
from explainer.kit.handles import Handle, Points
from explainer.kit.leads import Leads
from explainer.kit.listing import Listing, listing_data, pieces
from explainer.kit.numbers import Numbers
from explainer.kit.pack import pack
from explainer.kit.picture import Ladder, Picture, coefficients_data, noise_data, picture_data
from explainer.kit.plot import Counts, Marker, Plot, Row, Says
from explainer.kit.replay import Replay, replay_film, replay_frame
from explainer.kit.scrubber import Scrubber
from explainer.kit.typeset import mathml
from explainer.maths.arguments import BadArgument
from explainer.maths.derivation import Step, Term, evaluate

SECTION = "gallery"
STEPS = 100
T = Scrubber(key="t", label="Step t", help="Any whole number.", value=30, maximum=STEPS)
X = np.linspace(0, 2 * np.pi, 120)


def ramp():
    """A picture that is easy to check: a horizontal ramp."""
    return picture_data(np.tile(np.linspace(0, 255, 16), (16, 1)).astype(np.uint8)[..., None])


def still():
    """The same noise at every t."""
    return noise_data(np.random.default_rng(0).standard_normal(256), 256)


def fade():
    """From the picture to the noise in a straight line."""
    t = np.linspace(0, 1, STEPS + 1)
    return coefficients_data(1 - t, t)


def wave(frequency):
    """Curves, a table whose row follows t, and a heat map of it; refuses 7 to show how that looks."""
    if frequency == 7:
        raise BadArgument("frequency", "the frequency is 7; the gallery allows all others from 1 to 9")
    knots = np.arange(0, STEPS + 1, 10)
    table = np.array([np.sin(frequency * X + k / 10) for k in knots])
    rise = np.linspace(-1, 1, STEPS + 1)
    span = {"range": [-1.2, 1.2]}
    return {
        "curve_figure": drawn.figure(
            [drawn.line(np.arange(STEPS + 1), rise, "rise", "data")], "t", "value", yaxis=span
        ),
        "row_figure": drawn.figure([drawn.line(X, table[0], "row 0", "noise", "dash")], "x", "y", yaxis=span),
        "map_figure": drawn.figure([drawn.heatmap(knots, X, table.T, "rows")], "t", "x"),
        "rise": pack(rise),
        "table": pack(table),
        "knots": pack(knots, "i4"),
        "x": pack(X),
        "edges": pack(np.linspace(-2, 2, 33)),
    }


def words(words):
    """Every number of a text as one that can be slid, and their sum in a table and on a plot."""
    found = list(re.finditer(r"-?\d+(\.\d+)?", words))
    limits = {"minimum": -9, "maximum": 9, "step": 0.1, "group": ""}
    slots = [
        {
            "label": f"number {i + 1}",
            "start": m.start(),
            "end": m.end(),
            "value": float(m[0]),
            "role": f"n{i}",
            **limits,
        }
        for i, m in enumerate(found)
    ]
    total = sum(slot["value"] for slot in slots)
    frame = drawn.figure([], "x", "y", xaxis={"range": [-9, 9]}, yaxis={"range": [-1, 1]})
    return {
        "text": words, "slots": slots, "says": f"sum = {total:g}", "figure": drawn.keyed(frame),
        "rows": {
            "head": ["", "value"], "rows": [["sum", f"{total:g}"]], "of": words,
            "notes": ["A note.", {"text": "Half:", "math": mathml(rf"\frac{{{total:g}}}{{2}}"), "after": ""}],
        },
        "column": {"head": "half", "cells": [f"{total / 2:g}"], "of": words},
        "leads": [{"text": "the same", "at": "gallery", "settings": {"words": words}, "title": "Here."}],
        "leads_say": "Links:",
    }  # fmt: skip


def rungs():
    """Five steps."""
    return {"t": pack(np.linspace(0, STEPS, 5).round(), "i4")}


ONE = Term(r"\sin^2 x", lambda x: np.sin(x) ** 2)
TWO = Term(r"\cos^2 x", lambda x: np.cos(x) ** 2)
LINES = (
    Step("Pythagoras", (Term("1", lambda x: 1.0),), (ONE.new, TWO.new), "The circle has radius 1."),
    Step("solve", (ONE,), (Term("1", lambda x: 1.0), -TWO.new), "The cosine goes to the other side."),
)


def identity(angle):
    """A derivation of two lines, evaluated."""
    return derivation_data(evaluate(LINES, angle))


def turned():
    """A run of ten steps whose every step keeps what `identity` answers."""
    turns = np.linspace(0, 3, 10)
    return replay_film(
        [replay_frame(k, identity(x), {"angle": float(x)}, tracks={}, of=10) for k, x in enumerate(turns)]
    )


def program():
    """A program of two lines beside its description."""
    told = [[("add ", "add"), ("two", "")], [("return it", "end")]]
    code = [pieces("total = a + b", [("a + b", "add")]), [("return total", "end")]]
    return listing_data((("In words", told), ("In Python", code)), ["add", "end"], ["They are added.", "Done."])


SOURCES = [
    Source("ramp", ramp, (), shipped=True),
    Source("still", still, (), shipped=True),
    Source("fade", fade, (), shipped=True),
    Source("wave", wave, ("frequency",)),
    Source("rungs", rungs, ()),
]
PICTURE = {"picture": "ramp", "noise": "still", "coefficients": "fade"}


def build() -> None:
    """The kit's README, then a figure for each kind of part."""
    page.lesson(Path(__file__).parent)
    Figure(
        SECTION,
        "figure",
        title="Picture, ladder, scrubber, controls",
        try_this="drag, press space on the slider, type a number.",
        panels=[Picture(**PICTURE, terms=("picture", "noise")), Ladder(**PICTURE, rungs="rungs")],
        sources=SOURCES,
        scrubbers=[T],
        reflects=("t", "choice", "frequency"),
        code=[fade, wave],
        controls=[
            controls.Select(
                key="choice", label="Select", help="One of some.", value="a", choices=(("a", "A"), ("b", "B"))
            ),
            controls.Number(
                key="frequency", label="Number", help="Asks Python; 7 is refused.", value=2, minimum=1,
                maximum=9, whole=True, dice=True,
            ),
            controls.Range(
                key="range", label="Range", help="A slider.", value=0.5, minimum=0, maximum=1, step=0.05
            ),
            controls.Switch(key="switch", label="Switch", help="On or off."),
            controls.Text(key="text", label="Text", help="A line of text.", value="normal(0, 1)"),
            controls.Upload(
                key="file", label="Upload", help="A file.", accept="image/*", limit=1000, sets=("choice", "b")
            ),
            controls.Draw(key="drawing", label="Draw", help="A pad to draw on.", sets=("choice", "b")),
        ],
    )  # fmt: skip
    Figure(
        SECTION,
        "plots",
        title="Linked plots",
        try_this="press in the left plot and drag.",
        panels=[
            Plot(
                source="wave", figure="curve_figure", label="A curve with a marker", sets="t",
                overlays=(Marker(curves=(("wave.rise", "data"),)),),
            ),
            Plot(
                source="wave", figure="row_figure", label="A row of a table that follows t",
                overlays=(Row(table="wave.table", knots="wave.knots", grid="wave.x", color="model", fill=True),),
                handles=(
                    Handle(label="Middle", x="middle", line=True, color="q"),
                    Handle(label="Width", x="width", x_from="middle", at_y=0.5, color="q"),
                    Points(label="Point", key="places", at_y=-1),
                ),
            ),
        ],
        sources=SOURCES,
        scrubbers=[T],
        reflects=("t", "frequency", "middle", "width", "places"),
        layout="compare",
        controls=[
            controls.Number(
                key="middle", label="Middle", help="Drag the line.", value=2, minimum=0, maximum=6, step=0.01
            ),
            controls.Number(
                key="width", label="Width", help="Drag the dot.", value=1, minimum=0.1, maximum=4, step=0.01
            ),
            controls.Text(key="places", label="Places", help="Numbers, parted by commas.", value="1, 4.5"),
        ],
    )  # fmt: skip
    Figure(
        SECTION,
        "map",
        title="Heat map and histogram",
        try_this="drag and watch the counts.",
        panels=[
            Picture(**PICTURE, name="small", label="counted picture"),
            Plot(
                source="wave", figure="row_figure", label="Counts of the picture's numbers",
                overlays=(
                    Counts(panel="small", edges="wave.edges", color="data", follows=("ramp", "still", "fade")),
                ),
            ),
            Plot(source="wave", figure="map_figure", label="A heat map", overlays=(Marker(),), sets="t"),
        ],
        sources=SOURCES,
        scrubbers=[T],
        reflects=("t",),
        layout="compare",
    )  # fmt: skip
    Figure(
        SECTION,
        "words",
        title="Texts that hands rewrite, and a table",
        try_this="drag the dot: it writes the first number.",
        panels=[
            Plot(
                source="words", label="The first number", overlays=(Says(text="words.says"),),
                handles=(Handle(label="First number", x="words_n0", at_y=0),),
            ),
            Numbers(source="words", label="The sum", beside="words.column"),
            Leads(source="words"),
        ],
        sources=[Source("words", words, ("words",))],
        controls=[
            Compose(
                key="words", label="Words", help="A text with numbers.", value="2 and 3", slots="words.slots",
                text="words.text", roles=("n0",), families=(("other", "other", "{n0:1} or 5"),),
            ),
            controls.Presets(
                key="presets", label="Presets", help="Texts worth seeing.",
                choices=(("One", "Few", {"words": "1"}, "One."), ("Two", "Few", {"words": "1, 2"}, "Two.")),
            ),
            controls.Sketch(
                key="sketch", label="Sketch", help="Draw a curve.", sets="words", template="drawn {points}",
                low=0, high=4, points=5,
            ),
        ],
        reflects=("words",),
        layout="compare",
    )  # fmt: skip
    gallery.walk()
    gallery_inside.inside()
    gallery_map.over_a_map(SECTION)
    page.formulas("gallery-formulas", latex(LINES))
    Figure(
        SECTION,
        "steps",
        title="A derivation, and a run that is kept",
        try_this="step on; turn the angle by hand, then by the run.",
        panels=[
            Derivation(source="identity", formulas="gallery-formulas", label="Two lines"),
            Replay(film="turned", source="identity", t="turn"),
            Listing(source="program", label="Two programs"),
        ],
        sources=[
            Source("identity", identity, ("angle",)),
            Source("turned", turned, ()),
            Source("program", program, ()),
        ],
        scrubbers=[
            Scrubber(key="step", label="Line", help="Which line.", value=1, minimum=1, maximum=2, symbol="line"),
            Scrubber(key="turn", label="Step of the run", help="Asks nothing.", value=0, maximum=9, symbol="k"),
        ],
        controls=[
            controls.Range(
                key="angle", label="Angle", help="Asks Python.", value=0.7, minimum=0, maximum=3, step=0.1
            ),
            controls.Switch(key="all", label="All lines", help="Shows both."),
        ],
        reflects=("step", "turn", "angle"),
    )  # fmt: skip


if __name__ == "__main__":
    page.preview(build, "The kit")
