"""Make what the coding section ships: `python -m models.precompute_coding --data DIR`."""

import numpy as np
from numpy.typing import NDArray

from models import data, shipping

FOLDER = shipping.ASSETS / "coding"
DIGITS = 5000


def digits(folder: str | None) -> dict[str, NDArray]:
    """The first training pictures of MNIST in 16 shades of grey, uint8 (5000, 28, 28): half of their bytes."""
    pictures, _ = data.load("mnist", "train", folder)
    return {"pictures": shades(pictures[:DIGITS])}


def shades(pictures: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The nearest of 16 shades, 0, 17, …, 255."""
    return ((pictures.astype(np.int16) + 8) // 17 * 17).astype(np.uint8)


def make(name: str, folder: str | None = None) -> dict:
    """Write one file; its entry in the manifest."""
    recipe = {"from": "MNIST, training set", "first": DIGITS, "shades": 16, "licence": "CC BY-SA 3.0"}
    return shipping.save(FOLDER, name, digits(folder), recipe, ())


NAMES = ["digits"]

if __name__ == "__main__":
    shipping.run(FOLDER, NAMES, make, __doc__)
