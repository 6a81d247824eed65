"""The control of where the bits are: a second picture beside the section's own."""

from explainer.diffusion.bound.shown import BLANK
from explainer.kit import controls
from explainer.maths import pictures

OTHER = controls.Select(
    key="other",
    label="Beside it",
    help="A second picture under the same network, which was trained on digits alone.",
    value="clothes-dress",
    choices=(
        *((name, text, "Digits") for name, text in pictures.DIGITS.items()),
        *((name, text, "Clothes") for name, text in pictures.CLOTHES.items()),
        *((name, f"All {name}", "Blank") for name in BLANK),
    ),
)
