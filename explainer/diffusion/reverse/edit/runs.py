"""The runs behind edits, fillings and mixtures, by a shipped recipe or a visitor's own settings.

Networks are arguments with the contract of `samplers.py`: `eps_model(xt, t, y) → eps`. `options` is an
`Options` or a recipe with the same fields.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion.reverse.edit import theory
from explainer.diffusion.reverse.steps import Step, timesteps
from explainer.diffusion.schedule import Schedule
from explainer.maths import arguments
from explainer.maths.pictures import SMALL

CLASSES = 10
SHAPE = (1, SMALL, SMALL)
HOLES = {
    "lower half": np.s_[SMALL // 2 :],
    "upper half": np.s_[: SMALL // 2],
    "right half": np.s_[:, SMALL // 2 :],
    "middle": np.s_[SMALL // 2 - 5 : SMALL // 2 + 5, SMALL // 2 - 5 : SMALL // 2 + 5],
}


@dataclass(frozen=True)
class Options:
    """What is free in a run."""

    seed: int
    other: int = 0
    steps: int = 25
    guidance: float = 1.0
    pictures: int = 9
    resample: int = 1


def known(hole: str) -> NDArray[np.float32]:
    """1 where the picture is kept and 0 in the hole, (28, 28); BadArgument for an unknown hole."""
    arguments.choice("hole", hole, HOLES, name="the hole")
    mask = np.ones((SMALL, SMALL), np.float32)
    mask[HOLES[hole]] = 0
    return mask


def as_classes(eps_model, x0, strength: int, schedule: Schedule, options) -> tuple:
    """x0 (1, 1, 28, 28) edited at one strength as each of the ten classes: (x_t, results), (10, 1, 28, 28).

    One noise, that of `options.seed`, for all; `options.steps` and `options.guidance`.
    """
    import torch

    from explainer.diffusion.reverse import samplers

    eps = samplers.start(SHAPE, samplers.generators(options.seed, 1)).expand(CLASSES, -1, -1, -1)
    return theory.sdedit(
        eps_model, x0.expand(CLASSES, -1, -1, -1), torch.arange(CLASSES), strength, schedule, options.steps,
        eps=eps, guidance=options.guidance,
    )  # fmt: skip


def filled(eps_model, x0, mask, schedule: Schedule, options) -> Iterator[Step]:
    """The steps of `options.pictures` fillings of one x0 (1, 1, 28, 28), kept where the mask (28, 28) is 1.

    Each starts from its own noise; the network is given no class.
    """
    import torch

    from explainer.diffusion.reverse import samplers

    return theory.inpaint(
        eps_model, x0.expand(options.pictures, -1, -1, -1), torch.from_numpy(mask), None, schedule,
        timesteps(schedule.T, options.steps),
        generators=samplers.generators(options.seed, options.pictures), resample=options.resample,
    )  # fmt: skip


def mixed(eps_model, share: float, schedule: Schedule, options):
    """Digits 0 to 9 from the noise at `share` of the arc between those of two seeds, (10, 1, 28, 28)."""
    import torch

    from explainer.diffusion.reverse import samplers

    ends = [samplers.start(SHAPE, samplers.generators(seed, CLASSES)) for seed in (options.seed, options.other)]
    xT = theory.slerp(*ends, share)
    ts = timesteps(schedule.T, options.steps)
    *_, last = samplers.ddim(eps_model, xT, torch.arange(CLASSES), schedule, ts, guidance=options.guidance)
    return last.xs
