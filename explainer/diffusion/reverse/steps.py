"""One reverse step, which steps a process takes, and the schedule of a process that takes only these.

NumPy alone, so that the page can speak of a shipped chain's steps before any network is loaded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from explainer.diffusion.schedule import Schedule
from explainer.maths import arguments
from explainer.maths.arguments import BadArgument

VARIANCES = ("small", "large")  # of p_θ: β̃ or β of the step; DDPM, section 3.2


@dataclass(frozen=True)
class Step:
    """One step from t to s < t: x_s = mean + sigma z, with sigma = 0 or z = 0 where s = 0.

    xt, eps_hat, x0_hat, mean and xs are tensors or arrays of one shape.
    """

    t: int
    s: int
    xt: Any
    eps_hat: Any
    x0_hat: Any
    mean: Any
    sigma: float
    xs: Any


def timesteps(T: int, steps: int, power: float = 1.0) -> list[int]:
    """`steps` whole numbers from T down to 1, 1 + (T − 1) u^power for even u in 0 … 1, none twice.

    1 is even, 2 is the quadratic spacing of DDIM, appendix D; the larger, the more of them at small t.
    BadArgument unless steps is in 1 … T and power is at least 1.
    """
    arguments.whole("steps", steps, 1, T)
    arguments.number("power", power, 1)
    if steps == 1:
        return [T]
    wanted = [round(1 + (T - 1) * (i / (steps - 1)) ** power) for i in range(steps)]
    return [max(1 + i, t) for i, t in enumerate(wanted)][::-1]


def respace(schedule: Schedule, ts: Sequence[int]) -> Schedule:
    """The schedule of a process that takes only the steps `ts`: ᾱ_i is ᾱ at the i-th of them.

    Nichol & Dhariwal, "Improved DDPM", section 4. BadArgument unless ts falls strictly from ≤ T to ≥ 1.
    """
    steps = np.asarray(ts)
    whole = steps.ndim == 1 and len(steps) > 0 and np.issubdtype(steps.dtype, np.integer)
    if not whole or np.any(np.diff(steps) >= 0) or steps[0] > schedule.T or steps[-1] < 1:
        raise BadArgument("ts", f"ts is {ts!r}; allowed are falling whole numbers from {schedule.T} to 1")
    alpha_bar = schedule.alpha_bar[np.concatenate([[0], steps[::-1]])]
    return Schedule(np.concatenate([[0.0], 1 - alpha_bar[1:] / alpha_bar[:-1]]))


def single(schedule: Schedule, t: int, s: int) -> tuple[Schedule, int]:
    """The step from t straight to s as a schedule, and its index there; BadArgument unless t > s ≥ 0."""
    short = respace(schedule, [t, s] if s else [t])
    return short, short.T
