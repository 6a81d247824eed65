"""The controls of the section `variational`: what each is, and what turning it up does."""

from explainer.kit import controls
from explainer.kit.scrubber import Scrubber
from explainer.variational.base import Model
from explainer.variational.families import LocationScale
from explainer.variational.families2d import FAMILIES
from explainer.variational.gradients import GRADIENTS
from explainer.variational.planar import MODELS

ON_A_LINE = tuple(name for name, model in MODELS.items() if model.dim == 1)
IN_A_PLANE = tuple(name for name, model in MODELS.items() if model.dim == 2)
SHAPES = tuple(name for name, family in FAMILIES.items() if issubclass(family, LocationScale))
REACH = 6.0  # of the data's axis
MOST = 100  # flips of the coin
FIT_STEPS = 80


def models(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Choices of a select."""
    return tuple((name, MODELS[name].TITLE) for name in names)


def typed(model: Model) -> str:
    """A model's example as the text of a control."""
    return ", ".join(f"{x:g}" for x in model.EXAMPLE)


MODEL = controls.Select(
    key="model",
    label="Model",
    help="What is unknown and how the data come from it. Each has an evidence that is truly known.",
    value="gaussian",
    choices=models(ON_A_LINE),
)
FAMILY = controls.Select(
    key="family",
    label="Shape of q",
    help="The family in which q is looked for.",
    value="gaussian",
    choices=tuple((name, FAMILIES[name].TITLE) for name in SHAPES),
)


def q_mean(elem_id: str | None = None) -> controls.Range:
    """Where q stands."""
    return controls.Range(
        key="q_mean",
        label="Mean of q",
        help="Where q stands: drag the line in the plot, or this.",
        value=-0.8,
        minimum=-6,
        maximum=8,
        step=0.01,
        elem_id=elem_id,
    )


def q_std(elem_id: str | None = None) -> controls.Range:
    """How wide q is."""
    return controls.Range(
        key="q_std",
        label="Width of q",
        help="The standard deviation of q: larger covers more, and wastes more.",
        value=1.3,
        minimum=0.05,
        maximum=6,
        step=0.01,
        elem_id=elem_id,
    )


_WHOLE = {"minimum": 0, "maximum": MOST, "whole": True}
_SIDES = MODELS["logistic"].EXAMPLE
DATA = [
    controls.Text(
        key="gaussian_x",
        label="Points x",
        help="The measurements, parted by commas, from −6 to 6.",
        value=typed(MODELS["gaussian"]),
        when=("model", "gaussian"),
    ),
    controls.Number(
        key="heads",
        label="Heads",
        help="How many flips came up heads.",
        value=int(sum(MODELS["coin"].EXAMPLE)),
        when=("model", "coin"),
        **_WHOLE,
    ),
    controls.Number(
        key="tails",
        label="Tails",
        help="How many flips came up tails.",
        value=int(sum(1 - x for x in MODELS["coin"].EXAMPLE)),
        when=("model", "coin"),
        **_WHOLE,
    ),
    controls.Text(
        key="yes",
        label="Inputs that said yes",
        help="Inputs whose answer was 1, parted by commas, from −6 to 6.",
        value=", ".join(f"{t:g}" for t, y in _SIDES if y),
        when=("model", "logistic"),
    ),
    controls.Text(
        key="no",
        label="Inputs that said no",
        help="Inputs whose answer was 0, parted by commas, from −6 to 6.",
        value=", ".join(f"{t:g}" for t, y in _SIDES if not y),
        when=("model", "logistic"),
    ),
    controls.Text(
        key="clusters_x",
        label="Points x",
        help="The points, parted by commas, from −6 to 6.",
        value=typed(MODELS["clusters"]),
        when=("model", "clusters"),
    ),
]
DATA_KEYS = ("model", *(control.key for control in DATA))

SEED = controls.Seed(help="Which random numbers the samples take.", more=True)
FIT = [
    controls.Run(
        key="fit",
        label="Fit",
        help="Gradient ascent of the ELBO from where q stands now; the path stays to be scrubbed.",
        stream="fit",
    ),
    controls.Select(
        key="gradient",
        label="Gradient",
        help="How the slope of the ELBO is found: exactly, or from samples with more or less noise.",
        value="pathwise",
        choices=tuple((name, name.capitalize()) for name in GRADIENTS),
    ),
    controls.Number(
        key="rate",
        label="Rate",
        help="How long a step is: larger is faster, until it blows up.",
        value=0.1,
        minimum=1e-6,
        maximum=1000,
        step=0.05,
        more=True,
    ),
    controls.Number(
        key="steps",
        label="Steps",
        help="How many steps the fit takes.",
        value=200,
        minimum=1,
        maximum=1000,
        step=50,
        whole=True,
        more=True,
    ),
    controls.Number(
        key="samples",
        label="Samples a step",
        help="How many z are drawn for one gradient: more is less noisy.",
        value=10,
        minimum=1,
        maximum=1000,
        step=10,
        whole=True,
        more=True,
    ),
    SEED,
]
STEP = Scrubber(
    key="t",
    label="Step of the fit",
    help="Where on its path q stands. The path is kept here: nothing is asked.",
    symbol="step",
    value=0,
    maximum=FIT_STEPS,
    maximum_key="last",
    linked=False,
)

PLANE = controls.Select(
    key="plane",
    label="Model with two latents",
    help="A posterior whose two numbers depend on one another.",
    value="line",
    choices=models(IN_A_PLANE),
)
DIRECTION = controls.Select(
    key="direction",
    label="Best by",
    help="Which divergence the shown q makes small: that of the ELBO covers less, its mirror image more.",
    value="reverse",
    choices=(("reverse", "D(q ‖ p), the ELBO's"), ("forward", "D(p ‖ q)")),
)
NET = [
    controls.Run(
        key="train",
        label="Train",
        help="Gradient ascent of the mean ELBO of all x over the weights of one network.",
        stream="train",
    ),
    controls.Number(
        key="hidden",
        label="Hidden units",
        help="How flexible the network is; 0 is a straight line, which can't bend to each x.",
        value=2,
        minimum=0,
        maximum=64,
        whole=True,
    ),
    controls.Number(
        key="net_rate",
        label="Rate",
        help="How long a step is.",
        value=0.05,
        minimum=1e-6,
        maximum=10,
        step=0.01,
        more=True,
    ),
    controls.Number(
        key="net_steps",
        label="Steps",
        help="How many steps the training takes.",
        value=300,
        minimum=1,
        maximum=2000,
        step=100,
        whole=True,
        more=True,
    ),
]
NET_STEP = Scrubber(
    key="net_t",
    label="Step of the training",
    help="How far the network was trained. Its steps are kept here: nothing is asked.",
    symbol="step",
    value=0,
    maximum=1,
    maximum_key="net_last",
    linked=False,
)
