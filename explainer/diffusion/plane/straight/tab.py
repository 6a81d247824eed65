"""The figure of flow matching: straight couplings, and the curve that diffusion walks too."""

from explainer.diffusion.plane.settings import DATA, SECTION
from explainer.diffusion.plane.straight import theory
from explainer.diffusion.plane.straight.answers import SOURCES
from explainer.diffusion.plane.straight.settings import POWER, TAU
from explainer.kit.field import Cloud, Field
from explainer.kit.figure import Figure
from explainer.kit.plot import Curve, Plot, Says


def _curves(name: str, **look) -> list[Curve]:
    paths = [f"curves.{name}{i}" for i in range(theory.PATHS)]
    return [Curve(x=f"{path}_x", y=f"{path}_y", **look) for path in paths]


def build() -> None:
    """Couplings and their velocity, one curve on two clocks, quality over steps."""
    Figure(
        SECTION,
        "straight",
        title="Flow matching is diffusion on another clock",
        try_this="move the slider from 1 to 2. Which of the curves moves?",
        panels=[
            Field(
                label="mean velocity towards data",
                at="tau",
                size=0.7,
                knots="couplings.knots",
                shade="couplings.shade",
                anchors="couplings.anchors",
                arrows="couplings.arrows",
                clouds=(Cloud(points="couplings.pairs", label="points", color="model"),),
            ),
            Field(
                label="the same by the network",
                at="tau",
                size=0.7,
                knots="couplings.knots",
                shade="couplings.shade",
                anchors="couplings.anchors",
                arrows="couplings.learned",
            ),
            Plot(
                source="frame",
                label="The flow's paths from noise to data on the chosen clock, and without it",
                aspect=1.1,
                overlays=(
                    *_curves("z", color="text", dash=True),
                    *_curves("x", color="p"),
                    Says(text="curves.words", size=14),
                ),
            ),
            Plot(
                source="quality",
                label="Sliced Wasserstein distance from real points over the number of steps on three clocks",
                aspect=1.1,
            ),
        ],
        sources=list(SOURCES.values()),
        scrubbers=[TAU],
        controls=[DATA, POWER],
        reflects=("tau", "power", "data"),
        reports=(("bend", "curves.bend"),),
        code=[theory.velocity, theory.of_network, theory.curves, theory.drawn_with],
        caption="Each coupling is a straight line, but where many cross their mean is not constant, so the paths "
        "bend: first to the middle, then out to the data. For a Gaussian source only s/a matters: diffusion "
        "($a^2+s^2=1$) and straight couplings ($a+s=1$) walk the same curve at other speeds, which only few "
        "steps tell apart. Dashed is $x/(a+s)$, the curve without its clock. So a network that was trained for "
        r"diffusion knows this velocity, too: $\hat\varepsilon-\hat x_0$ at the t with the same $s/a$. It knows "
        "moons, spiral, checkerboard and eight blobs. Near τ = 1 it is wrong: there nothing of $x_t$ is left to "
        r"tell $\hat x_0$.",
        answer="The solid paths are reshaped, the dashed curve never moves.",
    )
