"""Make what the section on the U-Net ships: `python -m models.precompute_unet --data DIR`.

The diagram and an atlas of feature maps a picture need the weights alone; the cuts are measured on
test pictures, for which `--data` says where they lie.
"""

import json
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from models import backend, data, shipping

FOLDER = shipping.ASSETS / "unet"
T = 1000
TIMES = (1, *range(40, T + 1, 40))
ATTENTION_TIMES = (1, *range(200, T + 1, 200))
MOST = 8  # channels kept of a block


@dataclass(frozen=True)
class Atlas:
    """Feature maps of a shipped picture along t: the network, the class it is told, the noise's seed."""

    picture: str
    model: str
    label: int
    seed: int = 4
    most: int = MOST


@dataclass(frozen=True)
class Cuts:
    """Ablations: the loss of `pictures` test pictures at `times`, and x̂_0 of `shown` of them."""

    model: str = "unet-mnist"
    times: tuple[int, ...] = (50, 100, 200, 300, 400, 600, 800, 950)
    shifts: tuple[int, ...] = (-400, -200, -100, 100, 200, 400)
    pictures: int = 256
    shown: int = 6
    seed: int = 4


ATLASES = {
    recipe.picture: recipe
    for recipe in (
        Atlas("digit-3", "unet-mnist", 3),
        Atlas("digit-7", "unet-mnist", 7),
        Atlas("digit-8", "unet-mnist", 8),
        Atlas("digit-0", "unet-mnist", 0),
        Atlas("clothes-sneaker", "unet-fashion", 7),
        Atlas("clothes-dress", "unet-fashion", 3),
    )
}
CUTS = Cuts()
NAMES = ["diagram", "embedding", *ATLASES, "cuts"]


def walked() -> list:
    """The blocks of the MNIST network as they run (the clothes' one is built alike)."""
    import torch

    from explainer.diffusion.unet import theory

    source = torch.Generator().manual_seed(0)
    xt = torch.randn(1, 1, 28, 28, generator=source)
    return theory.walk(backend.read("unet-mnist"), xt, torch.tensor([500]), torch.tensor([3]))


def embedding() -> dict[str, NDArray]:
    """t (51,), the waves (51, 64) and what the network makes of them (51, 256)."""
    from explainer.diffusion.unet import theory

    ts = np.array([1, *range(20, T + 1, 20)], np.int16)
    waves, learned = theory.embedding(backend.read("unet-mnist"), ts.tolist())
    return {"t": ts, "waves": waves.astype(np.float16), "learned": learned.astype(np.float16)}


def atlas(recipe: Atlas) -> dict[str, NDArray]:
    """The atlas of one picture, on channels and scales that all pictures of its network share."""
    import torch

    from explainer.diffusion.unet import atlas as drawn

    network = backend.read(recipe.model).to(memory_format=torch.channels_last)
    alike = [other for other in ATLASES.values() if other.model == recipe.model]
    several = [_observed(network, other, TIMES[::4]) for other in alike]
    shades = {
        name: drawn.shades(np.concatenate([made[name] for made in several]), recipe.most)
        for name, out in several[0].items()
        if out.ndim == 4
    }
    return drawn.atlas(
        network, _picture(recipe.picture), recipe.label, recipe.seed, TIMES, ATTENTION_TIMES,
        backend.MODELS[recipe.model].schedule(), shades,
    )  # fmt: skip


def cuts(recipe: Cuts, folder: str | None) -> dict[str, NDArray]:
    """Names (a,), loss and its standard error (a, times), x̂_0, x_t, x_0 and places of those shown."""
    import torch

    from explainer.diffusion import process
    from explainer.diffusion.unet import theory

    bytes_, labels = data.load(backend.MODELS[recipe.model].data, "test", folder)
    count = recipe.pictures
    x0, y = data.to_unit(bytes_[:count]), torch.from_numpy(labels[:count])
    shown = [int(np.flatnonzero(labels == label)[0]) for label in dict.fromkeys(labels[:count].tolist())]
    shown = torch.tensor(shown[: recipe.shown])
    plan = backend.MODELS[recipe.model].schedule()
    network = backend.read(recipe.model).to(memory_format=torch.channels_last)
    source = torch.Generator().manual_seed(recipe.seed)
    eps = [torch.randn(x0.shape, generator=source) for _ in recipe.times]
    told = {"wrong-class": (y + 1) % 10, "no-class": torch.full_like(y, 10)}
    loss, error, guess = [], [], []
    plans = theory.cuts(walked(), recipe.shifts)
    for name, (change, shift) in plans.items():
        with theory.changed(network, **change):
            runs = [
                theory.squared_errors(network, x0, t, told.get(name, y), e, plan, shift)
                for t, e in zip(recipe.times, eps, strict=True)
            ]
        loss.append([each.mean().item() for each, _ in runs])
        error.append([each.std().item() / len(each) ** 0.5 for each, _ in runs])
        guess.append([_coarse(x0_hat[shown]) for _, x0_hat in runs])
    xt = [process.q_sample(x0, t, e, plan)[shown] for t, e in zip(recipe.times, eps, strict=True)]
    return {
        "names": np.array(list(plans)),
        "t": np.array(recipe.times, np.int16),
        "loss": np.array(loss, np.float32),
        "error": np.array(error, np.float32),
        "x0_hat": np.array(guess),
        "xt": np.array([_coarse(x) for x in xt]),
        "x0": data.to_bytes(x0[shown]),
        "places": shown.numpy(),
    }


def make(name: str, folder: str | None) -> dict:
    """Write one file; its entry in the manifest."""
    if name == "cuts":
        return shipping.save(FOLDER, name, cuts(CUTS, folder), asdict(CUTS), CUTS.model)
    if name in ATLASES:
        recipe = ATLASES[name]
        return shipping.save(FOLDER, name, atlas(recipe), asdict(recipe), recipe.model)
    if name == "diagram":
        text = json.dumps([asdict(block) for block in walked()], indent=1) + "\n"
        return shipping.write(FOLDER / "diagram.json", text.encode(), {"model": "unet-mnist"}, "unet-mnist")
    return shipping.save(FOLDER, name, embedding(), {"model": "unet-mnist"}, "unet-mnist")


def _observed(network, recipe: Atlas, ts: tuple[int, ...]) -> dict:
    from explainer.diffusion.unet import atlas as drawn

    plan = backend.MODELS[recipe.model].schedule()
    made = drawn.run(network, _picture(recipe.picture), recipe.label, recipe.seed, ts, plan)[-1]
    return {name: out.numpy() for name, out in made.items()}


def _picture(name: str):
    from explainer.maths import pictures

    return data.to_unit(pictures.shipped(name)[None, ..., 0])


def _coarse(x) -> NDArray[np.uint8]:
    """Grey levels in 16 shades: a hint of a picture in an eighth of its bytes."""
    return ((data.to_bytes(x).astype(np.int16) + 8) // 17 * 17).astype(np.uint8)


if __name__ == "__main__":
    shipping.run(FOLDER, NAMES, make, __doc__)
