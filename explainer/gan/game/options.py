"""The options of a game: every one with its allowed values, and which may change while it runs."""

from dataclasses import dataclass
from typing import Any, ClassVar

from explainer.gan.game.losses import LOSSES
from explainer.maths import arguments
from explainer.maths.options import Checked

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
    "seed": (0, arguments.LARGEST_SEED),
    "rate_g": (0.0, 1.0),
    "rate_d": (0.0, 1.0),
    "momentum": (0.0, 0.99),
    "r1": (0.0, 100.0),
    "gradient_penalty": (0.0, 100.0),
}
CHOICES: dict[str, tuple[Any, ...]] = {
    "loss": tuple(LOSSES),
    "noise": NOISES,
    "optimiser": OPTIMISERS,
    "activation_g": ACTIVATIONS,
    "activation_d": ACTIVATIONS,
    "spectral_norm": (True, False),
}
# the networks' shapes and the draws of their first weights cannot change while a game runs
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


WORDS = {
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


@dataclass(frozen=True)
class Options(Checked):
    """The options of one game. BadArgument names the option, its value and what is allowed.

    `width`, `depth`: of the hidden layers. `d_steps`: D's updates per update of G (the paper's k).
    `momentum`: Adam's β₁, or the momentum of SGD and RMSProp. `r1`: γ of γ/2 E‖∇D(x)‖² on real points
    (Mescheder et al. 2018), 0 for off. `gradient_penalty`: λ of λ E(‖∇D‖ − 1)² between real and
    generated points (Gulrajani et al. 2017); only the Wasserstein loss uses it.
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

    caps: ClassVar = CAPS
    choices: ClassVar = CHOICES
    fixed: ClassVar = FIXED
    called: ClassVar = WORDS
    run: ClassVar = "game"
