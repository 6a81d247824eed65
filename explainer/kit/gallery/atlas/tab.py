"""The gallery's map with its atlas, a pair of numbers, and a slider with stops."""

from explainer.kit import controls
from explainer.kit.atlas import Decoded, Hand, Map
from explainer.kit.figure import Figure
from explainer.kit.gallery.atlas.answers import SOURCES

SECTION = "gallery"


def build() -> None:
    """A hand over the map, and the picture at the place."""
    Figure(
        SECTION,
        "plane",
        title="A map and its atlas",
        try_this="drag on the map; press a chip; type a pair.",
        panels=[
            Map(
                source="clouds", label="a map", hands=(Hand(key="spot", label="place"),), circles=(1,), chips=True
            ),
            Decoded(atlas="shades", label="blended", at="spot", size=0.7),
        ],
        sources=list(SOURCES.values()),
        controls=[
            controls.Pair(key="spot", label="Place", help="Two numbers.", value="0,0", minimum=-2, maximum=2),
            controls.Stops(key="stop", label="Stops", help="Some numbers only.", value=1, stops=(0.1, 1, 10)),
        ],
        reflects=("spot", "stop"),
        layout="compare",
    )
