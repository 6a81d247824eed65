"""The figure of the derivation: from −ln p_θ(x_0) to the terms of the bound, and on to L_simple."""

from explainer.diffusion.bound.derivation.answers import SOURCES
from explainer.diffusion.bound.derivation.exact_chain import Chain
from explainer.diffusion.bound.derivation.means import Means
from explainer.diffusion.bound.derivation.settings import ALL, CHAIN, STEP
from explainer.diffusion.bound.derivation.theory import LINES, derivation
from explainer.diffusion.bound.settings import SECTION
from explainer.kit import page
from explainer.kit.derivation import Derivation, latex
from explainer.kit.figure import Figure
from explainer.maths.derivation import evaluate


def derive() -> None:
    """Line by line, both sides evaluated on a chain whose every integral can be done."""
    page.formulas("bound-formulas", latex(LINES))
    Figure(
        SECTION,
        "figure",
        elem_id="bound-derivation",
        title="From −ln p to the loss, a step at a time",
        try_this="press + (or the right arrow key): the box shows what changed. Then move the shift: which lines "
        "stay equal, and what happens to the gap in the first ones?",
        panels=[Derivation(source="steps", formulas="bound-formulas", label="The derivation")],
        sources=[SOURCES["steps"]],
        scrubbers=[STEP],
        controls=[*CHAIN, ALL],
        reflects=("model", "step", "T", "x0", "shift", "width", "all"),
        reports=(("slack", "steps.slack"),),
        code=[derivation, evaluate, Chain, Means],
        layout="wide",
        caption="Data on the line, T steps of equal β that leave 2% of $x_0$'s variance, and a reverse "
        "chain whose "
        r"guess $\hat x_0$ and width you set. Every mean is an integral over its own grid, and the likelihood is "
        "integrated over all paths, so the agreement checks the algebra and does not assume it. In the first "
        "fourteen lines the right side minus the left is the divergence that line 1 adds. Numbers are in nats.",
    )
