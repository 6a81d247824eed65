"""The controls of the copies."""

from explainer.diffusion.plane.copying.theory import COUNTS, WIDTHS
from explainer.kit import controls

COUNT = controls.Stops(
    key="count",
    label="Training points n",
    help="How many points the network was trained on. With few of them it can learn each by heart.",
    value=10,
    stops=COUNTS,
    at_hand=True,
)
CAPACITY = controls.Select(
    key="capacity",
    label="Width of the network",
    help="Units of each of its two hidden layers. A wider one can learn more points by heart.",
    value="64",
    choices=tuple((str(width), str(width)) for width in WIDTHS),
)
