"""The figure of the posterior q(x_{t−1} | x_t, x_0): a prior times a likelihood."""

from explainer.diffusion import process
from explainer.diffusion.bound.bayes import theory
from explainer.diffusion.bound.bayes.answers import SOURCES
from explainer.diffusion.bound.bayes.settings import AT, XT
from explainer.diffusion.bound.settings import SECTION, X0, T
from explainer.kit.figure import Figure
from explainer.kit.handles import Handle
from explainer.kit.numbers import Numbers
from explainer.kit.plot import Marker, Plot, Row

ROLES = {"before": "data", "likelihood": "model", "product": "right", "closed": "text"}


def bayes() -> None:
    """Prior, likelihood, product and closed form; the weights of x_0 and x_t; the numbers of both."""
    table = {"at": "bayes_t", "knots": "bayes.times", "grid": "bayes.grid"}
    Figure(
        SECTION,
        "bayes",
        title="The step back, once $x_0$ is known",
        try_this="drag the two dots, $x_0$ and $x_t$. Which does the posterior follow at t = 2, and which at T?",
        panels=[
            Plot(
                source="bayes",
                label="Densities over the point one step back",
                overlays=tuple(
                    Row(table=f"bayes.{name}", color=role, fill=name == "product", dash=name == "closed", **table)
                    for name, role in ROLES.items()
                ),
                handles=(
                    Handle(label="$x_0$", x="x0", at_y=0.04, color="data"),
                    Handle(label="$x_t$", x="xt", at_y=0.04, color="model"),
                ),
            ),
            Plot(
                source="weights",
                label="The factors of $x_0$ and $x_t$ in the posterior's mean over t",
                sets="bayes_t",
                overlays=(Marker(at="bayes_t", curves=(("weights.of_x0", "data"), ("weights.of_xt", "model"))),),
            ),
            Numbers(
                source="bayes",
                track="rows",
                t="bayes_t",
                head=("", "by Bayes, on a grid", "in closed form"),
                label="Area, mean and variance, by Bayes' rule and in closed form",
            ),
        ],
        sources=list(SOURCES.values()),
        scrubbers=[AT],
        controls=[T, X0, XT],
        reflects=("bayes_t", "T", "x0", "xt"),
        code=[theory.bayes, theory.moments, process.posterior, theory.weights],
        layout="pairs",
        caption=r"What is likely before $x_t$ is seen, $q(x_{t-1}\mid x_0)$, times how likely each "
        r"$x_{t-1}$ makes $x_t$. Both are "
        r"Gaussian in $x_{t-1}$, so their product is one, too: mean $\tilde\mu_t$, variance "
        r"$\tilde\beta_t$. The area of the product is "
        r"$q(x_t\mid x_0)$, the denominator of Bayes' rule. The chain is that of the derivation.",
    )
