"""The controls of the live game."""

from explainer.gan import settings
from explainer.gan.game.options import FIXED
from explainer.gan.presets import PRESETS
from explainer.gan.settings import DEFAULT
from explainer.kit import controls
from explainer.kit.live import Player, timeline

KEYS = tuple(DEFAULT.plain())
DATA_KEYS = ("data", "points")
BEGIN_ANEW = (*DATA_KEYS, *FIXED, "preset")  # a change of these begins a new game

T = timeline("Frame of the game")
PLAY = Player(
    key="play",
    label="Train",
    help="Both networks play on from the last frame; again to pause.",
    stream="play",
    steps=settings.EVERY_STEP,
)
DRAW = controls.Dots(
    key="points",
    label="Draw points",
    help="Draw the data that G has to imitate: each dot becomes a small blob. They are moved and scaled to fit.",
    sets=("data", "own"),
    elem_id="gan-draw",
)
OWN = controls.points_file()
PRESET = controls.Presets(
    key="preset",
    label="Preset",
    value="eight-modes",
    help="Games known to go well and known to break, each with its reason.",
    choices=tuple(
        (
            preset.title,
            "goes well" if preset.good else "breaks, on purpose",
            {"preset": name, "data": preset.data, **preset.options.changed(seed=DEFAULT.seed).plain()},
            f"{preset.why} Press Train and {preset.goal}."
            + (f" The cure: “{PRESETS[preset.cure].title}”." if preset.cure else ""),
        )
        for name, preset in PRESETS.items()
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


def controls_of_the_game() -> list[controls.Control]:
    """All the controls of the game; those that a lecture needs come first, the rest is folded away."""
    data = settings.data(
        "What G has to imitate. Its density is known, so $D^*$ is, too. Another one begins a new game."
    )
    loss = settings.loss(DEFAULT, "What both players descend. It can change while they play.")
    numbers = [
        settings.number(row, DEFAULT, elem_id="gan-k" if row[0] == "d_steps" else None)
        for row in (settings.SEED, *settings.NUMBERS)
    ]
    layers = [
        controls.Switch(
            key=f"show_{layer}",
            label=label,
            help="Shown or not.",
            value=True,
            more=True,
            linked=False,
            group="Shown",
        )
        for layer, label in LAYERS
    ]
    return [
        PLAY,
        PRESET,
        data,
        loss,
        *(number for number in numbers if not number.more),
        settings.pace(),
        DRAW,
        OWN,
        *layers,
        *settings.by_group([*numbers, *settings.selects(DEFAULT), settings.spectral(DEFAULT)]),
    ]
