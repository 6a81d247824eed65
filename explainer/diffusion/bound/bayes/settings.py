"""The controls of the posterior by Bayes: the step and both ends; T and x₀ are those of the derivation."""

from explainer.diffusion.bound.derivation.exact_chain import STEPS
from explainer.kit import controls
from explainer.kit.scrubber import Scrubber

ENDS = (-3.0, 3.0)  # of x_t
AT = Scrubber(
    key="bayes_t",
    label="Step t",
    help="Which step back it is. The later, the less $x_0$ says of $x_{t-1}$ beside $x_t$.",
    value=3,
    minimum=2,
    maximum=STEPS[1],
    maximum_key="T",
)
XT = controls.Range(
    key="xt",
    label="$x_t$",
    help="Where the noised point stands at step t.",
    value=-0.6,
    minimum=ENDS[0],
    maximum=ENDS[1],
    step=0.05,
)
