"""The controls of the section `reparameterization`."""

from explainer.kit import controls
from explainer.kit.scrubber import Scrubber
from explainer.maths.toy2d import SHAPES
from explainer.vae.reparameterization import theory
from explainer.vae.reparameterization.theory import FUNCTIONS
from explainer.vae.reparameterization.training import NAMES, Settings

OPENED = Settings()  # of the run that the page opens on


def range_(key: str, label: str, told: str, value: float, low: float, high: float, **more) -> controls.Range:
    """A slider in hundredths, or whole numbers where `step` is 1."""
    step = more.pop("step", 0.01)
    return controls.Range(
        key=key, label=label, help=told, value=value, minimum=low, maximum=high, step=step,
        whole=step == 1, **more,
    )  # fmt: skip


F = controls.Select(
    key="f",
    label="f(z)",
    help="What is averaged over q; a VAE's is ln p(x | z).",
    value="quadratic",
    choices=tuple((one.name, f"{one.name}: {one.title}") for one in FUNCTIONS.values()),
)
MU = range_("mu", "μ", "q's mean, of the encoder.", -0.5, -theory.MAX_MU, theory.MAX_MU)
SIGMA = range_("sigma", "σ", "q's width, of the encoder.", 0.8, theory.MIN_SIGMA, theory.MAX_SIGMA)
EPSILON = range_(
    "epsilon", "ε", "The draw from N(0, 1): it knows nothing of μ and σ.", -1.2, -theory.MAX_EPS, theory.MAX_EPS
)
BY = controls.Select(
    key="by",
    label="Gradient in",
    help="Which of q's two parameters the gradient is for.",
    value="mu",
    choices=(("mu", "μ"), ("sigma", "σ")),
)
ESTIMATOR = controls.Select(
    key="estimator",
    label="Axis fits",
    help="The estimator to whose spread the axis of the histograms is scaled: choose one to see it large.",
    value="all",
    choices=(("all", "all three"), *((kind, NAMES[kind]) for kind in theory.ESTIMATORS)),
)
N = range_("n", "Draws an estimate", "How many z are averaged in one estimate: variance falls as 1/n.", 10, 2,
           theory.MAX_DRAWS, step=1)  # fmt: skip
DIM = range_("dim", "Dimensions", "How many coordinates z has; f is the sum over them, as over pixels.", 1, 1,
             theory.MAX_DIM, step=1)  # fmt: skip
SEED = controls.Seed(help="Which random numbers the draws take.", more=True)

RIVAL = controls.Select(
    key="rival",
    label="Against pathwise",
    help="How the other encoder's gradient is estimated; the first is pathwise.",
    value="score",
    choices=tuple((kind, NAMES[kind]) for kind in ("score", "baseline")),
)
DATA = controls.Select(
    key="data",
    label="Data",
    help="The points that both VAEs of the next run learn.",
    value=OPENED.data,
    choices=tuple((name, name.replace("-", " ")) for name in SHAPES),
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
        help="How far p(x | z) lets a point be from x̂(z): smaller makes f, and the noise it weighs, larger.",
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
