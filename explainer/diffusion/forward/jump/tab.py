"""The figure of the jump's derivation: single steps put into one another."""

from explainer.diffusion import process
from explainer.diffusion.forward.jump.answers import SOURCES
from explainer.diffusion.forward.jump.settings import ALL, STEP, WALK
from explainer.diffusion.forward.jump.theory import LINES, Walk, derivation
from explainer.kit.derivation import Derivation
from explainer.kit.figure import Figure
from explainer.maths.derivation import evaluate


def build(section: str) -> None:
    """Line by line from one step to the jump, both sides evaluated."""
    Figure(
        section,
        "jump-lines",
        title="Many steps are one jump, a step at a time",
        try_this="press + (or the right arrow key). Draw another seed: the numbers change and both sides agree.",
        panels=[
            Derivation(
                source="jump_lines",
                steps=LINES,
                label="The derivation",
                key="jump_step",
                all="jump_all",
            )
        ],
        sources=[SOURCES["jump_lines"]],
        scrubbers=[STEP],
        controls=[*WALK, ALL],
        reflects=("jump_step", "jump_t", "jump_x0", "jump_seed"),
        code=[derivation, evaluate, Walk, process.q_step, process.q_sample],
        layout="wide",
        caption="One point on a cosine schedule of 12 steps, with one draw of the noises: left is where the walk "
        "arrived, right what the line says. In two lines the variances of noises are compared.",
    )
