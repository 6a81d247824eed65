"""The section `gan`: the game live on 2-D data, with what the talk proves beside it."""

from pathlib import Path

from explainer.gan.lab import tab as lab
from explainer.gan.line import tab as line
from explainer.gan.live import tab as live
from explainer.gan.pair import tab as pair
from explainer.gan.settings import SECTION
from explainer.kit import page

TITLE = "GAN"
__all__ = ["SECTION", "TITLE", "build"]


def build() -> None:
    """The lesson, the game, and its parts held still."""
    page.lesson(Path(__file__).parent)
    live.game()
    live.numbers()
    pair.build()
    lab.dstar()
    line.build()
    page.slips(Path(__file__).parent)
    lab.vanishing()
    lab.dirac_gan()


if __name__ == "__main__":
    page.preview(build, TITLE)
