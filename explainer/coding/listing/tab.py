"""Formula and code, line by line."""

from explainer.coding.listing.answers import SOURCES
from explainer.coding.listing.settings import TERM
from explainer.coding.settings import SECTION
from explainer.kit.figure import Figure
from explainer.kit.listing import Listing


def build() -> None:
    """The equations of the talk beside the whole file."""
    Figure(
        SECTION,
        "listing",
        title="Formula and code",
        try_this="point at a term, or at a line: what belongs to it lights up on the other side.",
        panels=[
            Listing(
                source="listing",
                label="The talk's equations beside the file that runs",
                at="term_number",
                picks=True,
            )
        ],
        sources=list(SOURCES.values()),
        scrubbers=[TERM],
        caption="This is the file that the figure “Train it here” runs, and the one that you can take home. "
        "Equations and algorithms after Ho, Jain and Abbeel, “Denoising Diffusion Probabilistic Models” (2020).",
    )
