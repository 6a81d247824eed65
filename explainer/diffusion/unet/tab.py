"""The section `unet`: the network's own diagram, what its blocks make at every t, and what cuts do."""

from pathlib import Path

from explainer.diffusion.unet import atlas, theory
from explainer.diffusion.unet.answers import SOURCES
from explainer.diffusion.unet.settings import CUT, MAIN, PICTURE, PLACE, T
from explainer.kit import page
from explainer.kit.diagram import Diagram
from explainer.kit.figure import Figure
from explainer.kit.numbers import Numbers
from explainer.kit.plot import Marker, Plot
from explainer.kit.tiles import Tiles

TITLE = "U-Net"
SECTION = "unet"


def build() -> None:
    """The section's lesson and its figures."""
    page.lesson(Path(__file__).parent)
    inside()
    page.slips(Path(__file__).parent)
    looking()
    embedded()
    without()
    ranked()


def inside() -> None:
    """The diagram, the maps of the chosen block, and what comes out."""
    Figure(
        SECTION,
        "figure",
        title="Inside the network",
        try_this="drag t, and point at the blocks. Where do the strokes of the digit last longest?",
        panels=[
            Diagram(
                source="diagram",
                label="The U-Net: each box is a block, with one of the maps that it makes now",
                sets="block",
                thumbs="atlas.maps",
                knots="atlas.t",
            ),
            Tiles(parts=(("atlas.maps.{block}", "its maps"),), knots="atlas.t", signed=True, size=1.25),
            Tiles(
                parts=(
                    ("atlas.xt", "$x_t$"),
                    ("atlas.x0_hat", r"$\hat x_0$"),
                    ("atlas.eps_hat", r"$\hat\varepsilon$"),
                ),
                knots="atlas.t",
                size=0.3,
            ),
        ],
        sources=[SOURCES["diagram"], SOURCES["atlas"]],
        scrubbers=[T],
        reflects=("t", "picture", "block"),
        code=[theory.walk, theory.observe, theory.estimates, atlas.atlas],
        controls=MAIN,
        caption="Plain arrows: the path of the picture. Blue: skip connections. Dashed: where t and the class "
        "enter. The diagram was drawn by watching a run of the network. Blue is below zero, orange above; of "
        "each block the channels are shown that vary most, on one scale for all t. A tile "
        "without colour is a map near 0.",
    )


def looking() -> None:
    """What a clicked position of the map attends to."""
    Figure(
        SECTION,
        "attention",
        title="Attention: where does each position look?",
        try_this="click on the stroke, then beside it. Which positions does it attend to?",
        panels=[
            Tiles(parts=(("atlas.xt", "$x_t$: click a position"),), knots="atlas.t", pick=("row", "column")),
            Tiles(
                parts=(("atlas.attention", "each head, bright: looked at most,"),),
                knots="atlas.attention_t",
                index=("row", "column"),
                columns=2,
            ),
        ],
        sources=[SOURCES["atlas"]],
        scrubbers=[T],
        reflects=("t", "row", "column"),
        code=[theory.attention],
        controls=[PICTURE, *PLACE],
        layout="compare",
        caption=r"The 7×7 map at the bottom of the U: $\operatorname{softmax}(q\cdot k/\sqrt d)$ of the "
        r"marked position over all positions, in "
        "each of the heads, scaled to the largest. Kept at every 200th t.",
    )


def embedded() -> None:
    """The time embedding over t."""
    names = {"waves": "sines and cosines of t", "learned": "what the network's two layers make of them"}
    Figure(
        SECTION,
        "embedding",
        title="How t enters the network",
        try_this="drag t. How much does the column change from one t to the next, and what do the blocks "
        "learn of t beside it?",
        answer="Nothing: the highlighted column is all that they are told about t.",
        panels=[
            Plot(
                source="embedding",
                figure=f"{key}_figure",
                label=f"Heat map over t: {text}",
                sets="t",
                overlays=(Marker(),),
            )
            for key, text in names.items()
        ],
        sources=[SOURCES["embedding"]],
        scrubbers=[T],
        reflects=("t",),
        code=[theory.embedding],
        layout="compare",
        caption="Left: fast waves tell neighbouring t apart, slow ones far ones (DDPM, appendix B). Right: the "
        "256 numbers that two learned layers make of them, each less its mean over t; blue below, orange above.",
    )


def without() -> None:
    """Cuts, measured."""
    strip = {"knots": "cuts.t", "columns": 6, "size": 1.3}
    Figure(
        SECTION,
        "cuts",
        title="Take something away",
        try_this="take the skip connections away, then t. Which does the network miss most, and at which t?",
        panels=[
            Plot(
                source="cuts",
                label="Loss over t of the whole network and with the cut",
                sets="t",
                overlays=(Marker(),),
            ),
            Tiles(
                parts=(
                    ("cuts.xt", "$x_t$"),
                    ("cuts.whole", r"$\hat x_0$, whole"),
                    ("cuts.cut", r"$\hat x_0$ with the cut"),
                ),
                **strip,
            ),
        ],
        sources=[SOURCES["cuts"]],
        scrubbers=[T],
        reflects=("t", "cut"),
        reports=(("loss", "cuts.loss"), ("times", "cuts.times")),
        code=[theory.changed, theory.squared_errors, theory.cuts],
        controls=CUT,
        layout="compare",
        caption="Measured on 256 test pictures with the same noise for all, at eight t; bars are two standard "
        "errors. Nothing was retrained: the same weights are used with the part removed.",
    )


def ranked() -> None:
    """All cuts in one table."""
    Figure(
        SECTION,
        "ranked",
        title="What it misses most",
        try_this="guess the order first. Why is a t that is too low worse than one that is too high?",
        panels=[
            Numbers(
                source="cuts", rows="table", folded=True, label="The loss of every cut, mean over the measured t"
            )
        ],
        sources=[SOURCES["cuts"]],
        reflects=("cut",),
        code=[theory.cuts, theory.squared_errors],
        layout="wide",
        caption="The mean over 256 test pictures and eight t, with its standard error, and how many times the "
        "whole network's loss that is.",
    )


if __name__ == "__main__":
    page.preview(build, TITLE)
