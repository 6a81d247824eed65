"""The gallery's pictures and plots, which share their sources."""

from explainer.kit import controls
from explainer.kit.figure import Figure
from explainer.kit.gallery.linked.answers import SOURCES, STEPS, fade, wave
from explainer.kit.handles import Handle, Points
from explainer.kit.picture import Ladder, Picture
from explainer.kit.plot import Counts, Marker, Plot, Row
from explainer.kit.scrubber import Scrubber

SECTION = "gallery"
T = Scrubber(key="t", label="Step t", help="Any whole number.", value=30, maximum=STEPS)
PICTURE = {"picture": "ramp", "noise": "still", "coefficients": "fade"}


def build() -> None:
    """The three figures."""
    picture()
    plots()
    histogram()


def picture() -> None:
    """A picture and a ladder, with a control of each plain kind."""
    Figure(
        SECTION,
        "figure",
        title="Picture, ladder, scrubber, controls",
        try_this="drag, press space on the slider, type a number.",
        panels=[Picture(**PICTURE, terms=("picture", "noise")), Ladder(**PICTURE, rungs="rungs")],
        sources=list(SOURCES.values()),
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


def plots() -> None:
    """Two plots that one value links."""
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
        sources=list(SOURCES.values()),
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


def histogram() -> None:
    """A histogram of a picture, and a heat map."""
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
        sources=list(SOURCES.values()),
        scrubbers=[T],
        reflects=("t",),
        layout="compare",
    )  # fmt: skip
