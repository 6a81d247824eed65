"""The controls of the plane under the hand."""

from explainer.kit import controls
from explainer.vae.atlas import REACH
from explainer.vae.latent.settings import MODEL, START

MAIN = [
    MODEL,
    controls.Select(
        key="ground",
        label="Map",
        help=r"5,000 test pictures where the encoder puts them (the mean of $q(z\mid x)$), the sum of all "
        r"$q(z\mid x)$, or what the decoder makes of every point.",
        value="points",
        choices=(("points", "Test pictures"), ("density", "Aggregate posterior"), ("mosaic", "Decoded pictures")),
    ),
    controls.Pair(
        key="z",
        label="$z$",
        help="The point that is decoded, two numbers. Under the prior 95 % of all z lie within 2.45 of 0.",
        value=START,
        minimum=-REACH,
        maximum=REACH,
    ),
]
