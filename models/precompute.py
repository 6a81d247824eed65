"""Make what the reverse section ships from the weights: `python -m models.precompute --data DIR`.

Every file in `assets/reverse` has its recipe, seed and sha256 in `assets/reverse/manifest.json`;
the same recipe makes it again. Float32 on the CPU, since bf16 is not the same on every machine.
"""

from dataclasses import asdict, dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from models import backend, precompute_reverse, shipping

FOLDER = shipping.ASSETS / "reverse"


class Recipe(Protocol):
    """Plain fields that say how a file is made, and the function that makes it."""

    model: str

    def arrays(self, folder: str | None) -> dict[str, NDArray]:
        """What the file holds; `folder` has the data sets, for those that need pictures."""


@dataclass(frozen=True)
class Chain:
    """A reverse chain of which every step is stored: the network and how the chain is made."""

    model: str
    labels: tuple[int, ...]
    sampler: str = "ddpm"
    steps: int = 20
    guidance: float = 1.0
    seed: int = 4

    def arrays(self, folder: str | None = None) -> dict[str, NDArray]:
        """All pictures of `chain`."""
        return chain(self)


MIXED = (3, 1, 4, 0, 5, 9, 2, 6, 8, 7, 4, 8, 2, 3, 5, 7)
RECIPES: dict[str, Recipe] = {
    "unet-mnist-mixed": Chain("unet-mnist", MIXED, steps=40),
    "unet-fashion-mixed": Chain("unet-fashion", MIXED),
    **{f"unet-mnist-{k}": Chain("unet-mnist", (k,) * 16, seed=10 + k) for k in range(10)},
    **precompute_reverse.RECIPES,
}


def chain(recipe: Chain, n: int | None = None) -> dict[str, NDArray]:
    """The chain's first n pictures: t (f,), xt uint8 (f, n, 28, 28), scale (f,), labels (n,).

    x_t = (xt/127.5 − 1)·scale; where noise hides it, grey levels are rounded to save bytes.
    Also x0_hat uint8 (f − 1, n, 28, 28), made at each t but the last, 0.
    """
    import torch

    from explainer.diffusion import process
    from explainer.diffusion.reverse import samplers
    from models import data

    labels = np.array(recipe.labels[:n], np.int64)
    plan = backend.MODELS[recipe.model].schedule()
    sources = samplers.generators(recipe.seed, len(labels))
    steps = samplers.SAMPLERS[recipe.sampler](
        backend.eps_model(recipe.model),
        samplers.start((1, 28, 28), sources),
        torch.from_numpy(labels),
        plan,
        samplers.timesteps(plan.T, recipe.steps),
        generators=sources,
        guidance=recipe.guidance,
    )
    ts, states, estimates = [], [], []
    for step in steps:
        ts.append(step.t)
        states.append(step.xt)
        estimates.append(data.to_bytes(step.x0_hat))
    ts.append(0)
    states.append(step.xs)
    noise = process.jump(plan)[1][ts]
    arrays = {
        "t": np.array(ts, np.int16),
        "xt": np.stack([_bytes(x, s) for x, s in zip(states, noise, strict=True)]),
        "scale": (1 + 2 * noise).astype(np.float32),
        "labels": labels,
    }
    return arrays | {"x0_hat": np.stack(estimates)}


def make(name: str, folder: str | None = None) -> dict:
    """Write one file from its recipe, with pictures of `folder`; its entry in the manifest."""
    recipe = RECIPES[name]
    return shipping.save(FOLDER, name, recipe.arrays(folder), asdict(recipe), recipe.model)


def main(argv: list[str] | None = None) -> None:
    """Make the files named, or all, and the manifest."""
    shipping.run(FOLDER, list(RECIPES), make, __doc__, argv)


def _bytes(x, noise: float) -> NDArray[np.uint8]:
    grey = (x.squeeze(1).numpy() / (1 + 2 * noise) + 1) * 127.5
    steps = ((0.7, 12), (0.5, 8), (0.25, 4), (0.1, 2), (0, 1))
    coarse = next(step for least, step in steps if noise >= least)
    return np.clip(np.round(grey / coarse) * coarse, 0, 255).astype(np.uint8)


if __name__ == "__main__":
    main()
