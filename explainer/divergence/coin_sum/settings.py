"""The controls of the coin's sum: its step and both coins."""

from explainer.divergence.coin_sum.theory import LEAST, LINES
from explainer.kit import controls
from explainer.kit.scrubber import Scrubber

STEP = Scrubber(
    key="sum_step",
    label="Step of the sum",
    help="Which line: arrow keys go on and back, End shows the last one.",
    symbol="step",
    value=1,
    minimum=1,
    maximum=len(LINES),
)
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
ALL = controls.Switch(key="sum_all", label="All lines at once", help="Shows the whole sum.")
