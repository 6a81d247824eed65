"""What a game can be told: every setting with its cap, and which may change while it runs."""

import math
from dataclasses import asdict, dataclass, replace
from typing import Any

from explainer.gan.losses import LOSSES
from explainer.maths.arguments import BadArgument

NOISES = ("normal", "uniform")
OPTIMISERS = ("adam", "rmsprop", "sgd")
ACTIVATIONS = ("leaky", "tanh")

# lowest and highest allowed; whole numbers are int, the others float
CAPS: dict[str, tuple[float, float]] = {
    "width_g": (1, 128),
    "depth_g": (1, 3),
    "width_d": (1, 128),
    "depth_d": (1, 3),
    "noise_dim": (1, 8),
    "batch": (2, 256),
    "d_steps": (1, 10),
    "seed": (0, 999_999),
    "rate_g": (0.0, 1.0),
    "rate_d": (0.0, 1.0),
    "momentum": (0.0, 0.99),
    "r1": (0.0, 100.0),
    "gradient_penalty": (0.0, 100.0),
}
CHOICES = {
    "loss": tuple(LOSSES),
    "noise": NOISES,
    "optimiser": OPTIMISERS,
    "activation_g": ACTIVATIONS,
    "activation_d": ACTIVATIONS,
}
SWITCHES = ("spectral_norm",)
# the shapes and the draw of the first weights cannot change under way; all else can
FIXED = (
    "width_g",
    "depth_g",
    "width_d",
    "depth_d",
    "noise",
    "noise_dim",
    "activation_g",
    "activation_d",
    "seed",
)


@dataclass(frozen=True)
class Settings:
    """One game. BadArgument (a ValueError) names the setting, its value and what is allowed.

    `width`, `depth`: of the hidden layers. `d_steps`: D's updates for each of G's (the paper's k).
    `momentum`: Adam's β₁, or SGD's and RMSProp's momentum. `r1`: γ of γ/2 E‖∇D(x)‖² on real points
    (Mescheder et al. 2018), 0 for off. `gradient_penalty`: λ of λ E(‖∇D‖ − 1)² between real and
    generated points (Gulrajani et al. 2017), used by the Wasserstein loss alone.
    """

    loss: str = "non-saturating"
    width_g: int = 32
    depth_g: int = 2
    width_d: int = 32
    depth_d: int = 2
    noise: str = "normal"
    noise_dim: int = 2
    activation_g: str = "tanh"
    activation_d: str = "tanh"
    optimiser: str = "adam"
    rate_g: float = 1.5e-3
    rate_d: float = 3e-3
    momentum: float = 0.5
    batch: int = 128
    d_steps: int = 1
    r1: float = 0.0
    gradient_penalty: float = 0.1
    spectral_norm: bool = False
    seed: int = 0

    def __post_init__(self) -> None:
        for name, allowed in CHOICES.items():
            if (given := getattr(self, name)) not in allowed:
                raise BadArgument(name, f"{words(name)} is {given!r}; allowed are {', '.join(allowed)}")
        for name in SWITCHES:
            if not isinstance(given := getattr(self, name), bool):
                raise BadArgument(name, f"{words(name)} is {given!r}; allowed are True and False")
        for name, (low, high) in CAPS.items():
            self._check_number(name, low, high)

    def _check_number(self, name: str, low: float, high: float) -> None:
        given, whole = getattr(self, name), isinstance(low, int)
        kind = int if whole else (int, float)
        good = isinstance(given, kind) and not isinstance(given, bool) and math.isfinite(given)
        if not good or not low <= given <= high:
            what = "a whole number" if whole else "a number"
            raise BadArgument(name, f"{words(name)} is {given!r}; allowed is {what} from {low:g} to {high:,g}")

    def changed(self, **changes: Any) -> "Settings":
        """These settings with some replaced; BadArgument for an unknown name or a bad value."""
        unknown = [name for name in changes if name not in self.__dataclass_fields__]
        if unknown:
            known = ", ".join(self.__dataclass_fields__)
            raise BadArgument(unknown[0], f"there is no setting {unknown[0]!r}; there are {known}")
        return replace(self, **changes)

    def plain(self) -> dict[str, Any]:
        """Name → plain value, for a link or a file; `Settings(**plain)` is the way back."""
        return asdict(self)


_WORDS = {
    "width_g": "the generator's width",
    "depth_g": "the generator's depth",
    "width_d": "the discriminator's width",
    "depth_d": "the discriminator's depth",
    "noise_dim": "the noise's dimension",
    "rate_g": "the generator's learning rate",
    "rate_d": "the discriminator's learning rate",
    "activation_g": "the generator's activation",
    "activation_d": "the discriminator's activation",
    "d_steps": "the number k of discriminator steps",
    "batch": "the batch size",
    "r1": "the weight of R1",
    "gradient_penalty": "the weight of the gradient penalty",
    "spectral_norm": "spectral norm",
}


def words(name: str) -> str:
    """A setting's name as a sentence uses it."""
    return _WORDS.get(name, f"the {name}")
