"""The controls of the fit."""

from explainer.kit import controls
from explainer.kit.scrubber import Scrubber
from explainer.variational.search.gradients import GRADIENTS
from explainer.variational.settings import SEED

FIT_STEPS = 80  # of the fit that is computed without a press of the button

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
