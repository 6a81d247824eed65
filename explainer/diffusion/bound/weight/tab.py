"""The figure of the weight: what the bound multiplies each ε-loss by, and what L_simple listens to instead."""

from explainer.diffusion.bound.settings import SECTION, t
from explainer.diffusion.bound.weight import theory
from explainer.diffusion.bound.weight.answers import SOURCES
from explainer.diffusion.bound.weight.settings import WIDTH
from explainer.kit.figure import Figure
from explainer.kit.numbers import Numbers
from explainer.kit.plot import Marker, Plot


def weight() -> None:
    """Weights, the measured error with and without them, and shares of both losses."""
    curves = tuple(
        (f"weighing.{schedule}_{sigma}", role)
        for schedule, role in (("linear", "data"), ("cosine", "model"))
        for sigma in ("beta_tilde", "beta")
    )
    Figure(
        SECTION,
        "weight",
        title="The weight that the loss drops",
        try_this="find the t where the curves of the last plot pass one half. Which loss works where?",
        panels=[
            Plot(
                source="weighing",
                label="The weight of each step's ε-loss over t, both on a log axis",
                sets="t",
                overlays=(Marker(curves=curves),),
            ),
            Plot(
                source="weighed",
                label="The measured error of ε over t, and times its weight",
                sets="t",
                overlays=(Marker(curves=(("weighed.errors", "data"), ("weighed.terms", "model"))),),
            ),
            Plot(
                source="weighed",
                figure="share_figure",
                label="The share of each loss that lies at or below t",
                sets="t",
                overlays=(Marker(curves=(("weighed.simple", "data"), ("weighed.bound", "model"))),),
            ),
            Numbers(
                source="weighed",
                track="rows",
                head=("at t", "a pixel", "share up to t"),
                label="Error and weighted error at t, and what of each loss lies up to t",
            ),
        ],
        sources=list(SOURCES.values()),
        scrubbers=[t()],
        controls=[WIDTH],
        reflects=("t", "weight_sigma"),
        reports=(("medianSimple", "weighed.medians.simple"), ("medianBound", "weighed.medians.bound")),
        code=[theory.weights, theory.errors_of_eps, theory.shares],
        layout="row",
        caption=r"$\beta^2/(2\sigma^2\alpha(1-\bar\alpha))$ on both schedules of 1,000 steps. The error is "
        r"that of the network trained by "
        r"$L_\text{simple}$, cosine schedule, mean over the six digits, two draws or more a t; it is measured in "
        r"$\hat x_0$ and converted. Times the weight it is each step's term, without $C_t$, which nobody learns.",
    )
