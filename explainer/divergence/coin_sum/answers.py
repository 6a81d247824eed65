"""What the coin's sum asks: every line with both sides."""

from typing import Any

from explainer.divergence.coin_sum.theory import Coins, derivation
from explainer.kit.asked import Source
from explainer.kit.derivation import derivation_data


def lines(sum_p, sum_q) -> dict[str, Any]:
    """Every line in nats; BadArgument names the control."""
    return derivation_data(derivation(Coins(sum_p, sum_q)))


SOURCES = {source.name: source for source in (Source("coin_sum", lines, ("sum_p", "sum_q")),)}
