"""The scrubber over the terms."""

from explainer.coding.terms import TERMS
from explainer.kit.scrubber import Scrubber

TERM = Scrubber(
    key="term_number",
    label="Term",
    help="The terms in the order of the talk; + and − step.",
    symbol="term",
    value=4,
    minimum=1,
    maximum=len(TERMS),
    play="read",
)
