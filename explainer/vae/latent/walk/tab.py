"""Walks through the plane, and sums of the classes' means."""

from explainer.kit.atlas import Decoded, Map
from explainer.kit.figure import Figure
from explainer.kit.numbers import Numbers
from explainer.kit.tiles import Tiles
from explainer.vae.codes import centres
from explainer.vae.latent.answers import SOURCES as SHARED
from explainer.vae.latent.settings import MODEL, SECTION
from explainer.vae.latent.walk import settings
from explainer.vae.latent.walk.answers import SOURCES, centre_sum
from explainer.vae.paths import along, spherical, straight


def build() -> None:
    """The walk, then the sums."""
    walk_between()
    arithmetic()


def walk_between() -> None:
    """A path between two points, scrubbed."""
    Figure(
        SECTION,
        "walk",
        title="A walk from picture to picture",
        try_this="press play; then drag A or B, or choose “Drawn by hand” and draw a path on the map.",
        panels=[
            Map(
                source="map",
                label="the path from A to B",
                hands=settings.ENDS,
                lines=(("walk.path", "accent"),),
                along=("walk.path", "s"),
                draws=("stroke", "way", "drawn"),
                size=0.9,
            ),
            Decoded(atlas="atlas", label="on the path", along=("walk.path", "s"), size=0.75),
            Tiles(parts=(("walk.strip", "eleven points from A to B, by the network"),), columns=11, size=2.4),
        ],
        sources=[SHARED["map"], SHARED["atlas"], SOURCES["walk"]],
        scrubbers=[settings.S],
        reflects=("s", "way", "a", "b", "model"),
        code=[straight, spherical, along],
        controls=[MODEL, *settings.WALK],
        layout="compare",
        caption="In many dimensions a straight line between two typical points passes nearer to 0 than either: "
        "it leaves the shell where all the mass lies, and the spherical path stays on it. In two dimensions that "
        "harms nothing. Save the walk as a GIF.",
    )


def arithmetic() -> None:
    """Sums of class means."""
    Figure(
        SECTION,
        "sum",
        title="Arithmetic with means",
        try_this="9 − 4 + 0: does the difference between a 9 and a 4 carry over to a 0? Try sums of your own.",
        panels=[
            Map(
                source="map",
                label="the four codes",
                lines=(("sum.square", "noise"),),
                dots=(("sum.terms", "data"), ("sum.result", "model")),
                size=0.85,
            ),
            Tiles(
                parts=(("sum.pictures", "what the three means decode to, and their sum"),),
                columns=4,
                size=1.5,
                above="sum.heads",
            ),
            Numbers(source="sum", label="Where the means and their sum lie"),
        ],
        sources=[SHARED["map"], SOURCES["sum"]],
        reflects=("plus", "minus", "more_of", "model"),
        code=[centres, centre_sum],
        controls=[MODEL, *settings.SUM],
        layout="compare",
        caption="Nothing in the loss asks for such sums. Classes that share a cluster, as the digits 4 and 9 do, "
        "have means that decode alike, so that taking one from the other changes next to nothing.",
    )
