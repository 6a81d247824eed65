"""The controls of the derivations: their steps, and on what both sides are evaluated."""

from dataclasses import replace

from explainer.diffusion.bound.derivation import by_draws
from explainer.diffusion.bound.derivation.exact_chain import SHIFTS, WIDTHS
from explainer.diffusion.bound.derivation.path import DRAWS
from explainer.diffusion.bound.derivation.theory import LINES
from explainer.diffusion.bound.settings import X0, T
from explainer.kit import controls
from explainer.kit.derivation import every_line, step
from explainer.maths import pictures

REAL = "real"  # the model that is a real digit and a trained network
ON_THE_LINE = ("model", ("peaks", "gaussian"))
STEP, REAL_STEP = step(LINES), step(by_draws.LINES, "derivation", "real_step")
ON_A_DIGIT = (
    controls.Select(
        key="real_picture",
        label="Digit",
        help="The test digit whose bound is derived.",
        value="digit-3",
        choices=tuple(pictures.DIGITS.items()),
        elem_id="bound-real-real_picture",
    ),
    controls.Range(
        key="real_draws",
        label="Paths",
        help="How many paths of noise both sides are means of: with four times as many the error is half.",
        value=DRAWS,
        minimum=2,
        maximum=DRAWS,
        step=1,
        whole=True,
        elem_id="bound-real-real_draws",
    ),
)
CHAIN = (
    controls.Select(
        key="model",
        label="Data",
        help=r"Data on the line, for which the reverse chain's guess $\hat x_0$ is the mean given $x_t$ and "
        "every integral can be done; or a test digit and the trained U-Net, where both sides are means over "
        "the same draws.",
        value="peaks",
        choices=(
            ("peaks", "Two peaks", "On the line, exact"),
            ("gaussian", "One Gaussian", "On the line, exact"),
            (REAL, "A digit and the U-Net", "Real, by draws"),
        ),
    ),
    replace(T, when=ON_THE_LINE),
    replace(X0, when=ON_THE_LINE),
    controls.Range(
        key="shift", label=r"Shift of $\hat x_0$", help="Moves what the reverse chain believes $x_0$ to be; "
        "0 is the best.",
        value=0.3, minimum=SHIFTS[0], maximum=SHIFTS[1], step=0.05, when=ON_THE_LINE,
    ),
    controls.Range(
        key="width", label=r"Width $\sigma_t/\sqrt{\beta_t}$", help=r"The width of each reverse step, as a "
        r"share of $\sqrt{\beta_t}$.",
        value=1.0, minimum=WIDTHS[0], maximum=WIDTHS[1], step=0.05, when=ON_THE_LINE,
    ),
    *(replace(control, when=("model", REAL)) for control in ON_A_DIGIT),
)  # fmt: skip
ALL, REAL_ALL = every_line(), every_line("derivation", "real_all")
