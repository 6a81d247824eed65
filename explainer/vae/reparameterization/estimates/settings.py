"""The controls of the thousand estimates."""

from explainer.kit import controls
from explainer.vae.reparameterization.estimators import NAMES
from explainer.vae.reparameterization.integrands import MAX_DIM, MAX_DRAWS
from explainer.vae.reparameterization.settings import slider

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
    choices=(("all", "all three"), *NAMES.items()),
)
N = slider("n", "Draws an estimate", "How many z are averaged in one estimate: variance falls as 1/n.", 10, 2,
           MAX_DRAWS, whole=True)  # fmt: skip
DIM = slider("dim", "Dimensions", "How many coordinates z has; f is the sum over them, as over pixels.", 1, 1,
             MAX_DIM, whole=True)  # fmt: skip
