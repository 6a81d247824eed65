"""The controls that the parts of this chapter share: the model, its data and q."""

from explainer.kit import controls
from explainer.kit.handles import Handle
from explainer.variational.families.one_number import LocationScale
from explainer.variational.families.two_numbers import FAMILIES
from explainer.variational.posteriors.base import Model
from explainer.variational.posteriors.two_numbers import MODELS

SECTION = "variational"
ON_A_LINE = tuple(name for name, model in MODELS.items() if model.dim == 1)
SHAPES = tuple(name for name, family in FAMILIES.items() if issubclass(family, LocationScale))
REACH = 6.0  # of the data's axis
MOST = 100  # heads, and tails, of the coin


def models(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """These models as the choices of a select."""
    return tuple((name, MODELS[name].TITLE) for name in names)


def typed(model: Model) -> str:
    """A model's example data as the text of a control."""
    return ", ".join(f"{x:g}" for x in model.EXAMPLE)


MODEL = controls.Select(
    key="model",
    label="Model",
    help="What is unknown and how the data come from it. The exact evidence is known for each.",
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
    """The mean of q; its handle in a plot is Q_HANDLES[0]."""
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
    """The standard deviation of q; its handle in a plot is Q_HANDLES[1]."""
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
        help="The measurements, separated by commas, from −6 to 6.",
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
Q_KEYS = ("family", "q_mean", "q_std", *DATA_KEYS)

# for the plot of a source `q` that answers `side`, the density at one standard deviation from the mean
Q_HANDLES = (
    Handle(label="Mean of q", x="q_mean", line=True, color="q"),
    Handle(label="Width of q", x="q_std", x_from="q_mean", at_y="q.side", color="q"),
)
SEED = controls.Seed(help="Which random numbers the samples take.", more=True)
