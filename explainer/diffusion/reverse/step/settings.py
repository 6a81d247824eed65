"""The controls of the figure of one step's distributions."""

from explainer.kit import controls

STEP = [
    controls.Select(
        key="digit",
        label="Known picture",
        help="The picture $x_0$ whose true step is known; the network sees its noisy $x_t$ and its class.",
        value="digit-3",
        choices=(("digit-3", "Digit 3"), ("digit-0", "Digit 0"), ("digit-7", "Digit 7")),
    ),
    controls.Select(
        key="variance",
        label=r"Variance of $p_\theta$",
        help=r"Small is $\tilde\beta_t$, that of the truth for a known picture; large is $\beta_t$. They "
        r"part near t = 0.",
        value="small",
        choices=(("small", r"$\tilde\beta_t$ (small)"), ("large", r"$\beta_t$ (large)")),
    ),
]
