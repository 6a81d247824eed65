"""The controls of the figure of one step's distributions."""

from explainer.kit import controls

STEP = [
    controls.Select(
        key="digit",
        label="Known picture",
        help="The picture x₀ whose true step is known; the network sees its noisy xₜ alone.",
        value="digit-3",
        choices=(("digit-3", "Digit 3"), ("digit-0", "Digit 0"), ("digit-7", "Digit 7")),
    ),
    controls.Select(
        key="variance",
        label="Variance of p_θ",
        help="Small is β̃ₜ, that of the truth for a known picture; large is βₜ. They part near t = 0.",
        value="small",
        choices=(("small", "β̃ₜ (small)"), ("large", "βₜ (large)")),
    ),
]
