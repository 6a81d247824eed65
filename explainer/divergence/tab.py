"""The divergence section: a calculator for any pair, and lessons about what its numbers mean."""

from pathlib import Path

from explainer.divergence import settings
from explainer.divergence.calculator import tab as calculator
from explainer.divergence.coin_sum import tab as coin_sum
from explainer.divergence.lessons import tab as lessons
from explainer.kit import page

TITLE = "Divergence"
SECTION = settings.SECTION
HERE = Path(__file__).parent


def build() -> None:
    """The section's lesson and its figures, in the order of the talk."""
    page.lesson(HERE)
    calculator.calculator()
    page.slips(HERE)
    calculator.numbers()
    calculator.funnel()
    lessons.coin()
    coin_sum.build()
    lessons.asymmetry()
    lessons.triangle()
    calculator.middle()
    lessons.apart()
    lessons.best_fit()
    lessons.two_dimensions()


if __name__ == "__main__":
    page.preview(build, TITLE)
