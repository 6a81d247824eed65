"""The scrubber over the moments of Algorithm 2."""

from explainer.kit.scrubber import Scrubber

MOMENT = Scrubber(
    key="step",
    label="Line of the run",
    help="Which line of Algorithm 2 runs, counted over all rounds; + and − step, ▶ plays.",
    symbol="line",
    value=4,
    minimum=1,
    maximum=82,
)
