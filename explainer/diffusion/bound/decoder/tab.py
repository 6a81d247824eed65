"""The figure of the discrete decoder: what one pixel's last step costs."""

from explainer.diffusion.bound.decoder import theory
from explainer.diffusion.bound.decoder.answers import SOURCES
from explainer.diffusion.bound.decoder.settings import GAUSSIAN, LEVEL
from explainer.diffusion.bound.settings import SECTION
from explainer.diffusion.bound.terms import log_share
from explainer.kit.figure import Figure
from explainer.kit.handles import Handle
from explainer.kit.numbers import Numbers
from explainer.kit.plot import Box, Curve, Plot, Says, Spot


def decoder() -> None:
    """The bins of one pixel, its bits over the width, and the numbers."""
    Figure(
        SECTION,
        "decoder",
        title="The last step pays for grey levels",
        try_this=r"put μ on the true grey and narrow $\sigma_1$. The bin's bits stop at 0. What does the "
        r"density say?",
        panels=[
            Plot(
                source="decoder",
                label="The share of each grey level, the true one filled",
                overlays=(
                    Curve(x="decoder.x", y="decoder.y", color="model"),
                    Says(text="decoder.says", color="data"),
                    Box(
                        x0="decoder.left",
                        x1="decoder.right",
                        y0=0.0,
                        y1="decoder.height",
                        color="data",
                    ),
                ),
                handles=(Handle(label="μ", x="mean", color="model", line=True),),
            ),
            Plot(
                source="decoder",
                figure="bits_figure",
                label="The bits of the true level over the width: by its bin and by the density",
                overlays=(
                    Curve(x="decoder.widths", y="decoder.density", color="wrong", dash=True),
                    Curve(x="decoder.widths", y="decoder.coded", color="data"),
                    *(
                        Spot(
                            at="level",
                            x="decoder.now.x",
                            y=f"decoder.now.{name}",
                            knots="decoder.now.at",
                            color=role,
                        )
                        for name, role in (("density", "wrong"), ("coded", "data"))
                    ),
                ),
                handles=(Handle(label=r"$\sigma_1$", x="sigma1", color="accent", line=True),),
            ),
            Numbers(source="decoder", label="The true level's share and bits, and the sum of all bins"),
        ],
        sources=list(SOURCES.values()),
        scrubbers=[LEVEL],
        controls=list(GAUSSIAN),
        reflects=("level", "mean", "sigma1"),
        reports=(("bits", "decoder.bits"),),
        code=[theory.bins, log_share, theory.density_bits],
        layout="pairs",
        caption=r"$p_\theta(x_0\mid x_1)$ is a product over pixels of the Gaussian's integral over ±½ "
        r"grey level; the first "
        "and the last bin reach to ∓∞, so the 256 shares add up to 1. A density can be made as large as one "
        "likes by a narrower width, and its bits fall below 0 without end; a share is never above 1.",
    )
