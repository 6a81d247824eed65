"""The section `autoencoder`: an AE's plane beside a VAE's, one hand over both."""

from pathlib import Path

from explainer.kit import page
from explainer.kit.atlas import Decoded, Map
from explainer.kit.figure import Figure
from explainer.kit.numbers import Numbers
from explainer.kit.plot import Plot
from explainer.kit.tiles import Tiles
from explainer.vae import atlas
from explainer.vae.autoencoder import answers, settings
from explainer.vae.autoencoder.answers import SOURCES
from explainer.vae.codes import other_class_pairs
from explainer.vae.encoder_input import ink
from explainer.vae.paths import straight

TITLE = "Autoencoder"
SECTION = settings.SECTION
HERE = Path(__file__).parent


def build() -> None:
    """The section's lesson and its figures."""
    page.lesson(HERE)
    planes()
    page.slips(HERE)
    again()
    sample()
    between()


def planes() -> None:
    """Both maps under one hand."""
    panels = []
    for key, title, circles in (("ae", "autoencoder", ()), ("vae", "VAE", (1, 2, 3))):
        panels += [
            Map(
                source=f"{key}_map",
                label=f"codes of the {title}",
                hands=(settings.PLACE,),
                ground="ground",
                atlas=f"{key}_atlas",
                circles=circles,
                unit=True,
                step=0.02,
                size=0.86,
            ),
            Decoded(
                atlas=f"{key}_atlas",
                label="decoded",
                at="place",
                unit=True,
                exact=f"{key}_exact",
                size=0.58,
            ),
        ]
    Figure(
        SECTION,
        "figure",
        elem_id="autoencoder-map",
        title="Two latent planes side by side",
        try_this="drag to the edge, then between the colours. In which plane do more points decode to no digit?",
        panels=panels,
        sources=[SOURCES[f"{key}_{what}"] for what in ("map", "atlas", "exact") for key in ("ae", "vae")],
        reflects=("place", "ground"),
        code=[answers.exact, atlas.blend],
        controls=settings.MAIN,
        caption="The same 5,000 test pictures on both maps, each a mark of its class. The autoencoder's map "
        "is some six times as wide: nothing keeps its codes together, and most of its square is empty.",
    )


def again() -> None:
    """A picture through both."""
    Figure(
        SECTION,
        "again",
        title="Through two numbers and back",
        try_this="draw a digit with a flourish. Which network leaves it out?",
        panels=[
            Tiles(parts=(("both.given", "X"),), columns=1, size=0.6),
            Tiles(parts=(("both.ae", r"$\hat X$ of the autoencoder"),), columns=1, size=0.6),
            Tiles(parts=(("both.vae", r"$\hat X$ of the VAE, from μ"),), columns=1, size=0.6),
            Map(source="ae_map", label="its code: autoencoder", dots=(("both.ae_code", "accent"),), size=0.6),
            Map(source="vae_map", label="its μ: VAE", dots=(("both.vae_code", "accent"),), size=0.6),
            Numbers(source="both", label="Codes and squared errors of both networks"),
        ],
        sources=[SOURCES["ae_map"], SOURCES["vae_map"], SOURCES["both"]],
        reflects=("picture",),
        reports=(("aeError", "both.ae_error"), ("vaeError", "both.vae_error")),
        code=[ink, answers.both],
        controls=settings.PICTURE,
        layout="compare",
        caption=r"$\|X-\hat X\|^2$ adds the squares over 784 pixels of ink. The autoencoder minimises its "
        "mean and wins on average, not for each picture; the VAE pays with some sharpness for an orderly plane.",
    )


def sample() -> None:
    """z from the prior, decoded by both."""
    Figure(
        SECTION,
        "sample",
        title=r"Sample: z from $\mathcal N(0, I)$, decoded by both",
        try_this="press New a few times. Which digits does the autoencoder never make?",
        panels=[
            Tiles(parts=(("samples.ae", "autoencoder"),), columns=8, size=1.2),
            Tiles(parts=(("samples.vae", "VAE, from the same z"),), columns=8, size=1.2),
            Plot(source="samples", label="What the judge reads in 1,000 samples of each network", aspect=1.9),
        ],
        sources=[SOURCES["samples"]],
        reflects=("seed",),
        code=[answers.samples],
        controls=[settings.SEED],
        layout="compare",
        answer="This is what the KL term buys: a known distribution to sample from, from which all kinds of "
        "pictures come. The autoencoder has none; z near 0 meets the few digits that happen to lie there.",
    )


def between() -> None:
    """What decodes off the codes, measured."""
    Figure(
        SECTION,
        "between",
        title="Holes, measured",
        try_this="Do straight lines through the autoencoder's plane really pass through garbage? Compare the "
        "curves.",
        panels=[
            Plot(source="lines", figure="sure_figure", label="Confidence of the judge along lines", aspect=1.7),
            Plot(source="lines", figure="near_figure", label="Distance to real digits along lines", aspect=1.7),
            Numbers(source="lines", label="Confidence and distance along lines and at any point, both networks"),
        ],
        sources=[SOURCES["lines"]],
        code=[straight, other_class_pairs],
        layout="compare",
        answer="The judge, a classifier trained on real digits alone, is nearly as sure of both: it never "
        "learned to say “no digit”. The distance to the nearest real digit tells more: along lines between "
        "codes the autoencoder does not fall behind, but at a place picked anywhere among its codes it does.",
    )


if __name__ == "__main__":
    page.preview(build, TITLE)
