"""The control of the figure on β."""

from explainer.kit import controls

BETA = controls.Stops(
    key="beta",
    label="β",
    help=r"The weight of the KL term in training: more pulls every $q(z\mid x)$ to the prior, and less is "
    "said about x.",
    value=1,
    stops=(0.1, 0.5, 1, 2, 4, 10),
    elem_id="latent-beta",
    at_hand=True,
)
