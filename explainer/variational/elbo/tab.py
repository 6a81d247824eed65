"""The section `elbo`: the derivation step by step, the three faces, the slides' slips evaluated."""

from pathlib import Path

from explainer.kit import page
from explainer.kit.derivation import Derivation
from explainer.kit.figure import Figure
from explainer.kit.numbers import Numbers
from explainer.kit.plot import Box, Curve, Plot, Says
from explainer.maths.derivation import evaluate
from explainer.variational.elbo import slips as slides
from explainer.variational.elbo.answers import SOURCES
from explainer.variational.elbo.settings import ALL, MODEL, STEP
from explainer.variational.elbo.theory import LINES, derivation, faces
from explainer.variational.posteriors.theory import terms
from explainer.variational.settings import Q_HANDLES, q_mean, q_std

TITLE = "The ELBO"
SECTION = "elbo"


def build() -> None:
    """The section's lesson and its figures."""
    folder = Path(__file__).parent
    page.lesson(folder)
    derive()
    three_faces()
    page.slips(folder)
    slips()


def derive() -> None:
    """Line by line from the gap to the bound, both sides evaluated."""
    Figure(
        SECTION,
        "figure",
        title="From the gap to the bound, a step at a time",
        try_this="press + (or the right arrow key): the box shows what changed. Do both sides agree?",
        panels=[Derivation(source="steps", steps=LINES, label="The derivation")],
        sources=[SOURCES["steps"]],
        scrubbers=[STEP],
        controls=[MODEL, q_mean("elbo-q-mean"), q_std("elbo-q-std"), ALL],
        reflects=("model", "step", "q_mean", "q_std", "all"),
        code=[derivation, evaluate, terms],
        layout="wide",
        caption="Every mean is an integral, computed by its own quadrature, so the agreement checks the "
        "algebra and does not assume it. For models with two latents, q has the same mean and width in both.",
    )


def three_faces() -> None:
    """E[ln p(x, z)] + H, reconstruction minus price, evidence minus gap: the same number."""
    boxes = []
    for i in range(3):
        at, path = 2.5 * i, f"faces.face{i}"
        boxes += [
            Box(x0=at, x1=at + 0.95, y0=0, y1=f"{path}.first", color="p", text=f"{path}.first_text"),
            Box(
                x0=at + 1, x1=at + 1.95, y0=f"{path}.first", y1=f"{path}.total", color="q",
                text=f"{path}.second_text",
            ),
        ]  # fmt: skip
    Figure(
        SECTION,
        "faces",
        title="Three faces of one number",
        try_this="make q narrow, then wide: which term gets worse, and which improves?",
        panels=[
            Plot(
                source="q",
                label="Posterior and q",
                aspect=1.5,
                overlays=(Curve(x="q.x", y="q.y", color="q", dash=True),),
                handles=Q_HANDLES,
            ),
            Plot(
                source="faces",
                label="Three ways to write the ELBO as bars that end at the same level",
                aspect=1.5,
                overlays=(
                    *boxes,
                    Curve(x="faces.level_x", y="faces.level_y", color="right", dash=True),
                    Says(text="faces.says", color="right"),
                ),
            ),
        ],
        sources=[SOURCES["q"], SOURCES["faces"]],
        controls=[MODEL, q_mean(), q_std()],
        reflects=("model", "q_mean", "q_std"),
        reports=(("elbo", "faces.elbo"),),
        code=[faces, terms],
        layout="compare",
        caption="Energy and entropy; how well z explains x, and the price of leaving the prior; the "
        "evidence and the gap. The first bar of each runs from 0, the second on from its end.",
    )


def slips() -> None:
    """The slides' lines of the derivation, evaluated as they stand."""
    Figure(
        SECTION,
        "slips",
        title="The slides' lines, evaluated",
        try_this="change q. Which lines still agree?",
        answer="The corrected ones do, the slides' don't.",
        panels=[Numbers(source="slips", label="The slides' lines beside the right ones, in nats")],
        sources=[SOURCES["slips"]],
        controls=[MODEL, q_mean(), q_std()],
        reflects=("model", "q_mean", "q_std"),
        code=[slides.slips],
        layout="wide",
        caption="Numbers are nats; the lines are numbered as in the corrections to the talk.",
    )


if __name__ == "__main__":
    page.preview(build, TITLE)
