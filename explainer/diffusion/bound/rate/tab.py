"""The figure of rate and distortion: what is seen after so many bits."""

from explainer.diffusion.bound.rate import theory
from explainer.diffusion.bound.rate.answers import SOURCES
from explainer.diffusion.bound.settings import SECTION, picture, t
from explainer.kit.figure import Figure
from explainer.kit.numbers import Numbers
from explainer.kit.plot import Marker, Plot, Spot
from explainer.kit.tiles import Tiles


def rate() -> None:
    """x̂_0 after so many bits, the curve of distortion over rate, and the rate over t."""
    Figure(
        SECTION,
        "rate",
        title="How many bits nobody sees",
        try_this=r"drag t down from 1000 and stop where $\hat x_0$ no longer changes. How many bits are "
        r"still to come?",
        panels=[
            Tiles(parts=(("rate.x0_hat", r"$\hat x_0$"),), knots="rate.t", columns=1, size=0.6),
            Tiles(parts=(("rate.x0", "$x_0$"),), columns=1, size=0.6),
            Plot(
                source="rate",
                label=r"Distortion of $\hat x_0$ over the bits that were sent",
                overlays=(Spot(x="rate.rates", y="rate.distortions", knots="rate.all_t", color="data"),),
            ),
            Plot(
                source="rate",
                figure="rate_figure",
                label="The bits that were sent over t",
                sets="t",
                overlays=(Marker(curves=(("rate.rates", "model"),)),),
            ),
            Numbers(source="rate", track="rows", head=("at t", ""), label="Rate and distortion at t"),
            Numbers(source="rate", label=r"From which t on $\hat x_0$ is near, and how many bits come after"),
        ],
        sources=[SOURCES["rate"]],
        scrubbers=[t()],
        controls=[picture()],
        reflects=("t", "picture"),
        reports=(("unseen", "rate.unseen"),),
        code=[theory.rates, theory.distortions, theory.unseen],
        layout="row",
        caption=r"Read the bound as a code: first $x_T$ is sent, then each step back costs its term in bits. "
        r"After so many bits the receiver knows $x_t$ and sees $\hat x_0$ (Ho et al., figure 5). Most of the "
        "bits come at small t and describe grey levels that nobody can tell apart. Distortions are smoothed over "
        "5% of t.",
    )
