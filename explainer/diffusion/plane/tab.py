"""The section `plane`: diffusion of points in the plane, where everything can be seen and is known."""

from pathlib import Path

from explainer.diffusion import process
from explainer.diffusion.plane import theory
from explainer.diffusion.plane.answers import SOURCES
from explainer.diffusion.plane.copying import tab as copying
from explainer.diffusion.plane.families import tab as families
from explainer.diffusion.plane.figures import level
from explainer.diffusion.plane.guidance import tab as guidance
from explainer.diffusion.plane.learned import tab as learned
from explainer.diffusion.plane.mixture import Mixture
from explainer.diffusion.plane.settings import MAIN, SECTION, T
from explainer.diffusion.plane.solvers import tab as solvers
from explainer.diffusion.plane.straight import tab as straight
from explainer.diffusion.plane.training import tab as training
from explainer.kit import page
from explainer.kit.field import Cloud, Field
from explainer.kit.figure import Figure

TITLE = "Plane"
LEVELS = tuple(level(share) for share in (0.02, 0.2, 0.6))


def build() -> None:
    """The section's lesson and its figures."""
    page.lesson(Path(__file__).parent)
    forward_and_back()
    solvers.build()
    learned.build()
    training.build()
    copying.build()
    straight.build()
    guidance.build()
    families.build()


def forward_and_back() -> None:
    """Density, score and denoiser of points at any t, both ways."""
    lines = {"show": "show_points", "show_lines": "show_lines"}
    Figure(
        SECTION,
        "figure",
        title="Every arrow of the score, at every t",
        try_this="drag t from 0 to T, then choose “back” and drag it down. Where do the arrows carry the noise?",
        answer="To the data.",
        panels=[
            Field(
                label=r"$p_t$, $\nabla\ln p_t$ and where the points are believed to come from",
                knots="field.knots",
                shade="field.shade",
                levels=LEVELS,
                anchors="field.anchors",
                arrows="field.arrows",
                signal="forward.signal",
                sigma="forward.sigma",
                show_shade="show_density",
                show_arrows="show_arrows",
                size=1.3,
                clouds=(
                    Cloud(
                        points="forward.x0",
                        noise="forward.eps",
                        lines="forward.believed",
                        label="data with noise",
                        color="model",
                        when=("way", "forward"),
                        **lines,
                    ),
                    Cloud(
                        points="back.points",
                        lines="back.believed",
                        label="noise on its way back",
                        color="noise",
                        when=("way", "back"),
                        size=2.8,
                        **lines,
                    ),
                ),
            )
        ],
        sources=list(SOURCES.values()),
        scrubbers=[T],
        controls=MAIN,
        reflects=("t", "data", "way", "schedule"),
        reports=(("sw", "back.sw"),),
        code=[process.q_sample, Mixture, theory.flow_back],
        layout="wide",
        caption="The density is exact: a mixture of Gaussians stays one under noise. It is shaded by its share "
        r"of the highest at this t; the lines stand at 2%, 20% and 60% of it. Arrows point along "
        r"$\nabla\ln p_t$, with "
        r"length $-\hat\varepsilon$ bent to fit. Lines lead from 160 points to $\mathbb E[x_0\mid x_t]$, the "
        r"mean of all that they could have "
        "been: at large t that is the middle of everything.",
    )


if __name__ == "__main__":
    page.preview(build, TITLE)
