"""The controls of the latent section."""

from explainer.kit import controls
from explainer.kit.atlas import Hand
from explainer.kit.scrubber import Scrubber
from explainer.maths.pictures import CLOTHES, DIGITS
from explainer.vae.own_settings import YOURS, own

REACH = 5.3  # half the width of the map of a VAE
MODELS = {"vae-mnist": "Digits (MNIST)", "vae-fashion": "Clothes (Fashion-MNIST)"}
BETAS = (0.1, 0.5, 1, 2, 4, 10)
MARKS = {
    "vae-mnist": tuple("0123456789"),
    "vae-fashion": ("T", "L", "P", "D", "C", "S", "H", "K", "B", "A"),
}
CLASSES = {
    "vae-mnist": tuple("0123456789"),
    "vae-fashion": (
        "T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot",
    ),
}  # fmt: skip
START = "0.5,-1.2"

Z = Hand(key="z", label="z: drag, or arrow keys (with shift by 1)", rest="rest")
MAIN = [
    controls.Select(
        key="model",
        label="Network",
        help="Whose latent plane this is. Both have two dimensions and β = 1.",
        value="vae-mnist",
        choices=tuple(MODELS.items()),
    ),
    controls.Select(
        key="ground",
        label="Map",
        help="5,000 test pictures where the encoder puts them (the mean of q(z|x)), the sum of all q(z|x), or "
        "what the decoder makes of every place.",
        value="points",
        choices=(("points", "Test pictures"), ("density", "Aggregate posterior"), ("mosaic", "Decoded pictures")),
    ),
    controls.Pair(
        key="z",
        label="z",
        help="The place that is decoded, two numbers. The prior says: 95 % of z lie within 2.45 of 0.",
        value=START,
        minimum=-REACH,
        maximum=REACH,
    ),
]
ENCODE = [
    controls.Select(
        key="picture",
        label="Picture",
        help="What is encoded. Clothes make sense for the network that knows clothes.",
        value="digit-3",
        choices=(
            *((key, text, "Digits") for key, text in DIGITS.items()),
            *((key, text, "Clothes") for key, text in CLOTHES.items()),
            *YOURS,
        ),
        own=tuple(key for key, *_ in YOURS),
    ),
    *own("latent-draw"),
    controls.Seed(
        help="Which samples of q(z|x), and which of the prior in the figures below, are drawn.", more=True
    ),
]
S = Scrubber(
    key="s",
    label="Place on the path",
    help="Where on the way from A (0) to B (100). The pictures are blended from the atlas: nothing is asked.",
    value=0,
    maximum=100,
    symbol="s",
)
ENDS = (Hand(key="a", label="A, where the path begins", color="data", text="A"),
        Hand(key="b", label="B, where the path ends", color="model", text="B"))  # fmt: skip
WALK = [
    controls.Select(
        key="way",
        label="Path",
        help="Straight; on a circle round 0, as far out as A and B are; or a line of your own, drawn on the map.",
        value="line",
        choices=(("line", "Straight"), ("sphere", "Spherical"), ("drawn", "Drawn by hand")),
        own=("drawn",),
    ),
    controls.Pair(key="a", label="A", help="Where the path begins: drag A on the map or type.", value="-1.9,-1.6",
                  minimum=-REACH, maximum=REACH),
    controls.Pair(key="b", label="B", help="Where the path ends: drag B on the map or type.", value="0.4,2.2",
                  minimum=-REACH, maximum=REACH),
]  # fmt: skip
SUM = [
    controls.Select(
        key=key,
        label=label,
        help=f"{what} Each class stands for the mean of its codes.",
        value=value,
        choices=tuple((str(i), f"class {i}") for i in range(10)),
    )
    for key, label, what, value in (
        ("plus", "From", "Where the sum begins.", "9"),
        ("minus", "minus", "What is taken away.", "4"),
        ("more_of", "plus", "What is added.", "0"),
    )
]
BETA = controls.Stops(
    key="beta",
    label="β",
    help="The weight of the KL term in training: more pulls every q(z|x) to the prior, and less is said about x.",
    value=1,
    stops=BETAS,
    elem_id="latent-beta",
)
EVIDENCE = [
    controls.Run(
        key="estimate",
        label="Draw weights",
        help="Draw 4,096 z from q(z|x) and watch the bound of ln p(x) rise with K.",
        stream="estimate",
    )
]
DRAW = Scrubber(
    key="w_t",
    label="Doubling of the weights",
    help="How many weights had been drawn: each step doubles them. The steps are kept here: nothing is asked.",
    value=12,
    minimum=1,
    maximum=12,
    maximum_key="w_last",
    symbol="doubling",
    linked=False,
)
