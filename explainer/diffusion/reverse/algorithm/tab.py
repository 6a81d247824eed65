"""The figure of Algorithm 2: the line that runs, one pixel's numbers and the pictures that flow through."""

from explainer.diffusion import process
from explainer.diffusion.reverse.algorithm import theory
from explainer.diffusion.reverse.algorithm.answers import SOURCES, code
from explainer.diffusion.reverse.algorithm.figures import HEAD
from explainer.diffusion.reverse.algorithm.settings import MOMENT
from explainer.diffusion.reverse.settings import SECTION
from explainer.kit.figure import Figure
from explainer.kit.film import Film
from explainer.kit.listing import Listing
from explainer.kit.numbers import Numbers

PICTURES = {"xt": "$x_t$", "eps": r"$\varepsilon_\theta(x_t, t)$", "mean": "μ", "z": "z", "xs": "$x_{t-1}$"}


def build() -> None:
    """Sixteen rounds of Algorithm 2, one line at a time."""
    Figure(
        SECTION,
        "algorithm2",
        elem_id="algorithm2",
        title="Algorithm 2, line by line",
        try_this="press + a few times, then play. In which round does μ begin to look like a digit?",
        panels=[
            Listing(source="algorithm", label="Algorithm 2 and the code that runs it"),
            *(Film(film="algorithm", track=key, label=text, t="step") for key, text in PICTURES.items()),
            Numbers(
                source="algorithm_rows",
                track="rows",
                t="step",
                head=HEAD,
                label="One pixel's numbers on their way through Algorithm 2",
            ),
        ],
        sources=list(SOURCES.values()),
        scrubbers=[MOMENT],
        reflects=("step", "row", "column"),
        code=[code, theory.moments, process.mean_from_eps, process.posterior],
        layout="five",
        caption=r"One sample of a 3 in 16 steps, precomputed and stored in full. Three dots: not computed "
        r"yet in this step. $\alpha_t$, $\beta_t$ are those of the "
        "rounds that are taken, not of all 1000. The code draws z where it is used, after the mean, and writes "
        r"the mean with $\hat x_0$ (DDPM eq. 7), cut to [−1, 1]. The pixel is the one chosen in “One picture”.",
    )
