"""The control of the weight: which σ² the reverse step has."""

from explainer.kit import controls

WIDTH = controls.Select(
    key="weight_sigma",
    label="σₜ²",
    help="The variance of the reverse step in the weight. With β̃ the weight is larger at small t, and at t = 1, "
    "where β̃ is 0, there is none.",
    value="beta-tilde",
    choices=(("beta-tilde", "β̃ₜ"), ("beta", "βₜ")),
)
