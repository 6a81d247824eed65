"""The controls of the straight couplings."""

from explainer.kit import controls
from explainer.kit.scrubber import Scrubber

TAU = Scrubber(
    key="tau",
    symbol="τ",
    label="Noise τ in percent",
    help="Share of noise in x = (1 − τ) x₀ + τ ε: 0 is data, 100 noise alone.",
    value=40,
    maximum=100,
)
POWER = controls.Range(
    key="power",
    label="From flow matching (1) to diffusion (2)",
    help="The exponent p of aᵖ + sᵖ = 1, where x = a x₀ + s ε: 1 are straight couplings, 2 is diffusion.",
    value=1.0,
    minimum=1,
    maximum=2,
    step=0.02,
)
