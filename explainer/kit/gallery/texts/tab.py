"""The gallery's texts, tables, derivation and replay."""

from explainer.kit import controls
from explainer.kit.compose import Compose
from explainer.kit.derivation import Derivation
from explainer.kit.figure import Figure
from explainer.kit.gallery.texts.answers import LINES, SOURCES
from explainer.kit.handles import Handle
from explainer.kit.leads import Leads
from explainer.kit.listing import Listing
from explainer.kit.numbers import Numbers
from explainer.kit.plot import Plot, Says
from explainer.kit.replay import Replay
from explainer.kit.scrubber import Scrubber

SECTION = "gallery"


def words() -> None:
    """A text that hands rewrite, a table that follows it, and links."""
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
        sources=[SOURCES["words"]],
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


def steps() -> None:
    """A derivation, a run that is replayed, and two programs."""
    Figure(
        SECTION,
        "steps",
        title="A derivation, and a run that is kept",
        try_this="step on; turn the angle by hand, then by the run.",
        panels=[
            Derivation(source="identity", steps=LINES, label="Two lines"),
            Replay(film="turned", source="identity", t="turn"),
            Listing(source="program", label="Two programs"),
        ],
        sources=[SOURCES[name] for name in ("identity", "turned", "program")],
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
