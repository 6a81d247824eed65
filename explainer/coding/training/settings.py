"""The controls of the training."""

from explainer.coding import program
from explainer.coding.presets import OPENED, PRESETS
from explainer.coding.runs import MAX_BATCH, MAX_RATE, MAX_T, MAX_WIDTH, SCHEDULES, TARGETS
from explainer.kit import controls
from explainer.kit.live import Player, timeline

DEFAULT = program.defaults()
KEYS = tuple(DEFAULT)
TARGET_TITLES = {"eps": "ε, the noise (the talk's)", "x0": "$x_0$, the picture", "v": "v, both"}
OWN, COUNTERPART = "kept", "counterpart"  # beside a run: the visitor's own, or the one of its preset

FRAME = timeline("Frame of the run")
TRAIN = Player(
    key="train",
    label="Train",
    help="Trains the network of the file, from the last frame on; again to pause.",
    stream="train",
)
PRESET = controls.Presets(
    key="preset",
    label="Preset",
    help="Runs known to go well and known to fail, each with its reason.",
    value=OPENED,
    linked=True,
    choices=tuple(
        (
            preset.title,
            "goes well" if preset.good else "one thing changed",
            {"preset": name, **DEFAULT, **preset.changes, "seed": DEFAULT["seed"]},
            preset.why,
        )
        for name, preset in PRESETS.items()
    ),
)
BESIDE = controls.Select(
    key="beside",
    label="Beside it",
    help="The run that is shown beside this one: a shipped one, or one that you kept.",
    value=COUNTERPART,
    choices=(
        (COUNTERPART, "What this preset is compared with"),
        *((name, preset.title) for name, preset in PRESETS.items()),
        (OWN, "The run you kept"),
    ),
    own=(OWN,),
)
KEEP = controls.Keep(
    key="keep",
    label="Keep this run",
    help="Puts this run beside the next one: keep it, change one thing, train again.",
    film="run",
    into="kept",
    sets=("beside", OWN),
    times="step",
)
STEPS = controls.Number(
    key="T",
    label="Steps $T$",
    help="Steps of noise: more are finer, and sampling takes as many calls of the network.",
    value=DEFAULT["T"],
    minimum=2,
    maximum=MAX_T,
    whole=True,
)
SCHEDULE = controls.Select(
    key="schedule",
    label=r"Schedule $\beta$",
    help="How much noise each step adds.",
    value=DEFAULT["schedule"],
    choices=tuple((name, name.capitalize() + ("" if name != "constant" else ", 0.01")) for name in SCHEDULES),
)
TARGET = controls.Select(
    key="target",
    label="Target",
    help="What the network predicts; each can be converted into the others.",
    value=DEFAULT["target"],
    choices=tuple((name, TARGET_TITLES[name]) for name in TARGETS),
)
WIDTH = controls.Number(
    key="width",
    label="Width",
    help="Channels at 14 × 14, in multiples of 8: more learn more per step, and a step takes longer.",
    value=DEFAULT["width"],
    minimum=8,
    maximum=MAX_WIDTH,
    step=8,
    whole=True,
)
RATE = controls.Number(
    key="rate",
    label="Rate",
    help="How far Adam moves at a step: larger learns faster, until it leaps over what it learned.",
    value=DEFAULT["rate"],
    minimum=1e-6,
    maximum=MAX_RATE,
    step=0.001,
)
BATCH = controls.Number(
    key="batch",
    label="Batch",
    help="Digits a step: more give a less noisy gradient, and a step takes longer.",
    value=DEFAULT["batch"],
    minimum=1,
    maximum=MAX_BATCH,
    step=8,
    whole=True,
)
SEED = controls.Seed(help="First weights, batches and noise: the same seed is the same run.")
SCALED = controls.Switch(
    key="scaled",
    label=r"Scale by $\sqrt{\bar\alpha_t}$",
    help=r"Off leaves it out of the jump: $x_t = x_0 + \sqrt{1 - \bar\alpha_t}\,\varepsilon$.",
    value=DEFAULT["scaled"],
    more=True,
)
TOLD = controls.Switch(
    key="told",
    label="Tell the network $t$",
    help="Off hides $t$: the network has to see from $x_t$ how noisy it is.",
    value=DEFAULT["told"],
    more=True,
)
CONTROLS = [
    TRAIN, PRESET, KEEP, BESIDE, STEPS, SCHEDULE, TARGET, WIDTH, RATE, BATCH, SEED, SCALED, TOLD,
]  # fmt: skip
