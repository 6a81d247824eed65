"""The section `reverse`: a chain of pictures from noise, shipped or generated now, under a hand."""

from pathlib import Path

from explainer.diffusion import process
from explainer.diffusion.reverse import answers, figures, theory
from explainer.diffusion.reverse.algorithm_tab import algorithm2
from explainer.diffusion.reverse.copying_tab import copy, nearest
from explainer.diffusion.reverse.edit_tab import edit, inpaint, interpolate
from explainer.diffusion.reverse.many_tab import budget, guided
from explainer.diffusion.reverse.settings import MAIN, PICKED, T
from explainer.diffusion.reverse.step_tab import step
from explainer.kit import page
from explainer.kit.figure import Figure
from explainer.kit.film import Film
from explainer.kit.numbers import Numbers

TITLE = "Reverse"
SECTION = "reverse"


def chain() -> None:
    """Sixteen pictures on their way from noise: a shipped chain at once, a fresh one on a click."""
    Figure(
        SECTION,
        "figure",
        title="From noise to pictures",
        try_this="drag t down from 1000. When does x̂₀ know which digit it will be? Then press Generate.",
        panels=[
            Film(film="chain", track="xt", label="xₜ", pick="picked"),
            Film(film="chain", track="x0_hat", label="x̂₀, what the network sees in it", pick="picked"),
        ],
        sources=[answers.CHAIN],
        streams=[answers.GENERATE],
        scrubbers=[T],
        reflects=("t", "state", "frames", "class", "sampler"),
        code=[answers.generate, process.x0_from_eps, process.mean_from_eps],
        controls=MAIN,
        caption="It opens on a chain that was made beforehand. A fresh one is computed by the network step by "
        "step, painted as it comes, and kept here: afterwards the slider moves through it without asking.",
    )


def targets() -> None:
    """The picked picture's x_t, x̂_0, ε̂ and μ, and how each target follows from another."""
    seen = {"film": "chain", "rest": "targets", "pick": "picked", "only": True}
    Figure(
        SECTION,
        "targets",
        title="One picture: what the network can be asked for",
        try_this="click a picture above, then drag t. Which of the three still shows a digit near t = 1000?",
        panels=[
            Film(track="xt", label="xₜ", **seen),
            Film(track="x0_hat", label="x̂₀, the picture", **seen),
            Film(track="eps", label="ε̂, the noise", **seen),
            Film(track="mean", label="μ, the mean of the next", **seen),
            Numbers(
                source="chain",
                rest="targets",
                track="rows",
                pick="picked",
                head=figures.CONVERSIONS,
                label="The targets of one pixel, each from the others",
            ),
        ],
        sources=[answers.CHAIN, answers.TARGETS],
        scrubbers=[T],
        reflects=("t", "picked", "row", "column"),
        code=[theory.targets, theory.velocity, process.eps_from_x0, process.posterior],
        controls=PICKED,
        layout="four",
        caption="α and β are those of the step really taken, from this t to the next one. The network "
        "was trained to say v̂, which is as good as ε̂ or x̂₀ by algebra, but does not divide by √ᾱₜ near T, "
        "where that is almost 0 and rounding would be all that is left. Shipped chains are kept in 8 bits.",
    )


FIGURES = [chain, targets, algorithm2, step, guided, budget, edit, inpaint, interpolate, copy, nearest]


def build() -> None:
    """The section's lesson and its figures."""
    page.lesson(Path(__file__).parent)
    for figure in FIGURES:
        figure()
    page.slips(Path(__file__).parent)


if __name__ == "__main__":
    page.preview(build, TITLE)
