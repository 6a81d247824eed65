"""The picture that is encoded: one that ships, a drawing, or a visitor's own photograph of a digit."""

import numpy as np
from numpy.typing import NDArray

from explainer.maths import arguments, pictures

CHOICES = (*pictures.DIGITS, *pictures.CLOTHES, "drawing", "own")


def ink(picture: str, upload: str | None, drawing: str | None, invert: bool) -> tuple[NDArray, str]:
    """Ink x (784,) in [0, 1] and advice about it ("" if there is none); BadArgument for bad input.

    A picture of 28 × 28 pixels goes in as it is, a photograph as the means of its blocks.
    """
    arguments.choice("picture", picture, CHOICES, name="the picture")
    if picture == "drawing":
        shown = pictures.drawing(drawing)[..., 0] / 255
    elif picture == "own":
        shown = pictures.grey(upload) / 255
    else:
        shown = pictures.shipped(picture)[..., 0] / 255
    if invert is True:
        shown = 1 - shown
    return shown.reshape(-1), advice(shown, picture)


def advice(shown: NDArray, picture: str) -> str:
    """What to do about a picture (28, 28) that is unlike those the networks were trained on."""
    edge = np.concatenate([shown[0], shown[-1], shown[1:-1, 0], shown[1:-1, -1]]).mean()
    low, paper, high = np.quantile(shown, (0.02, 0.5, 0.98))
    darker = paper - low > 1.2 * (high - paper)  # than most of it is the ink
    if edge > 0.5 or (picture == "own" and edge > 0.1 and darker):
        return "It is light at its edge; the network knows light ink on black: switch Invert on."
    if edge > 0.1 and picture == "own":
        return "It is not black at its edge, as no training picture is: read what follows with care."
    return ""


def binarised(x: NDArray) -> NDArray:
    """Black and white: inked where x ≥ ½. Only then is ln p(x|z) the logarithm of a probability."""
    return (np.asarray(x) >= 0.5).astype(np.float64)
