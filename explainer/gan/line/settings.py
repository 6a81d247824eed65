"""The controls of the game on the line."""

from explainer.gan import settings
from explainer.gan.game.losses import LOSSES
from explainer.gan.shipped import RECIPES
from explainer.kit.live import Player, timeline

OPTIONS = RECIPES["line"].options
NUMBERS = (
    ("d_steps", "D's steps k", "How often D learns for each step of G.", 1),
    ("rate_d", "Rate of D", "How far D moves at a step.", 5e-4),
    ("rate_g", "Rate of G", "How far G moves at a step; at 0 it waits, and D comes nearer to $D^*$.", 5e-4),
    settings.SEED,
)
NAMES = ("loss", *(name for name, *_ in NUMBERS))  # each `line_` and its name in `Options`

T = timeline("Frame of the game on the line", "line_")
CONTROLS = [
    Player(
        key="line_play",
        label="Train",
        help="Both networks play on from the last frame; again to pause.",
        stream="line_play",
        steps=settings.EVERY_STEP,
    ),
    settings.loss(
        OPTIONS,
        "What both players descend: those whose D is a probability. It can change while they play.",
        "line_",
        of=[name for name, loss in LOSSES.items() if loss.prob is not None],
    ),
    *(settings.number(row, OPTIONS, "line_") for row in NUMBERS),
]
