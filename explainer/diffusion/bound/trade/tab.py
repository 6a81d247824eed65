"""The figure of the slide's claim: L_simple for better samples, the bound for more likely data."""

from explainer.diffusion.bound.settings import SECTION
from explainer.diffusion.bound.trade import answers, theory
from explainer.diffusion.bound.trade.answers import SOURCES
from explainer.kit.figure import Figure
from explainer.kit.numbers import Numbers
from explainer.kit.plot import Plot
from explainer.kit.tiles import Tiles


def trade() -> None:
    """Two networks alike but for the loss: samples, scores, and where the bits are."""
    Figure(
        SECTION,
        "trade",
        title="Does dropping the weights give better samples?",
        try_this="look at both rows first: which network would you choose? Then read the table.",
        panels=[
            Tiles(parts=(("trade.simple", "trained by the unweighted loss"),), columns=10, size=1.6),
            Tiles(parts=(("trade.bound", "trained by the bound"),), columns=10, size=1.6),
            Plot(
                source="trade",
                label="The first network's terms as multiples of the second's",
                aspect=1.9,
            ),
            Numbers(source="trade", folded=True, label="Bits, Fréchet distance and accuracy of both networks"),
        ],
        sources=[SOURCES["trade"]],
        code=[answers.trade, theory.errors],
        layout="many",
        caption="In this pair the slide's claim holds: the network trained by the unweighted loss makes the "
        "better samples, and the one trained by the bound makes the data more likely, each by more than two "
        "standard errors. It is one pair, from one seed. The bound's weights favour small t, where the bits are "
        "and little can be seen.",
    )
