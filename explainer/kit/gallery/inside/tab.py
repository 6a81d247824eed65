"""The gallery's diagram, whose boxes are buttons, and its tiles out of a table."""

from explainer.kit import controls
from explainer.kit.diagram import Diagram
from explainer.kit.figure import Figure
from explainer.kit.gallery.inside.answers import SOURCES
from explainer.kit.scrubber import Scrubber
from explainer.kit.tiles import Tiles

SECTION = "gallery"


def build() -> None:
    """The figure `gallery-inside`."""
    Figure(
        SECTION,
        "inside",
        title="A diagram, and tiles",
        try_this="point at a box; drag t.",
        panels=[
            Diagram(source="boxes", label="Two boxes", sets="box", thumbs="table.maps", knots="table.t", t="at"),
            Tiles(parts=(("table.maps.{box}", "maps"),), knots="table.t", t="at", signed=True, size=0.6),
            Tiles(parts=(("table.rows", "rows"),), knots="table.t", t="at", index=("slice",), size=0.3),
        ],
        sources=list(SOURCES.values()),
        scrubbers=[Scrubber(key="at", label="t", help="Asks nothing.", value=4, maximum=10)],
        controls=[
            controls.Select(
                key="box", label="Box", help="Which box.", value="one", choices=(("one", "One"), ("two", "Two"))
            ),
            controls.Number(
                key="slice", label="Slice", help="Along an axis.", value=0, minimum=0, maximum=1, whole=True
            ),
        ],
        reflects=("at", "box", "slice"),
    )
