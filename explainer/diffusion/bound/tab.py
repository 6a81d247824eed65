"""The section `bound`: the variational bound of diffusion, derived with numbers on both sides."""

from pathlib import Path

from explainer.diffusion.bound.bayes import tab as bayes
from explainer.diffusion.bound.decoder import tab as decoder
from explainer.diffusion.bound.derivation import tab as derivation
from explainer.diffusion.bound.measured import tab as measured
from explainer.diffusion.bound.rate import tab as rate
from explainer.diffusion.bound.settings import SECTION
from explainer.diffusion.bound.trade import tab as trade
from explainer.diffusion.bound.weight import tab as weight
from explainer.diffusion.bound.where import tab as where
from explainer.kit import page

__all__ = ["SECTION", "TITLE", "build"]
TITLE = "Bound"


def build() -> None:
    """The section's lesson and its figures."""
    folder = Path(__file__).parent
    page.lesson(folder)
    derivation.derive()
    derivation.real()
    bayes.bayes()
    weight.weight()
    decoder.decoder()
    measured.measured()
    where.where()
    rate.rate()
    trade.trade()
    page.slips(folder)


if __name__ == "__main__":
    page.preview(build, TITLE)
