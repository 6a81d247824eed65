"""The controls of two games side by side: what they share, and every setting of each."""

from explainer.gan.controls import CHOSEN, DATA_TITLES, LOSS_TITLES, NUMBERS, PACE, SPECTRAL
from explainer.gan.losses import LOSSES
from explainer.gan.presets import PRESETS
from explainer.gan.settings import CAPS, FIXED, Settings
from explainer.kit import controls
from explainer.kit.live import Player
from explainer.kit.scrubber import Scrubber
from explainer.maths.toy2d import SHAPES

SIDES = ("a", "b")
NAMES = tuple(name for name in Settings().plain() if name != "seed")  # the seed is one for both
KEYS = tuple(f"{side}_{name}" for side in SIDES for name in NAMES)
PLACES = ("pair_data", "points")
FEW = ("rate_d", "rate_g", "d_steps")  # the rest is folded away
SHAPES_OF_BOTH = tuple(f"{side}_{name}" for side in SIDES for name in FIXED if name != "seed")
BEGIN_ANEW = (*PLACES, "pair_seed", "pair_preset", *SHAPES_OF_BOTH)

WELL, WILD, STRONG = (PRESETS[name].settings for name in ("eight-modes", "mode-collapse", "d-too-strong"))
# (name, title, A, B, what differs and what comes of it)
PAIRS = (
    (
        "g-too-fast",
        "A balanced, B with G ten times faster than D",
        WELL,
        WILD,
        "Only the two rates differ. A covers all eight blobs; B heaps its points where D is fooled just now, and "
        "the heaps run from blob to blob.",
    ),
    (
        "d-too-strong",
        "A balanced, B with ten fast steps of D",
        WELL,
        STRONG,
        "Only D's steps and its rate differ. A better D is no better teacher: in B it walls off the blobs that "
        "G has not found, and V stays well above −2 ln 2.",
    ),
    (
        "two-losses",
        "A Wasserstein, B non-saturating",
        PRESETS["wasserstein"].settings,
        WELL,
        "Two games that go well. A's critic says how far off the points are and is no probability, so A has "
        "no V; B's D says how sure it is.",
    ),
)
DEFAULT = dict(zip(SIDES, PAIRS[0][2:4], strict=True))


def wanted(name: str, a: Settings, b: Settings) -> dict[str, object]:
    """What a preset of both sets."""
    sides = {f"{side}_{key}": one.plain()[key] for side, one in (("a", a), ("b", b)) for key in NAMES}
    return {"pair_preset": name, "pair_data": "8-gaussians", **sides}


def side(name: str) -> list[controls.Control]:
    """A control for each setting of one game."""
    default, head = DEFAULT[name], name.upper()
    losses = tuple((one, LOSS_TITLES[one]) for one in LOSSES)
    made: list[controls.Control] = [
        controls.Select(
            key=f"{name}_loss",
            label=f"{head}: Loss",
            help=f"What both players of game {head} descend.",
            value=default.loss,
            choices=losses,
        )
    ]
    for key, label, text, step in NUMBERS:
        if key == "seed":
            continue
        low, high = CAPS[key]
        made.append(
            controls.Number(
                key=f"{name}_{key}",
                label=f"{head}: {label}",
                help=text,
                value=getattr(default, key),
                minimum=low,
                maximum=high,
                step=step,
                whole=isinstance(low, int),
                more=key not in FEW,
            )
        )
    made += [
        controls.Select(
            key=f"{name}_{key}",
            label=f"{head}: {label}",
            help=text,
            value=getattr(default, key),
            choices=tuple((one, one) for one in names),
            more=True,
        )
        for key, label, text, names in CHOSEN
    ]
    switch = controls.Switch(
        key=f"{name}_spectral_norm",
        label=f"{head}: Spectral norm",
        help=SPECTRAL.help,
        value=default.spectral_norm,
        more=True,
    )
    return [*made, switch]


PLAY = Player(
    key="pair_play",
    label="Train both",
    help="Both games play on from the last frame, step for step; again to pause.",
    stream="pair_play",
    steps=(("step", "One step", "A step of each game"),),
)
T = Scrubber(
    key="pair_t",
    label="Frame of both games",
    help="What was played is kept here: scrub it, nothing is asked.",
    symbol="frame",
    value=0,
    maximum=1,
    maximum_key="pair_last",
    linked=False,
    play="replay",
)


def both() -> list[controls.Control]:
    """What the games share, then A, then B."""
    shared = [
        controls.Presets(
            key="pair_preset",
            label="Pair",
            value=PAIRS[0][0],
            help="Pairs of games that differ in one thing, each with what comes of it.",
            choices=tuple((title, "", wanted(name, a, b), why) for name, title, a, b, why in PAIRS),
        ),
        controls.Select(
            key="pair_data",
            label="Data",
            help="What both imitate. Another one begins both anew.",
            value="8-gaussians",
            choices=(*((name, DATA_TITLES[name]) for name in SHAPES), ("own", "Your own points")),
            own=("own",),
        ),
        controls.Number(
            key="pair_seed",
            label="Seed of both",
            help="The first weights and all the draws are the same in both games.",
            value=0,
            minimum=CAPS["seed"][0],
            maximum=CAPS["seed"][1],
            whole=True,
            dice=True,
        ),
        controls.Select(key="pair_pace", label="Pace", help=PACE.help, value="fast", choices=PACE.choices),
    ]
    return [PLAY, *shared, *side("a"), *side("b")]
