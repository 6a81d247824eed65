"""The section `bound`: the variational bound of diffusion, derived with numbers on both sides."""

from pathlib import Path

from explainer.diffusion.bound.derivation import tab as derivation
from explainer.diffusion.bound.settings import SECTION
from explainer.diffusion.bound.trade import tab as trade
from explainer.kit import page

__all__ = ["SECTION", "TITLE", "build"]
TITLE = "Bound"


def build() -> None:
    """The section's lesson and its figures."""
    folder = Path(__file__).parent
    page.lesson(folder)
    derivation.derive()
    trade.trade()
    page.slips(folder)


if __name__ == "__main__":
    page.preview(build, TITLE)
