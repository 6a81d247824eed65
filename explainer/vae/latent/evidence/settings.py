"""The controls of the figure on ln p(x)."""

from explainer.kit import controls
from explainer.kit.scrubber import Scrubber

EVIDENCE = [
    controls.Run(
        key="estimate",
        label="Draw weights",
        help=r"Draw 4,096 z from $q(z\mid x)$ and watch the bound of $\ln p(x)$ rise with K.",
        stream="estimate",
    )
]
DRAW = Scrubber(
    key="w_t",
    label="Doubling of the weights",
    help="How many weights had been drawn: each step doubles them. The steps are kept here: nothing is asked.",
    value=12,
    minimum=1,
    maximum=12,
    maximum_key="w_last",
    symbol="doubling",
    linked=False,
)
