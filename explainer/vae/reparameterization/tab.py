"""The section `reparameterization`: one draw through both graphs, a thousand estimates, two VAEs trained."""

from pathlib import Path

from explainer.kit import page
from explainer.vae.reparameterization import settings
from explainer.vae.reparameterization.estimates import tab as estimates
from explainer.vae.reparameterization.graph import tab as graph
from explainer.vae.reparameterization.training import tab as training

TITLE = "Reparameterization"
SECTION = settings.SECTION
HERE = Path(__file__).parent


def build() -> None:
    """The lesson, the parts in the order of the talk, the slides' slips."""
    page.lesson(HERE)
    graph.build()
    estimates.build()
    training.build()
    page.slips(HERE)


if __name__ == "__main__":
    page.preview(build, TITLE)
