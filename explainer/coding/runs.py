"""A training of `ddpm.py` as frames: its loss every few steps, and samples that form before one's eyes."""

import math
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from explainer import shipped
from explainer.coding import program
from explainer.maths import arguments
from explainer.maths.arguments import BadArgument

if TYPE_CHECKING:
    from explainer.coding.ddpm import Settings, Training

SAMPLES = 16
EVERY = 10  # steps a frame, fewer where a step takes longer than with the settings of the file
FIRST = (25, 50, 100, 200)  # steps after which samples are drawn; from then on after every 200
PARTS = 4  # a chain of samples is shown at T, 3T/4, …, 0
SEED = 2**20  # of the samples: the same noise each time, so that one sees the network alone change
BROKEN = 1e4  # a loss beyond any meaning: that of guessing 0 is about 1
MAX_T, MAX_WIDTH, MAX_RATE, MAX_BATCH, MAX_STEPS = 1000, 48, 1.0, 256, 100_000
SCHEDULES = ("linear", "cosine", "constant")
TARGETS = ("eps", "x0", "v")


@dataclass(frozen=True)
class Frame:
    """A run after `step` steps.

    `loss` is the mean over the last few steps, before the first that of the answer 0; `ms` is the time of a
    step. `pictures`, uint8 (16, 28, 28), are x_t of the samples drawn after `drawn` steps; `read` of the last
    finished ones are read as digits. `trouble` says why a run broke off.
    """

    step: int
    loss: float
    ms: float | None
    drawn: int
    t: int
    pictures: NDArray[np.uint8]
    read: int | None = None
    trouble: str = ""

    @property
    def sampling(self) -> bool:
        """Whether samples are on their way."""
        return self.t > 0 and self.drawn == self.step

    @property
    def finished(self) -> bool:
        """Whether samples have just reached t = 0."""
        return self.t == 0 and self.drawn == self.step


def checked(**values: Any) -> dict[str, Any]:
    """Settings of the file by name, the defaults for those not given; BadArgument for what it can't do."""
    chosen = program.defaults() | values
    arguments.whole("T", chosen["T"], 2, MAX_T)
    arguments.choice("schedule", chosen["schedule"], SCHEDULES, name="the schedule")
    arguments.choice("target", chosen["target"], TARGETS, name="the target")
    width = arguments.whole("width", chosen["width"], 8, MAX_WIDTH, name="the width")
    if width % 8:
        sentence = f"the width is {width}; allowed are multiples of 8 from 8 to {MAX_WIDTH}"
        raise BadArgument("width", sentence, str(8 * round(width / 8)))
    chosen["rate"] = float(arguments.number("rate", chosen["rate"], 1e-6, MAX_RATE, name="the rate"))
    arguments.whole("batch", chosen["batch"], 1, MAX_BATCH, name="the batch")
    arguments.seed(chosen["seed"])
    for name in ("scaled", "told"):
        arguments.choice(name, chosen[name], (True, False))
    return chosen


@cache
def digits():
    """The shipped digits as the file wants them: a tensor (5000, 1, 28, 28) in [−1, 1]."""
    import torch

    pictures = torch.from_numpy(shipped.arrays("coding/digits")["pictures"].copy())
    return pictures.unsqueeze(1).float() / 127.5 - 1


_initial = threading.Lock()  # first weights are drawn from torch's one global generator


def begun(settings: "Settings") -> "Training":
    """A training before its first step; torch's global generator is left as it was."""
    import torch

    from explainer.coding.ddpm import Training

    with _initial, torch.random.fork_rng():
        return Training(digits(), settings)


def due(step: int) -> bool:
    """Whether samples are drawn after this step."""
    return step in FIRST or (step > FIRST[-1] and step % 200 == 0)


def fresh(settings: "Settings") -> Frame:
    """The frame before the first step: the noise that all samples begin with."""
    import torch

    xt = torch.randn(SAMPLES, 1, 28, 28, generator=torch.Generator().manual_seed(SEED))
    return Frame(0, answer_0(settings), None, 0, settings.T, grey(xt))


def answer_0(settings: "Settings") -> float:
    """The loss of a network that answers 0: the target's mean square over t, ε and the digits."""
    from explainer.coding.ddpm import Schedule

    power = float(digits().square().mean())
    schedule = Schedule(settings)
    signal, noise = (float(part[1:].square().mean()) for part in (schedule.signal, schedule.noise))
    return {"eps": 1.0, "x0": power, "v": signal + noise * power}[settings.target]


def grey(xt) -> NDArray[np.uint8]:
    """Pictures (n, 1, 28, 28) in [−1, 1] as bytes (n, 28, 28), cut to black and white; no number is black."""
    return ((xt.nan_to_num(-1).clamp(-1, 1) + 1) * 127.5).round().byte().squeeze(1).numpy()


def every(settings: "Settings") -> int:
    """Steps a frame: a run stops at a frame alone, so frames come often however slow a step is."""
    usual = program.defaults()
    cost = settings.batch * settings.width**2 / (usual["batch"] * usual["width"] ** 2)
    return max(1, round(EVERY / max(1.0, cost)))


def play(training: "Training", last: Frame) -> Iterator[Frame]:
    """Frames of a run that goes on from the frame `last`, without an end but MAX_STEPS or trouble."""
    losses, begin, pace = [], time.perf_counter(), every(training.s)
    while training.steps < MAX_STEPS:
        losses.append(training.step())
        if not math.isfinite(losses[-1]) or losses[-1] > BROKEN:
            yield replace(last, trouble=_why(training, losses[-1], last.step))
            return
        shows = due(training.steps)
        if len(losses) < pace and not shows:
            continue
        ms = 1000 * (time.perf_counter() - begin) / len(losses)
        last = replace(last, step=training.steps, loss=sum(losses) / len(losses), ms=ms)
        yield last
        for frame in samples(training, last) if shows else ():
            last = frame
            yield last
        losses, begin = [], time.perf_counter()


def samples(training: "Training", last: Frame) -> Iterator[Frame]:
    """The frames in which samples form by the averaged weights: x_t at T, 3T/4, …, 0."""
    from explainer.coding.ddpm import sample

    s = training.s
    stops = {round(s.T * part / PARTS) for part in range(PARTS + 1)}
    for t, xt in sample(training.average, SAMPLES, training.schedule, s, SEED):
        if t in stops:
            yield replace(last, drawn=training.steps, t=t, pictures=grey(xt))


def _why(training: "Training", loss: float, good: int) -> str:
    value = f"{loss:.3g}" if math.isfinite(loss) else "no number any more"
    return (
        f"The run blew up at step {training.steps}: its loss is {value}. The likely cause is the rate "
        f"{training.s.rate:g}; the frame of step {good} is kept."
    )
