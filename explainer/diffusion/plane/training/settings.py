"""The controls of the training."""

from explainer.diffusion.plane.training.options import CAPS, FIXED, Options
from explainer.kit import controls
from explainer.kit.live import Player, timeline

DEFAULT = Options()
PREFIX = "train_"
KEYS = tuple(DEFAULT.plain())
BEGIN_ANEW = ("data", "points", *FIXED)  # a change of these begins a new training
TARGETS = {"eps": "the noise ε", "x0": "the point $x_0$", "v": "the velocity v"}
WEIGHTINGS = {
    "simple": r"equal ($L_\text{simple}$)",
    "bound": "as in the bound",
    "min-snr": "min(SNR, 5) on $x_0$",
}

FRAME = timeline("Frame of the training", PREFIX)
PLAY = Player(
    key="train",
    elem_id="plane-train",
    label="Train",
    help="The network learns on from the last frame; again to pause.",
    stream="train",
    steps=(
        ("line", "One line", "The next line of Algorithm 1"),
        ("step", "One step", "One round of Algorithm 1"),
    ),
)


def _number(key: str, label: str, text: str, step: float, **more) -> controls.Number:
    low, high = CAPS[key]
    value = getattr(DEFAULT, key)
    whole = isinstance(low, int)
    return controls.Number(
        key=key, label=label, help=text, value=value, minimum=low, maximum=high, step=step, whole=whole, **more
    )


def _select(key: str, label: str, text: str, choices: dict[str, str], **more) -> controls.Select:
    value = getattr(DEFAULT, key)
    return controls.Select(key=key, label=label, help=text, value=value, choices=tuple(choices.items()), **more)


TRAINING = [
    PLAY,
    _select(
        "target",
        "The network says",
        r"Each gives the others; $v=\sqrt{\bar\alpha_t}\,\varepsilon-\sqrt{1-\bar\alpha_t}\,x_0$. "
        "What differs is the loss at each t.",
        TARGETS,
    ),
    _number("rate", "Rate", "How far a step goes: larger learns faster, until it leaps.", 1e-3),
    controls.Select(
        key="pace",
        label="Pace",
        help="How many steps are taken for each picture.",
        value="fast",
        choices=(("fast", "as fast as possible"), ("calm", "calm: 5"), ("slow", "slow motion: 1")),
    ),
    _select(
        "weighting",
        "Weight over t",
        "How much the error at each t counts; the mean is 1, so the rate keeps its meaning.",
        WEIGHTINGS,
        more=True,
    ),
    _number("batch", "Batch", "Points per step: more is less noisy, and slower.", 32, more=True),
    _number("width", "Width", "Units of each hidden layer. Another one begins anew.", 8, more=True),
    _number("depth", "Depth", "Hidden layers. Another one begins anew.", 1, more=True),
]
