"""The figures of the derivation: from −ln p_θ(x_0) to the terms of the bound, and on to L_simple."""

from explainer.diffusion.bound.derivation import by_draws
from explainer.diffusion.bound.derivation.answers import SOURCES
from explainer.diffusion.bound.derivation.exact_chain import Chain
from explainer.diffusion.bound.derivation.means import Means
from explainer.diffusion.bound.derivation.path import walk
from explainer.diffusion.bound.derivation.settings import ALL, CHAIN, ON_A_DIGIT, REAL_ALL, REAL_STEP, STEP
from explainer.diffusion.bound.derivation.theory import LINES, derivation
from explainer.diffusion.bound.settings import SECTION
from explainer.kit.derivation import Derivation
from explainer.kit.figure import Figure
from explainer.maths.derivation import evaluate


def derive() -> None:
    """Line by line, both sides evaluated on a chain whose every integral can be done."""
    Figure(
        SECTION,
        "figure",
        elem_id="bound-derivation",
        title="From $-\\ln p$ to the loss, a step at a time",
        try_this="press + (or the right arrow key): the box shows what changed. Then, for data on the line, "
        "move the shift: which lines stay equal, and what happens to the gap in the first ones?",
        panels=[Derivation(source="steps", steps=(*LINES, *by_draws.FROM_THE_BOUND), label="The derivation")],
        sources=[SOURCES["steps"]],
        scrubbers=[STEP],
        controls=[*CHAIN, ALL],
        reflects=("model", "step", "T", "x0", "shift", "width", "all", "real_picture", "real_draws"),
        reports=(("slack", "steps.slack"),),
        code=[derivation, evaluate, Chain, Means, by_draws.sampled],
        layout="wide",
        caption="Data on the line, T steps of equal β that leave 2% of $x_0$'s variance, and a reverse "
        "chain whose "
        r"guess $\hat x_0$ and width you set. Every mean is an integral over its own grid, and the likelihood is "
        "integrated over all paths, so the agreement checks the algebra and does not assume it. In the first "
        "fourteen lines the right side minus the left is the divergence that line 1 adds. Numbers are in nats. "
        "Of a digit they are means over the same paths, in nats a pixel, with standard errors; $-\\ln p$ itself "
        "is out of reach there, and from line 6 on the bound stands on the left in its place. Of a density it "
        "may be below 0.",
    )


def real() -> None:
    """The same lines, both sides by the same paths of noise."""
    Figure(
        SECTION,
        "real",
        title="The same lines on a real digit",
        try_this="go to “as divergences”: now both sides agree only in the mean. Use fewer paths: what grows?",
        panels=[
            Derivation(
                source="real",
                steps=by_draws.LINES,
                label="The derivation on a real digit",
                key="real_step",
                all="real_all",
            )
        ],
        sources=[SOURCES["real"]],
        scrubbers=[REAL_STEP],
        controls=[*ON_A_DIGIT, REAL_ALL],
        reflects=("real_step", "real_picture", "real_draws"),
        code=[walk, by_draws.Draws, by_draws.sampled],
        layout="wide",
        caption=r"A test digit and the network trained by $L_\text{simple}$, a chain of 25 of its steps with "
        r"$\sigma_t^2=\beta_t$, in nats a pixel. $-\ln p$ of a picture is out of reach, so the left is the bound "
        "itself. Both sides are means over the same paths from $x_0$ to $x_T$, with their standard errors. As a "
        "density the last step can be below 0.",
    )
