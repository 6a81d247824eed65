"""The controls of the coin's sum: its step and both coins."""

from explainer.divergence.coin_sum.theory import LEAST, LINES
from explainer.kit import controls
from explainer.kit.derivation import every_line, step

STEP = step(LINES, "sum", "sum_step")
COINS = (
    controls.Range(
        key="sum_p", label="heads under p", help="How often the true coin p shows heads.", value=0.6,
        minimum=LEAST, maximum=1 - LEAST, step=0.01,
    ),
    controls.Range(
        key="sum_q", label="heads under q", help="How often the reader who believes q expects heads.", value=0.7,
        minimum=LEAST, maximum=1 - LEAST, step=0.01,
    ),
)  # fmt: skip
ALL = every_line("sum", "sum_all")
