"""Make what the coding section ships: `python -m models.precompute_coding --data DIR`.

`digits` are what it learns; the others are a run of each preset, which learns the shipped digits.
"""

import numpy as np
from numpy.typing import NDArray

from explainer import shipped
from explainer.coding import program, runs
from explainer.coding.presets import PRESETS
from models import data, scores, shipping

FOLDER = shipping.ASSETS / "coding"
DIGITS = 5000
JUDGE = "classifier-mnist"


def digits(folder: str | None) -> dict[str, NDArray]:
    """The first training pictures of MNIST in 16 shades of grey, uint8 (5000, 28, 28): half of their bytes.

    `limit` is the squared distance in the judge's features within which 99 % of them lie.
    """
    pictures, _ = data.load("mnist", "train", folder)
    made = shades(pictures[:DIGITS])
    distances = scores.distances(JUDGE, scores.judge(JUDGE, made)[1])
    return {"pictures": made, "limit": np.quantile(distances, 0.99)}


def shades(pictures: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The nearest of 16 shades, 0, 17, …, 255."""
    return ((pictures.astype(np.int16) + 8) // 17 * 17).astype(np.uint8)


def run(name: str, steps: int | None = None) -> dict[str, NDArray]:
    """A preset's run: step, loss and number read (k,), pictures uint8 (k, 16, 28, 28) at each finished set."""
    from explainer.coding.ddpm import Settings

    preset = PRESETS[name]
    settings = Settings(**runs.checked(**preset.changes))
    training, frames = runs.begun(settings), [runs.fresh(settings)]
    for frame in runs.play(training, frames[0]):
        if frame.finished:
            frames.append(frame)
        if frame.trouble or (frame.finished and frame.step >= (steps or preset.steps)):
            break
    limit = float(shipped.arrays("coding/digits")["limit"])
    read = [scores.recognised(JUDGE, frame.pictures, limit).sum() for frame in frames]
    return {
        "step": np.array([frame.step for frame in frames], np.int32),
        "loss": np.array([frame.loss for frame in frames], np.float32),
        "read": np.array(read, np.int8),
        "pictures": np.stack([shades(frame.pictures) for frame in frames]),
    }


def make(name: str, folder: str | None = None) -> dict:
    """Write one file; its entry in the manifest."""
    if name == "digits":
        recipe = {"from": "MNIST, training set", "first": DIGITS, "shades": 16, "licence": "CC BY-SA 3.0"}
        return shipping.save(FOLDER, name, digits(folder), recipe, JUDGE)
    recipe = {**program.defaults(), **PRESETS[name].changes, "steps": PRESETS[name].steps}
    return shipping.save(FOLDER, name, run(name), recipe, JUDGE)


NAMES = ["digits", *PRESETS]

if __name__ == "__main__":
    shipping.run(FOLDER, NAMES, make, __doc__)
