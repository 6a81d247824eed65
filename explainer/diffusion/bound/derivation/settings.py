"""The controls of the derivation: its step, and the chain on which both sides are evaluated."""

from explainer.diffusion.bound.derivation.exact_chain import SHIFTS, WIDTHS
from explainer.diffusion.bound.derivation.theory import LINES
from explainer.diffusion.bound.settings import X0, T
from explainer.kit import controls
from explainer.kit.derivation import every_line, step

STEP = step(LINES)
CHAIN = (
    controls.Select(
        key="model",
        label="Data",
        help=r"What the reverse chain was made for: its guess $\hat x_0$ is the mean of these data given $x_t$.",
        value="peaks",
        choices=(("peaks", "Two peaks"), ("gaussian", "One Gaussian")),
    ),
    T,
    X0,
    controls.Range(
        key="shift", label=r"Shift of $\hat x_0$", help="Moves what the reverse chain believes $x_0$ to be; "
        "0 is the best.",
        value=0.3, minimum=SHIFTS[0], maximum=SHIFTS[1], step=0.05,
    ),
    controls.Range(
        key="width", label=r"Width $\sigma_t/\sqrt{\beta_t}$", help=r"The width of each reverse step, as a "
        r"share of $\sqrt{\beta_t}$.",
        value=1.0, minimum=WIDTHS[0], maximum=WIDTHS[1], step=0.05,
    ),
)  # fmt: skip
ALL = every_line()
