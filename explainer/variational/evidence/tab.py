"""The evidence: where it comes from in Bayes' rule, and what it costs in more dimensions."""

from explainer.kit import page
from explainer.kit.figure import Figure
from explainer.kit.handles import Handle, Points
from explainer.kit.plot import Curve, Plot, Says
from explainer.variational.evidence import cost
from explainer.variational.evidence import theory as evidence
from explainer.variational.evidence.answers import SOURCES
from explainer.variational.evidence.settings import AGAIN
from explainer.variational.posteriors import theory
from explainer.variational.settings import DATA, DATA_KEYS, MODEL, SECTION

TITLE = "The evidence"


def build() -> None:
    """Both figures."""
    bayes()
    intractable()


def bayes() -> None:
    """Prior times likelihood, the area under it, the quotient; the data under the hand."""
    on = {"label": "Data point", "at_y": 0.0}
    points = (
        Points(key="gaussian_x", when=("model", "gaussian"), **on),
        Points(key="clusters_x", when=("model", "clusters"), **on),
        Points(key="yes", label="Yes", at_y=1.0, fewest=0, color="right", when=("model", "logistic")),
        Points(key="no", label="No", at_y=0.0, fewest=0, color="wrong", when=("model", "logistic")),
        Handle(label="Heads", y="heads", at_x=1.0, color="right", step=1, when=("model", "coin")),
        Handle(label="Tails", y="tails", at_x=0.0, color="wrong", step=1, when=("model", "coin")),
    )  # fmt: skip
    Figure(
        SECTION,
        "bayes",
        title="Bayes, drawn",
        try_this="drag a data point; double-click to add one, drag it out of the plot to remove it.",
        panels=[
            Plot(source="strip", figure="strip_figure", label="The observed data", aspect=2.0, handles=points),
            Plot(
                source="bayes",
                figure="factors_figure",
                label="Prior and likelihood over z",
                aspect=2.0,
                overlays=(
                    Curve(x="bayes.grid", y="bayes.prior", color="noise", dash=True),
                    Curve(x="bayes.grid", y="bayes.likelihood", color="model"),
                ),
            ),
            Plot(
                source="bayes",
                figure="product_figure",
                label="Prior times likelihood; the area under it is the evidence",
                aspect=2.0,
                overlays=(
                    Curve(x="bayes.grid", y="bayes.joint", color="right", fill=True),
                    Says(text="bayes.area_text", color="right", size=15),
                ),
            ),
            Plot(
                source="bayes",
                figure="quotient_figure",
                label="The posterior: the product divided by its area",
                aspect=2.0,
                overlays=(Curve(x="bayes.grid", y="bayes.posterior", color="p", fill=True),),
            ),
        ],
        sources=[SOURCES["strip"], SOURCES["bayes"]],
        controls=[MODEL, *DATA],
        reflects=DATA_KEYS,
        reports=(("logEvidence", "bayes.log_evidence"),),
        code=[theory.posterior, evidence.bayes],
        layout="pairs",
        caption="The posterior has the product's shape; dividing by $p(x)$, the product's area, makes its "
        "own area 1. That area is a single number, and it is the only hard part.",
    )


def intractable() -> None:
    """What the same quadrature costs in more dimensions."""
    Figure(
        SECTION,
        "cost",
        title="Intractable, measured",
        try_this="press New to measure again on this machine; read the value at 20 dimensions.",
        panels=[Plot(source="cost", label="Seconds for the evidence over latent dimensions")],
        sources=[SOURCES["cost"]],
        controls=[AGAIN],
        reflects=("again",),
        code=[cost.cost, cost.log_evidence],
        layout="wide",
        caption="33 points per axis. Dimensions 1 to 4 are timed live; from there on each "
        "dimension multiplies the time by 33. A picture has hundreds of pixels, and an image model may have as "
        "many latent dimensions.",
    )


if __name__ == "__main__":
    page.preview(build, TITLE)
