"""The controls of two games side by side: what they share, and every option of each."""

from dataclasses import replace

from explainer.gan import settings
from explainer.gan.game.options import CAPS, FIXED, Options
from explainer.gan.presets import PRESETS
from explainer.kit import controls
from explainer.kit.live import Player, timeline

SIDES = ("a", "b")
NAMES = tuple(name for name in Options().plain() if name != "seed")  # both share the seed
KEYS = tuple(f"{side}_{name}" for side in SIDES for name in NAMES)
DATA_KEYS = ("pair_data", "points")
SHAPES_OF_BOTH = tuple(f"{side}_{name}" for side in SIDES for name in FIXED if name != "seed")
BEGIN_ANEW = (*DATA_KEYS, "pair_seed", "pair_preset", *SHAPES_OF_BOTH)

WELL, WILD, STRONG = (PRESETS[name].options for name in ("eight-modes", "mode-collapse", "d-too-strong"))
# (name, title, A, B, what differs and what follows)
PAIRS = (
    (
        "g-too-fast",
        "A balanced, B with G ten times faster than D",
        WELL,
        WILD,
        "Only the two rates differ. A covers all eight blobs; B piles its points up wherever D is currently "
        "fooled, and "
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
        PRESETS["wasserstein"].options,
        WELL,
        "Two games that go well. A's critic says how far off the points are and is no probability, so A has "
        "no V; B's D says how sure it is.",
    ),
)
DEFAULT = dict(zip(SIDES, PAIRS[0][2:4], strict=True))


def values(name: str, a: Options, b: Options) -> dict[str, object]:
    """The values that a preset of both games sets."""
    sides = {f"{side}_{key}": options.plain()[key] for side, options in (("a", a), ("b", b)) for key in NAMES}
    return {"pair_preset": name, "pair_data": "8-gaussians", **sides}


def side(name: str) -> list[controls.Control]:
    """A control for each option of one game, folded: a pair sets them all."""
    options, prefix, head = DEFAULT[name], f"{name}_", f"{name.upper()}: "
    every = [
        settings.loss(options, f"What both players of game {name.upper()} descend.", prefix, head),
        *(settings.number(row, options, prefix, head) for row in settings.NUMBERS),
        *settings.selects(options, prefix, head),
        settings.spectral(options, prefix, head),
    ]
    return [replace(option, group=f"Game {name.upper()}", more=True) for option in every]


PLAY = Player(
    key="pair_play",
    label="Train both",
    help="Both games play on from the last frame, step for step; again to pause.",
    stream="pair_play",
    steps=(("step", "One step", "A step of each game"),),
)
T = timeline("Frame of both games", "pair_")


def controls_of_both() -> list[controls.Control]:
    """What the games share, then A, then B."""
    shared = [
        controls.Presets(
            key="pair_preset",
            label="Pair",
            value=PAIRS[0][0],
            help="Pairs of games that differ in one thing, each with what comes of it.",
            choices=tuple((title, "", values(name, a, b), why) for name, title, a, b, why in PAIRS),
        ),
        settings.data("What both imitate. Another one begins both anew.", "pair_"),
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
        settings.pace("pair_"),
    ]
    return [PLAY, *shared, *side("a"), *side("b")]
