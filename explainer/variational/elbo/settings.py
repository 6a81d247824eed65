"""The controls of the derivation."""

from explainer.kit import controls
from explainer.kit.scrubber import Scrubber
from explainer.variational.elbo.theory import LINES
from explainer.variational.posteriors.two_numbers import MODELS
from explainer.variational.settings import models

STEP = Scrubber(
    key="step",
    label="Step of the derivation",
    help="Which line of the derivation: arrow keys go on and back, End shows the result.",
    symbol="step",
    value=1,
    minimum=1,
    maximum=len(LINES),
)
MODEL = controls.Select(
    key="model",
    label="Model",
    help="On which model both sides are evaluated; its evidence is truly known.",
    value="gaussian",
    choices=models(tuple(MODELS)),
)
ALL = controls.Switch(key="all", label="All lines at once", help="Shows the whole derivation.")
