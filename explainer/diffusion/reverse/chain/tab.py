"""The chain from noise to pictures, shipped or generated now, and the targets of one of its pictures."""

from explainer.diffusion import process
from explainer.diffusion.reverse import theory
from explainer.diffusion.reverse.chain.answers import SOURCES, STREAMS, generate
from explainer.diffusion.reverse.chain.figures import CONVERSIONS
from explainer.diffusion.reverse.chain.settings import MAIN, PICKED
from explainer.diffusion.reverse.settings import SECTION, T
from explainer.kit.figure import Figure
from explainer.kit.film import Film
from explainer.kit.numbers import Numbers


def chain() -> None:
    """Sixteen pictures on their way from noise: a shipped chain at once, a fresh one on a click."""
    Figure(
        SECTION,
        "figure",
        title="From noise to pictures",
        try_this=r"drag t down from 1000. When does $\hat x_0$ know which digit it will be? Then press Generate.",
        panels=[
            Film(film="chain", track="xt", label="$x_t$", pick="picked"),
            Film(film="chain", track="x0_hat", label=r"$\hat x_0$, what the network sees in it", pick="picked"),
        ],
        sources=[SOURCES["chain"]],
        streams=list(STREAMS.values()),
        scrubbers=[T],
        reflects=("t", "state", "frames", "class", "sampler"),
        code=[generate, process.x0_from_eps, process.mean_from_eps],
        controls=MAIN,
        caption="The chain shown at first was precomputed. A fresh one is computed by the network step by "
        "step, painted as it comes, and kept here: afterwards the slider moves through it without asking.",
    )


def targets() -> None:
    """The picked picture's x_t, x̂_0, ε̂ and μ, and how each target follows from another."""
    picked = {"film": "chain", "rest": "targets", "pick": "picked", "only": True}
    Figure(
        SECTION,
        "targets",
        title="One picture: three targets to predict",
        try_this="drag t. Which of the three still shows a digit near t = 1000?",
        panels=[
            Film(track="xt", label="$x_t$", **picked),
            Film(track="x0_hat", label=r"$\hat x_0$, the picture", **picked),
            Film(track="eps", label=r"$\hat\varepsilon$, the noise", **picked),
            Film(track="mean", label="μ, the mean of the next", **picked),
            Numbers(
                source="chain",
                rest="targets",
                track="rows",
                pick="picked",
                head=CONVERSIONS,
                label="The targets of one pixel, each from the others",
            ),
        ],
        sources=list(SOURCES.values()),
        scrubbers=[T],
        reflects=("t", "picked", "row", "column"),
        code=[theory.targets, process.v_from_eps, process.eps_from_x0, process.posterior],
        controls=PICKED,
        layout="four",
        caption="α and β are those of the step really taken. A chain keeps only the steps that it took: "
        r"between two of them the numbers are those of the next larger t kept. $\hat x_0$ is cut to [−1, "
        r"1], and $\hat\varepsilon$ "
        r"and $\hat v$ follow from it. The network was trained to predict $\hat v$, which is algebraically "
        r"equivalent to $\hat\varepsilon$ "
        r"or $\hat x_0$, but does not "
        r"divide by $\sqrt{\bar\alpha_t}$ near T, "
        "where that is almost 0 and rounding would be all that is left. Shipped chains are kept in 8 bits.",
    )


def build() -> None:
    """Both figures."""
    chain()
    targets()
