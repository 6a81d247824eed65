"""Both terms of the loss, of one test picture and of all."""

from explainer.kit.atlas import Map
from explainer.kit.figure import Figure
from explainer.kit.numbers import Numbers
from explainer.kit.plot import Curve, Plot, Says
from explainer.kit.tiles import Tiles
from explainer.vae import theory
from explainer.vae.latent.answers import SOURCES as SHARED
from explainer.vae.latent.settings import MODEL, SECTION, Z
from explainer.vae.latent.terms.answers import SOURCES


def build() -> None:
    """The loss of the test picture next to the hand, and of all."""
    plots = [
        Plot(
            source="losses",
            figure=f"{key}_figure",
            label=f"Histogram over the test set of {title}",
            aspect=1.9,
            overlays=(
                Curve(x=f"near.{key}", y="near.high", color="accent"),
                Says(text=f"near.{key}_says", right=True),
            ),
        )
        for key, title in (("kl", "KL to the prior"), ("recon", "the reconstruction term"))
    ]
    Figure(
        SECTION,
        "terms",
        title="Both terms of the loss",
        try_this="drag to the rim of the map and let go: the KL grows. Then drag to a crowded boundary "
        "between classes.",
        panels=[
            Map(
                source="map",
                label="the nearest test picture",
                hands=(Z,),
                dots=(("near.mean", "model"),),
                size=0.8,
            ),
            Tiles(parts=(("near.given", "x"), ("near.back", "decoded from μ")), columns=1, size=0.42),
            *plots,
            Numbers(source="near", label="Both terms for the nearest test picture"),
        ],
        sources=[SHARED["map"], SOURCES["losses"], SOURCES["near"]],
        reflects=("z", "model"),
        controls=[MODEL],
        code=[theory.kl_to_prior, theory.log_likelihood, theory.reconstruction],
        layout="compare",
        caption="The grey bars are 5,000 test pictures; the line is the one whose code is nearest to the hand.",
    )
