"""The controls of the autoencoder section."""

from explainer.kit import controls
from explainer.kit.atlas import Hand
from explainer.maths.pictures import DIGITS
from explainer.vae.settings import picture

SECTION = "autoencoder"
MODELS = {"ae-mnist": "Autoencoder", "vae-mnist": "VAE"}
START = "0.15,-0.2"

PLACE = Hand(key="place", label="the point on both maps: drag, or arrow keys", rest="rested")
MAIN = [
    controls.Select(
        key="ground",
        label="Maps",
        help="5,000 test pictures at their codes, or what each decoder makes of every point.",
        value="points",
        choices=(("points", "Test pictures"), ("mosaic", "Decoded pictures")),
    ),
    controls.Pair(
        key="place",
        label="Point, in half-widths",
        help="The same point of both maps, in shares of half their width: 0, 0 is the centre.",
        value=START,
        minimum=-1,
        maximum=1,
    ),
]
PICTURE = picture("digit-2", "What is squeezed through two numbers and drawn again.", {"Digits": DIGITS})
SEED = controls.Seed(help="Which z of the prior are decoded: the same for both networks.")
