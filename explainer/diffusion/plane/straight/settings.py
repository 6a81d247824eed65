"""The controls of the straight couplings."""

from explainer.kit import controls
from explainer.kit.scrubber import Scrubber

TAU = Scrubber(
    key="tau",
    symbol="τ",
    label="Noise τ in percent",
    help=r"Share of noise in $x=(1-\tau)\,x_0+\tau\,\varepsilon$: 0 is data, 100 noise alone.",
    value=40,
    maximum=100,
)
POWER = controls.Range(
    key="power",
    label="From flow matching (1) to diffusion (2)",
    help=r"The exponent p of $a^p+s^p=1$, where $x=a\,x_0+s\,\varepsilon$: 1 are straight couplings, 2 is "
    r"diffusion.",
    value=1.0,
    minimum=1,
    maximum=2,
    step=0.02,
    at_hand=True,
)
