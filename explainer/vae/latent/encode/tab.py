"""Encode a picture of your own."""

from explainer.kit.atlas import Map
from explainer.kit.figure import Figure
from explainer.kit.numbers import Numbers
from explainer.kit.tiles import Tiles
from explainer.vae import theory
from explainer.vae.codes import ellipse
from explainer.vae.encoder_input import ink
from explainer.vae.latent.answers import SOURCES as SHARED
from explainer.vae.latent.encode.answers import SOURCES
from explainer.vae.latent.encode.settings import ENCODE
from explainer.vae.latent.settings import MODEL, SECTION


def build() -> None:
    """q(z|x) of a chosen, drawn or uploaded picture, and both terms of its loss."""
    cloud = {"lines": (("encoded.one", "text"), ("encoded.two", "text")), "dots": (("encoded.samples", "model"),)}
    Figure(
        SECTION,
        "encode",
        title="Encode your own",
        try_this="draw a digit. Does its cloud land among digits of the same class? Draw it badly: which term "
        "grows?",
        panels=[
            Map(source="map", label=r"where $q(z\mid x)$ lies", dots=(("encoded.mean", "accent"),), size=0.85),
            Map(
                source="map",
                label="its 1 and 2 σ, close up",
                extent=("encoded.low", "encoded.high"),
                size=0.7,
                **cloud,
            ),
            Tiles(parts=(("encoded.given", "x"), ("encoded.back", "decoded from μ")), columns=1, size=0.42),
            Tiles(parts=(("encoded.drawn", r"decoded from 12 samples of $q(z\mid x)$"),), columns=6, size=1.15),
            Numbers(source="encoded", label="Both terms of the loss for this picture, in nats"),
        ],
        sources=[SHARED["map"], *SOURCES.values()],
        reflects=("model", "picture"),
        reports=(("kl", "encoded.kl"), ("loss", "encoded.loss")),
        code=[ink, theory.kl_to_prior, theory.reconstruction, ellipse],
        layout="compare",
        controls=[MODEL, *ENCODE],
        caption="The twelve decodings look alike: the cloud is small beside the plane, and the decoder has "
        "learned to draw the same from all of it. The expected reconstruction is computed by Gauss–Hermite "
        "quadrature over the cloud, without sampling.",
    )
