"""The controls of the chain and of the targets beside it."""

from explainer.kit import controls

MIXED = "mixed"
DIGITS = {str(n): f"Digit {n}" for n in range(10)}
# in Fashion-MNIST's own order: the index in this list is the class
CLOTHES = (
    "t-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "boot",
)  # fmt: skip
SAMPLERS = {"ddpm": "DDPM (Algorithm 2)", "ddim": "DDIM", "dpm": "DPM-Solver++"}

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
        help="How strongly the class is insisted on: 0 is the plain conditional model, large values overdo it. "
        "Many programs call 1 + w the scale: their 7.5 is w = 6.5.",
        value=1,
        minimum=0,
        maximum=8,
        step=0.5,
    ),
    controls.Seed(help="Which noise $x_T$ it starts from: the same seed gives the same pictures."),
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
        help="Which of the chain's 16 pictures, counted from 0, row by row. Clicking one does the same.",
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
