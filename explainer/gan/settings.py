"""What the controls of several parts of the section share: labels, choices, and makers of controls."""

from dataclasses import replace

from explainer.gan.game.losses import LOSSES
from explainer.gan.game.options import ACTIVATIONS, CAPS, NOISES, OPTIMISERS, Options
from explainer.kit import controls
from explainer.maths.toy2d import SHAPES, TITLES

SECTION = "gan"
DEFAULT = Options()
LOSS_TITLES = {
    "minimax": "Minimax (the talk's)",
    "non-saturating": "Non-saturating",
    "least-squares": "Least squares",
    "wasserstein": "Wasserstein with gradient penalty",
    "hinge": "Hinge",
}
SEED = ("seed", "Seed", "The first weights and all the draws: the same seed gives the same game.", 1)
# an option of the game as a number: its name, label, what it is and does, step
NUMBERS = (
    ("rate_d", "Rate of D", "How far D moves at a step: larger learns faster, until it swings.", 5e-4),
    ("rate_g", "Rate of G", "How far G moves at a step: larger runs ahead of what D knows.", 5e-4),
    ("d_steps", "D's steps k", "How often D learns for each step of G: more keeps D nearer to $D^*$.", 1),
    ("r1", "R1", "Holds D's slope at the real points small: calms the game.", 0.01),
    ("gradient_penalty", "Gradient penalty", "Holds the Wasserstein critic's slope near 1.", 0.1),
    ("batch", "Batch", "Real and generated points a step: more is less noisy, and slower.", 16),
    ("momentum", "Momentum", "How long both remember past gradients: more overshoots in a game.", 0.1),
    ("width_g", "Width of G", "Units of each hidden layer of G. Another one begins a new game.", 8),
    ("depth_g", "Depth of G", "Hidden layers of G. Another one begins a new game.", 1),
    ("width_d", "Width of D", "Units of each hidden layer of D. Another one begins a new game.", 8),
    ("depth_d", "Depth of D", "Hidden layers of D. Another one begins a new game.", 1),
    ("noise_dim", "Dimensions of z", "1 makes G a bent line, 2 a bent sheet. Begins a new game.", 1),
)
# an option of the game as a choice: its name, label, what it is and does, choices
CHOSEN = (
    ("optimiser", "Optimiser", "How a gradient becomes a step.", OPTIMISERS),
    ("noise", "Noise z", "Where G's points come from. Another one begins a new game.", NOISES),
    ("activation_g", "Activation of G", "Between G's layers. Another one begins a new game.", ACTIVATIONS),
    ("activation_d", "Bend of D", "Between D's layers. Another one begins a new game.", ACTIVATIONS),
)
GROUPS = {
    "Training": ("r1", "gradient_penalty", "batch", "momentum", "optimiser", "spectral_norm"),
    "Networks": (
        "width_g",
        "depth_g",
        "width_d",
        "depth_d",
        "noise_dim",
        "noise",
        "activation_g",
        "activation_d",
    ),
}
FOLDED = tuple(name for name, *_ in NUMBERS[3:])  # what a lecture does not need first
SPECTRAL_HELP = "Each layer of D stretches by at most 1. With networks this small D can then hardly learn."
EVERY_STEP = (
    ("step-d", "D only", "One step of the discriminator alone"),
    ("step-g", "G only", "One step of the generator alone"),
    ("step", "One step", "k steps of D, then one of G"),
)


def number(row: tuple, options: Options, prefix: str = "", head: str = "", **more) -> controls.Number:
    """An option of the game as a number, with a row of NUMBERS; its value is that of `options`."""
    name, label, text, step = row
    low, high = CAPS[name]
    return controls.Number(
        key=f"{prefix}{name}",
        label=f"{head}{label}",
        help=text,
        value=getattr(options, name),
        minimum=low,
        maximum=high,
        step=step,
        whole=isinstance(low, int),
        dice=name == "seed",
        more=name in FOLDED,
        **more,
    )


def selects(options: Options, prefix: str = "", head: str = "") -> list[controls.Select]:
    """The options of CHOSEN; their values are those of `options`."""
    return [
        controls.Select(
            key=f"{prefix}{name}",
            label=f"{head}{label}",
            help=text,
            value=getattr(options, name),
            choices=tuple((choice, choice) for choice in choices),
            more=True,
        )
        for name, label, text, choices in CHOSEN
    ]


def spectral(options: Options, prefix: str = "", head: str = "") -> controls.Switch:
    """The switch of spectral norm."""
    return controls.Switch(
        key=f"{prefix}spectral_norm",
        label=f"{head}Spectral norm",
        help=SPECTRAL_HELP,
        value=options.spectral_norm,
        more=True,
    )


def by_group(options: list[controls.Control]) -> list[controls.Control]:
    """The folded options in the order of GROUPS, each with the name of its group."""
    known = {option.key: option for option in options}
    return [replace(known[key], group=group) for group, keys in GROUPS.items() for key in keys]


def loss(options: Options, text: str, prefix: str = "", head: str = "", of=tuple(LOSSES)) -> controls.Select:
    """The choice of the loss among those of `of`."""
    return controls.Select(
        key=f"{prefix}loss",
        label=f"{head}Loss",
        help=text,
        value=options.loss,
        choices=tuple((name, LOSS_TITLES[name]) for name in of),
    )


def data(text: str, prefix: str = "") -> controls.Select:
    """The choice of the data, a visitor's own points among them."""
    return controls.Select(
        key=f"{prefix}data",
        label="Data",
        help=text,
        value="8-gaussians",
        choices=(*((name, TITLES[name]) for name in SHAPES), ("own", "Your own points")),
        own=("own",),
    )


def pace(prefix: str = "") -> controls.Select:
    """The choice of the pace."""
    return controls.Select(
        key=f"{prefix}pace",
        label="Pace",
        help="How many steps are taken for each picture.",
        value="fast",
        choices=(
            ("fast", "as fast as possible"),
            ("calm", "calm: 5"),
            ("slow", "slow motion: 1"),
        ),
    )
