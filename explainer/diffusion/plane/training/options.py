"""The options of a training: every one with its allowed values, and which may change while it runs."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from explainer.maths import arguments
from explainer.maths.arguments import BadArgument

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


@dataclass(frozen=True)
class Options:
    """The options of one training. BadArgument names the option, its value and what is allowed.

    `target`: what the network says. `weighting`: of the squared errors over t. `width`, `depth`: of the hidden
    layers. `schedule` is one of `diffusion.schedule`, with T steps.
    """

    schedule: str = "linear"
    T: int = 1000
    target: str = "eps"
    width: int = 64
    depth: int = 2
    rate: float = 3e-3
    batch: int = 256
    weighting: str = "simple"
    seed: int = 0

    def __post_init__(self) -> None:
        for name, allowed in CHOICES.items():
            arguments.choice(name, getattr(self, name), allowed, name=f"the {name}")
        for name, (low, high) in CAPS.items():
            check = arguments.whole if isinstance(low, int) else arguments.number
            check(name, getattr(self, name), low, high, name=_WORDS.get(name, f"the {name}"))

    def changed(self, **changes: Any) -> "Options":
        """These options with some replaced; BadArgument for an unknown name or a bad value."""
        for name in changes:
            if name not in self.__dataclass_fields__:
                known = ", ".join(self.__dataclass_fields__)
                raise BadArgument(name, f"there is no setting {name!r}; allowed are {known}")
        return replace(self, **changes)

    def plain(self) -> dict[str, Any]:
        """Name → plain value, for a link or a file; `Options(**plain)` is the way back."""
        return asdict(self)


def typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Options from a link or a page, with floats where the option is one: JSON writes 1.0 as 1."""
    real = {name for name, (low, _) in CAPS.items() if isinstance(low, float)}
    return {name: float(v) if name in real and type(v) is int else v for name, v in values.items()}


_WORDS = {"T": "the number T of steps", "rate": "the learning rate", "batch": "the batch size"}
