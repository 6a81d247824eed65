"""The controls of two tiny VAEs that are trained side by side."""

from explainer.kit import controls
from explainer.kit.scrubber import Scrubber
from explainer.maths.toy2d import SHAPES, TITLES
from explainer.vae.reparameterization.estimators import NAMES
from explainer.vae.reparameterization.settings import SEED
from explainer.vae.reparameterization.training.runs import OPENED, RIVALS

RIVAL = controls.Select(
    key="rival",
    label="Against pathwise",
    help="How the other encoder's gradient is estimated; the first is pathwise.",
    value="score",
    choices=tuple((kind, NAMES[kind]) for kind in RIVALS),
)
DATA = controls.Select(
    key="data",
    label="Data",
    help="The points that both VAEs of the next run learn.",
    value=OPENED.data,
    choices=tuple((name, TITLES[name]) for name in SHAPES),
)
PRESETS = controls.Presets(
    key="preset",
    label="Presets",
    help="Settings worth a run, each with its moral.",
    choices=(
        ("Ahead", "known good",
         {"data": "8-gaussians", "noise": 0.1, "rate": 0.01, "steps": 800, "rival": "score"},
         "Press Train: the path settles in half of the steps; the score function is still on its way."),
        ("With a baseline", "known good",
         {"data": "8-gaussians", "noise": 0.1, "rate": 0.01, "steps": 800, "rival": "baseline"},
         "Press Train: taking the other draw's loss off makes up for most of the score function's noise."),
        ("No difference", "known good",
         {"data": "line", "noise": 0.1, "rate": 0.01, "steps": 400, "rival": "score"},
         "Press Train: an easy task forgives the noise, so both end alike."),
        ("Too noisy", "known bad",
         {"data": "ring", "noise": 0.05, "rate": 0.01, "steps": 1500, "rival": "score"},
         "Press Train: a small s makes f large, and the score function weighs its noise by f: it never settles."),
        ("Too fast", "known bad", {"data": "ring", "noise": 0.1, "rate": 1.0, "steps": 400, "rival": "score"},
         "Press Train: steps so long that a run blows up in the first of them; the page says so."),
    ),
)  # fmt: skip
TRAINING = [
    controls.Run(
        key="train",
        label="Train",
        help="Trains two VAEs at once: the same first weights, points and ε, two ways to the encoder's gradient.",
        stream="train",
    ),
    RIVAL,
    DATA,
    PRESETS,
    controls.Number(
        key="noise",
        label="Decoder's noise s",
        help=r"How far $p(x\mid z)$ lets a point be from $\hat x(z)$: smaller makes f, and the noise it "
        r"weighs, larger.",
        value=OPENED.noise,
        minimum=0.02,
        maximum=1,
        step=0.01,
        more=True,
    ),
    controls.Number(
        key="rate",
        label="Rate",
        help="How long a step is: larger is faster, until it blows up.",
        value=OPENED.rate,
        minimum=1e-6,
        maximum=10,
        step=0.005,
        more=True,
    ),
    controls.Number(
        key="steps",
        label="Steps",
        help="How many steps the training takes.",
        value=OPENED.steps,
        minimum=1,
        maximum=5000,
        step=100,
        whole=True,
        more=True,
    ),
    controls.Number(
        key="batch",
        label="Points a step",
        help="More points a step make both gradients less noisy.",
        value=OPENED.batch,
        minimum=1,
        maximum=256,
        whole=True,
        more=True,
    ),
    controls.Number(
        key="samples",
        label="Draws a point",
        help="How many ε a point gets at each step; a baseline needs two.",
        value=OPENED.samples,
        minimum=2,
        maximum=16,
        whole=True,
        more=True,
    ),
    SEED,
]
STEP = Scrubber(
    key="t",
    label="Step of the training",
    help="How far both were trained. The steps are kept here: nothing is asked.",
    symbol="step",
    value=OPENED.steps,
    maximum=OPENED.steps,
    maximum_key="last",
    linked=False,
)
