"""The section `variational`: Fit q by hand, the evidence, and the gap between them."""

from pathlib import Path

from explainer.kit import page
from explainer.variational import settings
from explainer.variational.evidence import tab as evidence
from explainer.variational.gap import tab as gap
from explainer.variational.hand import tab as hand

TITLE = "Fitting q"
SECTION = settings.SECTION


def build() -> None:
    """The section's lesson and its parts, in the order of the talk."""
    page.lesson(Path(__file__).parent)
    hand.build()
    evidence.build()
    gap.build()


if __name__ == "__main__":
    page.preview(build, TITLE)
