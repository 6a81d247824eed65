"""The controls of the discrete decoder: the true grey, and the Gaussian that the last step says."""

from explainer.kit import controls
from explainer.kit.scrubber import Scrubber

MEANS = (-40.0, 295.0)
WIDE = (0.05, 120.0)

LEVEL = Scrubber(
    key="level",
    label="True grey level of $x_0$",
    help="The grey of the pixel, 0 is black and 255 white. The bins of both ends are open.",
    symbol="$x_0$",
    value=118,
    minimum=0,
    maximum=255,
)
GAUSSIAN = (
    controls.Range(
        key="mean", label=r"$\mu_\theta(x_1, 1)$, in grey levels",
        value=122.0, minimum=MEANS[0], maximum=MEANS[1], step=0.5,
        help="Where the last step's Gaussian stands; it may lie beyond black and white.",
    ),
    controls.Range(
        key="sigma1", label=r"$\sigma_1$, in grey levels", value=6.0, minimum=WIDE[0], maximum=WIDE[1], step=0.05,
        help="How wide it is. Much narrower than a level, one bin has all of it.",
    ),
)  # fmt: skip
