"""The controls of the reverse section."""

from explainer.kit import controls
from explainer.kit.scrubber import Scrubber

MIXED = "mixed"
DIGITS = {str(n): f"Digit {n}" for n in range(10)}
# Fashion-MNIST's own order: the place in this list is the class
CLOTHES = (
    "t-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "boot",
)  # fmt: skip
SAMPLERS = {"ddpm": "DDPM (Algorithm 2)", "ddim": "DDIM", "dpm": "DPM-Solver++"}

T = Scrubber(
    key="t",
    label="Timestep t",
    help="Where on the way from noise (T) to picture (0). Nothing is computed anew: the chain is kept.",
    value=300,
    maximum=1000,
    backwards=True,
)
CLASS = controls.Select(
    key="class",
    label="Class",
    help="What the network is asked for. Mixed: one of each digit, and some twice.",
    value=MIXED,
    choices=(
        (MIXED, "Digits, mixed", "Digits"),
        *((key, text, "Digits") for key, text in DIGITS.items()),
        ("clothes", "Clothes, mixed", "Clothes"),
        *((name, name.capitalize(), "Clothes") for name in CLOTHES),
    ),
)
MAIN = [
    CLASS,
    controls.Select(
        key="sampler",
        label="Sampler",
        help="How a step is taken: DDPM adds fresh noise, DDIM (η = 0) and DPM-Solver++ add none.",
        value="ddim",
        choices=tuple(SAMPLERS.items()),
    ),
    controls.Number(
        key="steps",
        label="Steps",
        help="How many of the 1000 steps are taken, evenly spaced. More is slower and, up to a point, better.",
        value=50,
        minimum=1,
        maximum=1000,
        whole=True,
        step=5,
    ),
    controls.Number(
        key="guidance",
        label="Guidance w",
        help="How strongly the class is insisted on: 0 is the plain conditional model, too much makes all alike.",
        value=1,
        minimum=0,
        maximum=8,
        step=0.5,
    ),
    controls.Seed(help="Which noise x_T it starts from: the same seed gives the same pictures."),
    controls.Run(
        key="generate",
        label="Generate",
        help="Let the network denoise 16 fresh pictures now; each step is shown as it is done, and kept.",
        stream="generate",
    ),
    controls.Number(
        key="eta",
        label="η of DDIM",
        help="0: no noise is added in a step, 1: as much as DDPM adds.",
        value=0,
        minimum=0,
        maximum=1,
        step=0.1,
        when=("sampler", "ddim"),
        more=True,
    ),
]

PICKED = [
    controls.Number(
        key="picked",
        label="Picture",
        help="Which of the 16 is looked at, counted from 0, row by row; a click on one above picks it, too.",
        value=0,
        minimum=0,
        maximum=15,
        whole=True,
    ),
    *(
        controls.Number(
            key=key,
            label=label,
            help=f"The {key} of the pixel whose numbers are shown. A fresh chain keeps those that were chosen "
            "when it began.",
            value=14,
            minimum=0,
            maximum=27,
            whole=True,
        )
        for key, label in (("row", "Pixel, row"), ("column", "Pixel, column"))
    ),
]
STEP = [
    controls.Select(
        key="digit",
        label="Known picture",
        help="The picture x₀ whose true step is known; the network sees its noisy xₜ alone.",
        value="digit-3",
        choices=(("digit-3", "Digit 3"), ("digit-0", "Digit 0"), ("digit-7", "Digit 7")),
    ),
    controls.Select(
        key="variance",
        label="Variance of p_θ",
        help="Small is β̃ₜ, that of the truth for a known picture; large is βₜ. They part near t = 0.",
        value="small",
        choices=(("small", "β̃ₜ (small)"), ("large", "βₜ (large)")),
    ),
]
MOMENT = Scrubber(
    key="step",
    label="Line of the run",
    help="Which line of Algorithm 2 runs, counted over all rounds; + and − step, ▶ plays.",
    symbol="line",
    value=4,
    minimum=1,
    maximum=82,
)
