"""The figure of the solvers: one start that is dragged, five ways from noise to data."""

from explainer.diffusion.plane import samplers
from explainer.diffusion.plane.settings import DATA, SCHEDULE, SECTION, SEED, STEPS
from explainer.diffusion.plane.solvers.answers import SOURCES
from explainer.diffusion.plane.solvers.figures import STYLES
from explainer.diffusion.plane.solvers.settings import START
from explainer.kit.figure import Figure
from explainer.kit.handles import Handle
from explainer.kit.plot import Curve, Plot


def build() -> None:
    """One start under five solvers, and errors over steps."""
    curves = [
        Curve(x=f"paths.{name}_x", y=f"paths.{name}_y", color=role, dash=dash != "full")
        for name, (_, role, dash) in STYLES.items()
    ]
    Figure(
        SECTION,
        "solvers",
        title="Five ways back from one point of noise",
        try_this="drag the start across a border between two parts of the data. Then take 4 steps, then 200.",
        panels=[
            Plot(
                source="ground",
                label="Paths of five solvers from one start, over the data's density",
                aspect=1.15,
                overlays=(Curve(x="flow.x", y="flow.y", color="text", dash=True), *curves),
                handles=(Handle(label="The start at T", x="start_x", y="start_y", elem_id="plane-start"),),
            ),
            Plot(
                source="slopes",
                label="Distance of Euler's, Heun's and DDIM's end from the flow's over the number of steps",
                aspect=1.15,
            ),
        ],
        sources=list(SOURCES.values()),
        controls=[DATA, SCHEDULE, STEPS, *START, SEED],
        reflects=("sampler", "steps", "start_x", "start_y"),
        code=[samplers.euler, samplers.heun, samplers.ddim, samplers.ddpm, samplers.sde],
        layout="compare",
        caption="All use the exact score. Euler and Heun walk the flow in even steps of t, DDIM with η = 0 is "
        r"Euler on the clock $\sqrt{1-\bar\alpha}/\sqrt{\bar\alpha}$. DDPM draws noise, and so does the SDE "
        "where λ is above 0: their paths shake, and end elsewhere in the same density. The dotted lines fall as "
        "theory says of short steps: with slope 1 for Euler and DDIM, 2 for Heun. The legend says which slope is "
        "reached here.",
    )
