"""The section `gan`: the game live on 2-D data, with what the talk proves beside it."""

from pathlib import Path

from explainer.gan import settings
from explainer.gan.lab import tab as lab
from explainer.gan.line import tab as line
from explainer.gan.live import tab as live
from explainer.gan.pair import tab as pair
from explainer.gan.proof import tab as proof
from explainer.kit import page

TITLE = "GAN"
SECTION = settings.SECTION
HERE = Path(__file__).parent


def build() -> None:
    """The lesson, the games and experiments in the order of the talk, the slides' slips."""
    page.lesson(HERE)
    live.game()
    live.numbers()
    pair.build()
    lab.dstar()
    proof.build()
    line.build()
    page.slips(HERE)
    lab.vanishing()
    lab.dirac_gan()


if __name__ == "__main__":
    page.preview(build, TITLE)
