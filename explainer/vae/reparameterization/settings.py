"""What the parts of the section share: q's controls, what the gradient is for, and the seed."""

from explainer.kit import controls
from explainer.vae.reparameterization.integrands import FUNCTIONS, MAX_MU, MAX_SIGMA, MIN_SIGMA

SECTION = "reparameterization"
Q_KEYS = ("f", "mu", "sigma")


def slider(
    key: str, label: str, help: str, value: float, low: float, high: float, *, whole: bool = False
) -> controls.Range:
    """A slider in hundredths, or in whole numbers."""
    return controls.Range(
        key=key, label=label, help=help, value=value, minimum=low, maximum=high,
        step=1 if whole else 0.01, whole=whole,
    )  # fmt: skip


F = controls.Select(
    key="f",
    label="f(z)",
    help=r"What is averaged over q; a VAE's is $\ln p(x\mid z)$.",
    value="quadratic",
    choices=tuple((f.name, f"{f.name}: {f.title}") for f in FUNCTIONS.values()),
)
MU = slider("mu", "μ", "q's mean, of the encoder.", -0.5, -MAX_MU, MAX_MU)
SIGMA = slider("sigma", "σ", "q's width, of the encoder.", 0.8, MIN_SIGMA, MAX_SIGMA)
SEED = controls.Seed(help="Which random numbers the draws take.", more=True)
