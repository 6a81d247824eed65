"""The runs behind edits, fillings and mixtures: of a recipe that ships, and of a visitor's own settings."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion.reverse import edits
from explainer.diffusion.schedule import Schedule

CLASSES = 10
SIDE = 28
HOLES = ("lower half", "upper half", "right half", "middle")


def unit(pixels: NDArray[np.uint8]):
    """A picture of bytes (28, 28) as a tensor (1, 1, 28, 28) in [−1, 1]."""
    import torch

    return torch.from_numpy(pixels.astype(np.float32))[None, None] / 127.5 - 1


def known(hole: str) -> NDArray[np.float32]:
    """1 where the picture is kept and 0 in the hole, (28, 28); ValueError for an unknown hole."""
    if hole not in HOLES:
        raise ValueError(f"the hole is {hole!r}; allowed are {', '.join(HOLES)}")
    kept = np.ones((SIDE, SIDE), np.float32)
    half = SIDE // 2
    area = {
        "lower half": np.s_[half:],
        "upper half": np.s_[:half],
        "right half": np.s_[:, half:],
        "middle": np.s_[half - 5 : half + 5, half - 5 : half + 5],
    }[hole]
    kept[area] = 0
    return kept


def as_classes(eps_model, x0, strength: int, schedule: Schedule, options) -> tuple:
    """x0 (1, 1, 28, 28) edited at one strength as each of the ten classes: (x_t, results), (10, 1, 28, 28).

    One noise, that of `options.seed`, for all; `options.steps` and `options.guidance`.
    """
    import torch

    from explainer.diffusion.reverse import samplers

    eps = samplers.start((1, SIDE, SIDE), samplers.generators(options.seed, 1)).expand(CLASSES, -1, -1, -1)
    return edits.sdedit(
        eps_model, x0.expand(CLASSES, -1, -1, -1), torch.arange(CLASSES), strength, schedule, options.steps,
        eps=eps, guidance=options.guidance,
    )  # fmt: skip


def filled(eps_model, pixels: NDArray[np.uint8], kept, schedule: Schedule, options) -> Iterator:
    """The steps of `options.pictures` fillings of one picture's hole, each from its own noise, told no class."""
    import torch

    from explainer.diffusion.reverse import samplers

    x0 = unit(pixels).expand(options.pictures, -1, -1, -1)
    return edits.inpaint(
        eps_model, x0, torch.from_numpy(kept), None, schedule, samplers.timesteps(schedule.T, options.steps),
        generators=samplers.generators(options.seed, options.pictures), resample=options.resample,
    )  # fmt: skip


def mixed(eps_model, share: float, schedule: Schedule, options):
    """Digits 0 to 9 from the noise at `share` of the arc between those of two seeds, (10, 1, 28, 28)."""
    import torch

    from explainer.diffusion.reverse import samplers

    ends = [
        samplers.start((1, SIDE, SIDE), samplers.generators(seed, CLASSES))
        for seed in (options.seed, options.other)
    ]
    xT = edits.slerp(*ends, share)
    ts = samplers.timesteps(schedule.T, options.steps)
    *_, last = samplers.ddim(eps_model, xT, torch.arange(CLASSES), schedule, ts, guidance=options.guidance)
    return last.xs
