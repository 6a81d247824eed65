"""The controls of the section `gan`: what each is, and what turning it up does."""

from explainer.gan.losses import LOSSES
from explainer.gan.presets import PRESETS
from explainer.gan.settings import ACTIVATIONS, CAPS, FIXED, NOISES, OPTIMISERS, Settings
from explainer.kit import controls
from explainer.kit.live import Player
from explainer.kit.scrubber import Scrubber
from explainer.maths.toy2d import SHAPES

DEFAULT = Settings()
DATA_TITLES = {
    "line": "Line",
    "ring": "Ring",
    "8-gaussians": "Eight blobs",
    "25-gaussians": "Twenty-five blobs",
    "moons": "Two moons",
    "spiral": "Spiral",
    "checkerboard": "Checkerboard",
}
LOSS_TITLES = {
    "minimax": "Minimax (the talk's)",
    "non-saturating": "Non-saturating",
    "least-squares": "Least squares",
    "wasserstein": "Wasserstein with gradient penalty",
    "hinge": "Hinge",
}
# (key, label, what it is and does, step)
NUMBERS = (
    ("seed", "Seed", "The first weights and all the draws: the same seed gives the same game.", 1),
    ("rate_d", "Rate of D", "How far D moves at a step: larger learns faster, until it swings.", 5e-4),
    ("rate_g", "Rate of G", "How far G moves at a step: larger runs ahead of what D knows.", 5e-4),
    ("d_steps", "D's steps k", "How often D learns for each step of G: more keeps D nearer to D*.", 1),
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
CHOSEN = (
    ("optimiser", "Optimiser", "How a gradient becomes a step.", OPTIMISERS),
    ("noise", "Noise z", "Where G's points come from. Another one begins a new game.", NOISES),
    ("activation_g", "Bend of G", "Between G's layers. Another one begins a new game.", ACTIVATIONS),
    ("activation_d", "Bend of D", "Between D's layers. Another one begins a new game.", ACTIVATIONS),
)
FIRST = ("seed", "rate_d", "rate_g", "d_steps")  # the rest is folded away
KEYS = tuple(DEFAULT.plain())
PLACES = ("data", "points")  # what says which data are played on
NEW = (*PLACES, *FIXED, "preset")  # a change of these begins a new game
# Steps a frame at most, seconds that a frame takes at most, pause after it in seconds. Fast is a little
# faster than a screen, so that each of its refreshes has something new.
PACES = {"fast": (1000, 1 / 63, 0.0), "calm": (5, 1 / 20, 0.05), "slow": (1, 1 / 20, 0.3)}

DATA = controls.Select(
    key="data",
    label="Data",
    help="What G has to imitate. Its density is known, so D* is, too. Another one begins a new game.",
    value="8-gaussians",
    choices=(*((name, DATA_TITLES[name]) for name in SHAPES), ("own", "Your own points")),
    own=("own",),
)
OWN = controls.Upload(
    key="points",
    label="Your points",
    help="A CSV file with two numbers a line, 3 to 20,000 points; they are moved and scaled to fit.",
    value=None,
    accept=".csv,.txt,.tsv",
    limit=2_000_000,
    sets=("data", "own"),
    more=True,
)
DRAW = controls.Dots(
    key="points",
    label="Draw points",
    help="Draw the data that G has to imitate: each dot becomes a small blob. They are moved and scaled to fit.",
    sets=("data", "own"),
    elem_id="gan-draw",
)
LOSS = controls.Select(
    key="loss",
    label="Loss",
    help="What both players descend. It can change while they play.",
    value=DEFAULT.loss,
    choices=tuple((name, LOSS_TITLES[name]) for name in LOSSES),
)
PACE = controls.Select(
    key="pace",
    label="Pace",
    help="How many steps are taken for each picture.",
    value="fast",
    choices=(
        ("fast", "fast: as many as there is time for"),
        ("calm", "calm: 5"),
        ("slow", "slow motion: 1"),
    ),
)
PLAY = Player(
    key="play",
    label="Train",
    help="Both networks play on from the last frame; again to pause.",
    stream="play",
    steps=(
        ("step-d", "D only", "One step of the discriminator alone"),
        ("step-g", "G only", "One step of the generator alone"),
        ("step", "One step", "k steps of D, then one of G"),
    ),
)
T = Scrubber(
    key="t",
    label="Frame of the game",
    help="What was played is kept here: scrub it, nothing is asked.",
    symbol="frame",
    value=0,
    maximum=1,
    maximum_key="last",
    linked=False,
    play="replay",
)


def numbers() -> list[controls.Number]:
    """A box for each number of `Settings`."""
    made = []
    for key, label, text, step in NUMBERS:
        low, high = CAPS[key]
        made.append(
            controls.Number(
                key=key,
                label=label,
                help=text,
                value=getattr(DEFAULT, key),
                minimum=low,
                maximum=high,
                step=step,
                whole=isinstance(low, int),
                dice=key == "seed",
                more=key not in FIRST,
                elem_id="gan-k" if key == "d_steps" else None,
            )
        )
    return made


def selects() -> list[controls.Select]:
    """A choice for each of the other settings."""
    return [
        controls.Select(
            key=key,
            label=label,
            help=text,
            value=getattr(DEFAULT, key),
            choices=tuple((name, name) for name in names),
            more=True,
        )
        for key, label, text, names in CHOSEN
    ]


SPECTRAL = controls.Switch(
    key="spectral_norm",
    label="Spectral norm",
    help="Each layer of D stretches by at most 1. With networks this small D can then hardly learn.",
    value=DEFAULT.spectral_norm,
    more=True,
)
PRESET = controls.Presets(
    key="preset",
    label="Preset",
    value="eight-modes",
    help="Games known to go well and known to break, each with its reason.",
    choices=tuple(
        (
            one.title,
            "goes well" if one.good else "breaks, on purpose",
            {"preset": name, "data": one.data, **one.settings.changed(seed=DEFAULT.seed).plain()},
            f"{one.why} Press Train and {one.goal}."
            + (f" The cure: “{PRESETS[one.cure].title}”." if one.cure else ""),
        )
        for name, one in PRESETS.items()
    ),
)
LAYERS = (
    ("field", "Field of D"),
    ("half", "The line D = ½"),
    ("real", "Real points"),
    ("points", "Generated points"),
    ("arrows", "Pull on the generated points"),
    ("grid", "G's warped grid"),
)
SHOWS = tuple((layer, f"show_{layer}") for layer, _ in LAYERS)


def switches() -> list[controls.Switch]:
    """One for each layer of the canvas."""
    return [
        controls.Switch(
            key=f"show_{layer}", label=text, help="Shown or not.", value=True, more=True, linked=False
        )
        for layer, text in LAYERS
    ]


def hero() -> list[controls.Control]:
    """All the controls of the game, the few that a lecture needs first."""
    boxes = numbers()
    few = [one for one in boxes if not one.more]
    rest = [one for one in boxes if one.more]
    return [PLAY, PRESET, DATA, LOSS, *few, PACE, DRAW, OWN, *switches(), *selects(), *rest, SPECTRAL]
