"""The control of the weight: which σ² the reverse step has."""

from explainer.kit import controls

WIDTH = controls.Select(
    key="weight_sigma",
    label=r"$\sigma_t^2$",
    help=r"The variance of the reverse step in the weight. With $\tilde\beta$ the weight is larger at small "
    r"t, and at t = 1, "
    r"where $\tilde\beta$ is 0, there is none.",
    value="beta-tilde",
    choices=(("beta-tilde", r"$\tilde\beta_t$"), ("beta", r"$\beta_t$")),
)
