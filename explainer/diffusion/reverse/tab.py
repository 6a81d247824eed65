"""The section `reverse`: a chain of pictures from noise, shipped or generated now, under a hand."""

from pathlib import Path

from explainer.diffusion import process
from explainer.diffusion.reverse import answers
from explainer.diffusion.reverse.settings import MAIN, T
from explainer.kit import page
from explainer.kit.figure import Figure
from explainer.kit.film import Film

TITLE = "Reverse"
SECTION = "reverse"


def build() -> None:
    """The section's lesson and its figures."""
    page.lesson(Path(__file__).parent)
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
    page.slips(Path(__file__).parent)


if __name__ == "__main__":
    page.preview(build, TITLE)
