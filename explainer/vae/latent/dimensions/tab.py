"""2 against 16 dimensions."""

from explainer.kit.figure import Figure
from explainer.kit.numbers import Numbers
from explainer.kit.plot import Plot
from explainer.kit.tiles import Tiles
from explainer.vae import theory
from explainer.vae.latent.dimensions.answers import SOURCES
from explainer.vae.latent.settings import SECTION


def build() -> None:
    """2 against 16 dimensions."""
    strip = "32 samples of the prior"
    Figure(
        SECTION,
        "sixteen",
        title="2 against 16 dimensions",
        try_this="compare the samples: what do fourteen more numbers a picture buy?",
        panels=[
            Tiles(parts=(("sixteen.two", f"2 dimensions: {strip}"),), columns=8, size=1.3),
            Tiles(parts=(("sixteen.more", f"16 dimensions: {strip}"),), columns=8, size=1.3),
            Plot(source="sixteen", figure="axes_figure", label="KL of each of 16 axes", aspect=2.2),
            Numbers(source="sixteen", label="Both terms, ELBO and scores of 2 and 16 dimensions"),
        ],
        sources=list(SOURCES.values()),
        code=[theory.kl_to_prior, theory.log_likelihood],
        layout="compare",
        caption=r"Of 16 axes some say next to nothing about x (vermillion): there $q(z\mid x)$ is the prior, "
        "which is partial posterior collapse. Two dimensions can be plotted, which is why this page uses them.",
    )
