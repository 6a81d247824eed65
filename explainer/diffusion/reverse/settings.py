"""What all figures of the section share: its name, and the timestep."""

from explainer.kit.scrubber import Scrubber

SECTION = "reverse"

T = Scrubber(
    key="t",
    label="Timestep t",
    help="Where on the way from noise (T) to picture (0). Nothing is computed anew: the chain is kept.",
    value=300,
    maximum=1000,
    backwards=True,
)
