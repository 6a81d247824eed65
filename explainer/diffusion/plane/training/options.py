"""The options of a training: every one with its allowed values, and which may change while it runs."""

from dataclasses import dataclass
from typing import ClassVar

from explainer.maths import arguments
from explainer.maths.options import Checked

TARGETS = ("eps", "x0", "v")
WEIGHTINGS = ("simple", "bound", "min-snr")
# lowest and highest allowed; whole numbers are int, the others float
CAPS: dict[str, tuple[float, float]] = {
    "T": (1, 4000),
    "width": (1, 128),
    "depth": (1, 3),
    "rate": (0.0, 1000.0),
    "batch": (2, 1024),
    "seed": (0, arguments.LARGEST_SEED),
}
CHOICES = {"target": TARGETS, "weighting": WEIGHTINGS}
FIXED = ("schedule", "T", "target", "width", "depth", "seed")  # what the network is, and what it was told

WORDS = {"T": "the number T of steps", "rate": "the learning rate", "batch": "the batch size"}


@dataclass(frozen=True)
class Options(Checked):
    """The options of one training. BadArgument names the option, its value and what is allowed.

    `target`: what the network says. `weighting`: of the squared errors over t. `width`, `depth`: of the hidden
    layers. `schedule` is one of `diffusion.schedule`, with T steps.
    """

    schedule: str = "linear"
    T: int = 1000
    target: str = "eps"
    width: int = 64
    depth: int = 2
    rate: float = 5e-3
    batch: int = 256
    weighting: str = "simple"
    seed: int = 0

    caps: ClassVar = CAPS
    choices: ClassVar = CHOICES
    fixed: ClassVar = FIXED
    called: ClassVar = WORDS
    run: ClassVar = "training"
