"""The figure of exact beside learned."""

from explainer.diffusion.plane.learned import theory
from explainer.diffusion.plane.learned.answers import SOURCES
from explainer.diffusion.plane.learned.settings import DATA
from explainer.diffusion.plane.settings import SECTION, T
from explainer.kit.field import Field
from explainer.kit.figure import Figure
from explainer.kit.plot import Marker, Plot


def build() -> None:
    """Two fields of arrows, the error between them, and its mean along t."""
    both = {"knots": "learned.knots", "shade": "learned.shade", "anchors": "learned.anchors"}
    Figure(
        SECTION,
        "learned",
        title="What the network says, beside what is true",
        try_this="drag t. Where are the two fields most unlike, and are there any points?",
        panels=[
            Field(label=r"$-\hat\varepsilon$, exact", arrows="learned.exact", **both),
            Field(label=r"$-\hat\varepsilon$ of the network", arrows="learned.learned", **both),
            Field(
                label=r"the error $\|\hat\varepsilon-\hat\varepsilon_\text{exact}\|$",
                knots="learned.knots",
                shade="learned.gap",
                color="wrong",
            ),
            Plot(
                source="learned",
                label="Mean squared error of the network's noise along t, where the data are and everywhere",
                sets="t",
                aspect=1.3,
                overlays=(Marker(),),
            ),
        ],
        sources=list(SOURCES.values()),
        scrubbers=[T],
        controls=[DATA],
        reflects=("t", "known"),
        code=[theory.beside],
        layout="compare",
        caption="The network saw samples of the data and never their density. Where points are likely at this t, "
        r"its $\hat\varepsilon$ is close to $\mathbb E[\varepsilon\mid x_t]$; where they are rare nothing taught "
        r"it, and it is wrong there. Full colour is "
        "an error of 1 or more. This network knows T = 1,000 steps of the linear schedule.",
    )
