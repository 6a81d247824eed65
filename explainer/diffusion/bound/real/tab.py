"""The figure of the derivation on a real digit and a trained network."""

from explainer.diffusion.bound.real.answers import SOURCES
from explainer.diffusion.bound.real.path import walk
from explainer.diffusion.bound.real.settings import ALL, CONTROLS, STEP
from explainer.diffusion.bound.real.theory import LINES, Draws, sampled
from explainer.diffusion.bound.settings import SECTION
from explainer.kit import page
from explainer.kit.derivation import Derivation, latex
from explainer.kit.figure import Figure


def real() -> None:
    """The same lines, both sides by the same paths of noise."""
    page.formulas("real-formulas", latex(LINES))
    Figure(
        SECTION,
        "real",
        title="The same lines on a real digit",
        try_this="go to “as divergences”: now both sides agree only in the mean. Use fewer paths: what grows?",
        panels=[
            Derivation(
                source="real",
                formulas="real-formulas",
                label="The derivation on a real digit",
                key="real_step",
                all="real_all",
            )
        ],
        sources=[SOURCES["real"]],
        scrubbers=[STEP],
        controls=[*CONTROLS, ALL],
        reflects=("real_step", "real_picture", "real_draws"),
        code=[walk, Draws, sampled],
        layout="wide",
        caption=r"A test digit and the network trained by $L_\text{simple}$, a chain of 25 of its steps with "
        r"$\sigma_t^2=\beta_t$, in nats a pixel. −ln p of a picture is out of reach, so the left is the bound "
        "itself. Both sides are means over the same paths from $x_0$ to $x_T$, with their standard errors. As a "
        "density the last step can be below 0.",
    )
