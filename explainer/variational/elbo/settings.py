"""The controls of the derivation."""

from explainer.kit import controls
from explainer.kit.derivation import every_line, step
from explainer.variational.elbo.theory import LINES
from explainer.variational.posteriors.two_numbers import MODELS
from explainer.variational.settings import models

STEP = step(LINES)
MODEL = controls.Select(
    key="model",
    label="Model",
    help="On which model both sides are evaluated; its evidence is truly known.",
    value="gaussian",
    choices=models(tuple(MODELS)),
)
ALL = every_line()
