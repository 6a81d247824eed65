"""The controls of the race."""

from explainer.diffusion.plane.families.race import LONGEST
from explainer.kit import controls
from explainer.kit.scrubber import Scrubber

PREFIX = "race_"
SHIPPED = 6  # seconds per family

CLOCK = Scrubber(
    key=f"{PREFIX}t",
    symbol="clock",
    label="Training time in seconds",
    help="What each family has become after so much time of one processor core.",
    value=100 * SHIPPED,
    maximum=100 * SHIPPED,
    maximum_key=f"{PREFIX}last",
    per=100,
    unit="s",
    linked=False,
    play="replay",
)
RACE = [
    controls.Run(
        key="race",
        label="Train all three",
        help="VAE, GAN and diffusion learn the same points in turn, each for as long as the others.",
        stream="race",
    ),
    controls.Number(
        key=f"{PREFIX}seconds",
        label="Seconds for each",
        help="How long each family learns; all three share one processor core, so it takes three times as long.",
        value=SHIPPED,
        minimum=1,
        maximum=LONGEST,
        whole=True,
    ),
]
