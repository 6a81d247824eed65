"""The figure of one step's distributions: p_θ(x_{t−1} | x_t) beside the truth, for a known x_0."""

from explainer.diffusion import process
from explainer.diffusion.reverse.settings import SECTION, T
from explainer.diffusion.reverse.step import theory
from explainer.diffusion.reverse.step.answers import SOURCES
from explainer.diffusion.reverse.step.settings import STEP
from explainer.kit.figure import Figure
from explainer.kit.film import Film
from explainer.kit.numbers import Numbers
from explainer.kit.picture import Picture
from explainer.kit.plot import Curve, Marker, Plot, Says
from explainer.maths import gaussians


def build() -> None:
    """q and p_θ of a clicked pixel, their divergence there and along t."""
    estimated = {"film": "seen", "only": True}
    Figure(
        SECTION,
        "step",
        title="One step's distribution beside the true one",
        try_this="click a pixel on the edge, then one in the dark, and drag t to 0: where do the two "
        "Gaussians separate?",
        panels=[
            Picture(
                picture="known",
                noise="known_noise",
                coefficients="known_coefficients",
                label="$x_t$: click a pixel",
                pick=("row", "column"),
            ),
            Film(track="x0_hat", label=r"$\hat x_0$, what the network sees", **estimated),
            Film(track="kl", label=r"$D(q\|p_\theta)$ of each pixel", **estimated),
            Plot(
                source="axes",
                label=r"$p_\theta$ and q of this pixel, in standard deviations of q",
                aspect=1.9,
                overlays=(
                    Curve(x="step.u", y="step.q", color="q", fill=True),
                    Curve(x="step.u", y="step.p", color="p", dash=True),
                    Says(text="step.says"),
                ),
            ),
            Plot(
                source="along",
                label=r"The divergence of q and $p_\theta$ along t",
                aspect=1.9,
                overlays=(Marker(),),
                sets="t",
            ),
            Numbers(source="step", label="Both distributions of this pixel in numbers"),
        ],
        sources=list(SOURCES.values()),
        scrubbers=[T],
        reflects=("t", "row", "column", "digit", "variance"),
        reports=(("kl", "step.kl"),),
        code=[theory.step_pair, gaussians.normal_kl, process.posterior],
        controls=STEP,
        layout="four",
        caption="$x_0$ is known here, so the true step is known, too: a bell whose mean is a mix of $x_0$ "
        "and $x_t$. The "
        r"network puts $\hat x_0$ in the place of $x_0$. In the map black is 10⁻⁵ nats and less, white is "
        r"one nat. The bound "
        "on the likelihood sums the mean of these divergences over all pixels and steps, and adds $L_0$ and "
        "$L_T$.",
    )
