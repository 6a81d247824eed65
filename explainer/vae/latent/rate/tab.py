"""What β buys: the same network trained with six weights of the KL."""

from explainer.kit.atlas import Map
from explainer.kit.figure import Figure
from explainer.kit.numbers import Numbers
from explainer.kit.plot import Plot, Spot
from explainer.kit.tiles import Tiles
from explainer.vae import theory
from explainer.vae.latent.rate.answers import SOURCES
from explainer.vae.latent.rate.settings import BETA
from explainer.vae.latent.settings import SECTION


def build() -> None:
    """The same network trained with other weights of the KL."""
    Figure(
        SECTION,
        "rate",
        title="β weighs the two terms",
        try_this="move β from 0.1 to 10. What becomes of the map, and of samples of the prior?",
        panels=[
            Map(source="betas", label="test pictures", circles=(1, 2, 3), pick=("beta", "betas.beta"), size=0.95),
            Tiles(
                parts=(("betas.samples", "32 samples of the prior"),),
                knots="betas.beta",
                t="beta",
                columns=8,
                size=1.3,
            ),
            Plot(
                source="betas",
                figure="rate_figure",
                label="Rate–distortion curve of six values of β",
                aspect=1.5,
                overlays=(Spot(at="beta", x="betas.rate", y="betas.distortion", knots="betas.beta"),),
            ),
            Numbers(source="betas", label="Rate and distortion of the six networks"),
        ],
        sources=list(SOURCES.values()),
        reflects=("beta",),
        code=[theory.kl_to_prior, theory.reconstruction],
        controls=[BETA],
        layout="compare",
        answer="The map contracts; the samples first fit it, then blur. A small β codes precisely but "
        "leaves the prior: samples of it fall between the clouds. A large one says ever less about x, and "
        r"at the end nothing: $q(z\mid x)=p(z)$ for every x, KL = 0. That is posterior collapse; β = 10 is on "
        "the way there, with a few nats left and pictures that have lost their class.",
    )
