"""The figure of the coin's sum: from the definition to two terms, and to entropies."""

from explainer.divergence.coin_sum.answers import SOURCES
from explainer.divergence.coin_sum.settings import ALL, COINS, STEP
from explainer.divergence.coin_sum.theory import LINES, Coins, derivation
from explainer.divergence.settings import SECTION
from explainer.kit.derivation import Derivation
from explainer.kit.figure import Figure
from explainer.maths.derivation import evaluate


def build() -> None:
    """Line by line from the definition to why D is never below 0."""
    Figure(
        SECTION,
        "coin-sum",
        title="The coin's sum, a step at a time",
        try_this="press + (or the right arrow key). Drag q across p: which of the two terms is below 0?",
        panels=[Derivation(source="coin_sum", steps=LINES, label="The sum", key="sum_step", all="sum_all")],
        sources=[SOURCES["coin_sum"]],
        scrubbers=[STEP],
        controls=[*COINS, ALL],
        reflects=("sum_step", "sum_p", "sum_q"),
        code=[derivation, evaluate, Coins],
        layout="wide",
        caption="Numbers are in nats. The talk's coins, 0.6 and 0.7, give 0.022582.",
    )
