"""What the section measures: its networks, its pictures, and which of both ship measured."""

import numpy as np
from numpy.typing import NDArray

from explainer.maths import arguments, pictures

NETWORKS = {
    "unet-mnist-bound": "Digits, trained by the bound",
    "unet-mnist": "Digits, trained by $L_\\text{simple}$",
    "unet-fashion": "Clothes, trained by $L_\\text{simple}$",
}
BLANK = {"black": 0, "grey": 128, "white": 255}
PICTURES = (*pictures.DIGITS, *pictures.CLOTHES, *BLANK)
MEASURED = {
    "unet-mnist-bound": PICTURES,
    "unet-mnist": tuple(pictures.DIGITS),
    "unet-fashion": tuple(pictures.CLOTHES),
}
LABELS = {name: int(name[-1]) for name in pictures.DIGITS} | dict(
    zip(pictures.CLOTHES, (0, 1, 3, 7, 8, 9), strict=True)  # shirt, trousers, dress, sneaker, bag, boot
)
STEPS = 1000
FEWER = (250, 100, 50, 25)
TESTED = 300  # test pictures whose bound ships
KNOTS = (
    1,
    2,
    3,
    4,
    6,
    8,
    11,
    16,
    23,
    32,
    45,
    64,
    90,
    128,
    181,
    256,
    330,
    400,
    470,
    540,
    620,
    700,
    800,
    900,
    1000,
)


def picture(name: str) -> NDArray[np.uint8]:
    """Grey levels (28, 28) of a shipped or blank picture; BadArgument for another name."""
    arguments.choice("picture", name, PICTURES, name="the picture")
    if name in BLANK:
        return np.full((pictures.SMALL, pictures.SMALL), BLANK[name], np.uint8)
    return pictures.shipped(name)[..., 0]
