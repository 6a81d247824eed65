"""The controls of the derivation on a real digit: its step, the digit, and how many paths are drawn."""

from explainer.diffusion.bound.real.path import DRAWS
from explainer.diffusion.bound.real.theory import LINES
from explainer.kit import controls
from explainer.kit.derivation import every_line, step
from explainer.maths import pictures

STEP = step(LINES, "derivation", "real_step")
CONTROLS = (
    controls.Select(
        key="real_picture",
        label="Digit",
        help="The test digit whose bound is derived.",
        value="digit-3",
        choices=tuple(pictures.DIGITS.items()),
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
    ),
)
ALL = every_line("derivation", "real_all")
