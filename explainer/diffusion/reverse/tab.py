"""The section `reverse`: chains of pictures from noise, what a step does, and what they are good for."""

from pathlib import Path

from explainer.diffusion.reverse import settings
from explainer.diffusion.reverse.algorithm import tab as algorithm
from explainer.diffusion.reverse.chain import tab as chain
from explainer.diffusion.reverse.copying import tab as copying
from explainer.diffusion.reverse.edit import tab as edit
from explainer.diffusion.reverse.measured import tab as measured
from explainer.diffusion.reverse.step import tab as step
from explainer.kit import page

TITLE = "Reverse"
SECTION = settings.SECTION
PARTS = (chain, algorithm, step, measured, edit, copying)


def build() -> None:
    """The section's lesson and its parts, in the order of the talk."""
    page.lesson(Path(__file__).parent)
    for part in PARTS:
        part.build()
    page.slips(Path(__file__).parent)


if __name__ == "__main__":
    page.preview(build, TITLE)
