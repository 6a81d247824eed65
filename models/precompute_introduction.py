"""Make and score the digits of the first screen: `python -m models.precompute_introduction --data DIR`.

A file for each maker, which can be made by its name alone: `… unet --data DIR`. All are scored by the same
judge; `--data` gives the real digits, and no other maker needs it.
"""

import time
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from explainer import shipped
from models import backend, data, sample, scores, shipping

FOLDER = shipping.ASSETS / "introduction"
JUDGE = "classifier-mnist"
SCORES = ("frechet", "recognised", "accuracy")


@dataclass(frozen=True)
class Real:
    """The test digits in sets of so many, scored as the networks' are; the first `shown` are kept."""

    samples: int = 1000
    shown: int = 12

    def arrays(self, folder: str | None = None) -> dict[str, NDArray]:
        """As of `Digits`: the mean over the sets and the standard deviation of one; nobody timed the hands."""
        pictures, truth = data.load("mnist", "test", folder)
        sets = [slice(at, at + self.samples) for at in range(0, len(pictures), self.samples)]
        found = [judged(pictures[part], truth[part]) for part in sets]
        values = {key: np.array([one[key] for one in found]) for key in SCORES}
        return {
            "pictures": pictures[: self.shown],
            "seconds": np.array(np.nan),
            "seconds_error": np.array(np.nan),
        } | {
            name: value
            for key, every in values.items()
            for name, value in ((key, every.mean()), (f"{key}_error", every.std(ddof=1)))
        }


@dataclass(frozen=True)
class Digits:
    """So many digits by one network, a part at a time; the first `shown` are kept.

    `asked`: each for its class, 0 … 9 in turn. `steps` are those of the U-Net's sampler.
    """

    model: str
    asked: bool = False
    samples: int = 1000
    part: int = 100
    shown: int = 12
    steps: int = sample.STEPS
    seed: int = 7

    def arrays(self, folder: str | None = None) -> dict[str, NDArray]:
        """pictures uint8 (shown, 28, 28); each score with its standard error, NaN where it has no meaning."""
        pictures, seconds = self.made()
        labels = self.labels(0, self.samples) if self.asked else None
        errors = {"seconds": seconds.mean(), "seconds_error": seconds.std(ddof=1) / np.sqrt(len(seconds))}
        return {"pictures": pictures[: self.shown]} | judged(pictures, labels) | errors

    def made(self) -> tuple[NDArray[np.uint8], NDArray]:
        """The network's pictures, and the processor seconds that each part took per picture."""
        self.some(0, 2)  # loads the network
        made, seconds = [], []
        for first in range(0, self.samples, self.part):
            begun = time.process_time()
            made.append(self.some(first, self.part))
            seconds.append((time.process_time() - begun) / self.part)
        return np.concatenate(made), np.array(seconds)

    def some(self, first: int, n: int) -> NDArray[np.uint8]:
        """The network's pictures from number `first` on, uint8 (n, 28, 28)."""
        import torch

        from models.gan import NOISE

        kind = backend.MODELS[self.model].kind
        if kind == "unet":
            labels = self.labels(first, n) if self.asked else None
            return sample.pictures(self.model, labels, n=n, steps=self.steps, seed=self.seed, first=first)
        network, source = backend.load(self.model), torch.Generator().manual_seed(self.seed)
        size = NOISE if kind == "gan" else network.latent
        z = torch.randn(first + n, size, generator=source)[first:]
        with torch.no_grad():
            return data.to_bytes(network(z) if kind == "gan" else 2 * network.decode(z) - 1)

    def labels(self, first: int, n: int) -> NDArray[np.int64]:
        """The digits that are asked for."""
        return sample.labels_for("all", n, self.model, first)


def judged(pictures: NDArray[np.uint8], labels: NDArray[np.int64] | None) -> dict[str, NDArray]:
    """What the judge says of pictures, and how far off it may be; accuracy if they have `labels`."""
    read, features = scores.judge(JUDGE, pictures)
    reference, limit = scores.reference(JUDGE), float(shipped.arrays("coding/digits")["limit"])
    known = scores.recognised(JUDGE, pictures, limit).mean()
    right = np.nan if labels is None else (read == labels).mean()
    found = {
        "frechet": scores.frechet(scores.gaussian(features), reference),
        "frechet_error": scores.frechet_errors([features], reference)[0, 0],
        "recognised": known,
        "recognised_error": scores.share_error(known, len(pictures)),
        "accuracy": right,
        "accuracy_error": scores.share_error(right, len(pictures)),
    }
    return {name: np.array(value) for name, value in found.items()}


RECIPES: dict[str, Real | Digits] = {
    "real": Real(),
    "vae": Digits("vae-mnist-16"),
    "gan": Digits("gan-mnist"),
    "unet": Digits("unet-mnist"),
    "unet-asked": Digits("unet-mnist", asked=True),
}


def make(name: str, folder: str | None = None) -> dict:
    """Write one file from its recipe; its entry in the manifest."""
    recipe = RECIPES[name]
    return shipping.save(FOLDER, name, recipe.arrays(folder), asdict(recipe), getattr(recipe, "model", JUDGE))


if __name__ == "__main__":
    shipping.run(FOLDER, list(RECIPES), make, __doc__)
