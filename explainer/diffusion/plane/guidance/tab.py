"""The figure of guidance in the plane."""

from explainer.diffusion.plane.figures import level
from explainer.diffusion.plane.guidance import theory
from explainer.diffusion.plane.guidance.answers import SOURCES
from explainer.diffusion.plane.guidance.settings import CLASSES, LEVEL, WEIGHT
from explainer.diffusion.plane.settings import SECTION
from explainer.kit.field import Cloud, Field
from explainer.kit.figure import Figure
from explainer.kit.plot import Marker, Plot

LEVELS = tuple(level(share) for share in (0.02, 0.2, 0.6))


def build() -> None:
    """The density that a weight asks for, the points that it leads to, and what becomes of both."""
    Figure(
        SECTION,
        "guidance",
        title="Guidance sharpens a class, and then goes beyond it",
        try_this="move w from −1 to 8. When do the points leave the region where the class has data?",
        panels=[
            Field(
                label="the density that w asks for",
                at="w",
                knots="tilted.knots",
                shade="tilted.shade",
                levels=LEVELS,
                color="data",
            ),
            Field(
                label="where noise ends, among real points",
                at="w",
                knots="led.knots",
                clouds=(
                    Cloud(points="led.others", label="the other classes", color="noise", size=1.5),
                    Cloud(points="led.wanted", label="the class", color="data", size=1.5),
                    Cloud(points="led.ends", label="led by w", color="model", size=2.6),
                ),
            ),
            Plot(
                source="led",
                label="Mean probability of the class, spread and share beyond the data over w",
                sets="w",
                aspect=1.1,
                overlays=(Marker(at="w"),),
            ),
        ],
        sources=list(SOURCES.values()),
        controls=[CLASSES, WEIGHT, LEVEL],
        reflects=("w", "classes"),
        code=[theory.Labelled, theory.tilted, theory.led],
        layout="compare",
        caption=r"Both are exact: $\hat\varepsilon$ is "
        r"$(1+w)\,\mathbb E[\varepsilon\mid x, c]-w\,\mathbb E[\varepsilon\mid x]$. At each t it is the noise of "
        r"the density at "
        r"the left, $p_t(x)\,p_t(c\mid x)^{1+w}$ over its integral. But these densities are not one "
        r"process, so the points "
        "do not end in the one at t = 0: blobs are left behind, at the side away from the others. A moon, thin "
        "and apart, takes them back in the last steps. Beyond the data means a density below that of 99 of 100 "
        "real points. Grey are the other classes, blue the class, orange the led points.",
    )
