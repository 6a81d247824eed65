"""The picture that is encoded: one that ships, a drawing, or a visitor's own photograph of a digit."""

import numpy as np
from numpy.typing import NDArray

from explainer.maths import pictures
from explainer.maths.arguments import BadArgument


def ink(picture: str, upload: str | None, drawing: str | None, invert: bool) -> tuple[NDArray, str]:
    """Ink x (784,) in [0, 1] and a sentence about it ("" if all is well); BadArgument for bad input.

    A picture of 28 × 28 pixels goes in as it is, a photograph as the means of its blocks.
    """
    if picture == "drawing":
        shown = pictures.drawing(drawing)[..., 0] / 255
    elif picture == "own":
        shown = pictures.grey(upload) / 255
    elif picture in pictures.DIGITS | pictures.CLOTHES:
        shown = pictures.shipped(picture)[..., 0] / 255
    else:
        known = ", ".join([*pictures.DIGITS, *pictures.CLOTHES, "drawing", "own"])
        raise BadArgument("picture", f"the picture is {picture!r}; allowed are {known}")
    if invert is True:
        shown = 1 - shown
    return shown.reshape(-1), advice(shown, picture)


def advice(shown: NDArray, picture: str) -> str:
    """What to do about a picture (28, 28) unlike those that the networks were trained on."""
    edge = np.concatenate([shown[0], shown[-1], shown[1:-1, 0], shown[1:-1, -1]]).mean()
    if edge > 0.5:
        return "It is light at its edge; the network knows light ink on black: switch Invert on."
    if edge > 0.1 and picture == "own":
        return "It is not black at its edge, as no training picture is: read what follows with care."
    return ""


def binarised(x: NDArray) -> NDArray:
    """Black and white: inked where x ≥ ½. Its ln p(x|z) is a probability's."""
    return (np.asarray(x) >= 0.5).astype(np.float64)
