"""The controls of a picture that is encoded."""

from explainer.kit import controls
from explainer.maths.pictures import CLOTHES, DIGITS
from explainer.vae.settings import picture

ENCODE = [
    *picture(
        "digit-3",
        "What is encoded. Clothes make sense for the network that knows clothes.",
        {"Digits": DIGITS, "Clothes": CLOTHES},
        draw_id="latent-draw",
    ),
    controls.Seed(
        help=r"Which samples of $q(z\mid x)$, and which of the prior in the later figures, are drawn.", more=True
    ),
]
