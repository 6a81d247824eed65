"""A thousand estimates of one gradient, and their variances over draws and dimensions."""

from explainer.kit.figure import Figure
from explainer.kit.handles import Handle
from explainer.kit.numbers import Numbers
from explainer.kit.plot import Curve, Plot
from explainer.vae.reparameterization.estimates import theory
from explainer.vae.reparameterization.estimates.answers import SOURCES
from explainer.vae.reparameterization.estimates.figures import ROWS
from explainer.vae.reparameterization.estimates.settings import BY, DIM, ESTIMATOR, N
from explainer.vae.reparameterization.figures import ROLES
from explainer.vae.reparameterization.settings import MU, SECTION, SEED, SIGMA, F


def build() -> None:
    """The histograms, then the variances."""
    measure()
    scale()


def measure() -> None:
    """A thousand estimates of the same gradient by each way."""
    outlines = tuple(
        Curve(
            x=f"measured.rows.{kind}.x",
            y=f"measured.rows.{kind}.y",
            color=ROLES[kind],
            fill=True,
            ground=ROWS[kind],
        )
        for kind in ROWS
    )
    on_q = {"color": "q", "yaxis": "yaxis2"}
    bell = Curve(x="measured.z", y="measured.density", fill=True, dash=True, **on_q)
    Figure(
        SECTION,
        "figure",
        title="A thousand estimates of one gradient",
        try_this="make q wide under the cosine: which estimator has less variance now? Then select the step "
        "function.",
        panels=[
            Plot(
                source="measured",
                figure="f_figure",
                label="f and q over z",
                aspect=1.7,
                overlays=(bell,),
                handles=(
                    Handle(label="Mean of q", x="mu", line=True, **on_q),
                    Handle(label="Width of q", x="sigma", x_from="mu", at_y="measured.side", **on_q),
                ),
            ),
            Plot(
                source="measured",
                figure="histograms_figure",
                label="Histograms of 1,000 estimates by each estimator round the exact gradient",
                aspect=1.7,
                overlays=outlines,
            ),
            Numbers(source="measured", rows="table", label="Means and variances of the estimates"),
        ],
        sources=[SOURCES["measured"]],
        controls=[F, ESTIMATOR, BY, N, DIM, MU, SIGMA, SEED],
        reflects=("f", "mu", "sigma", "n", "dim", "by", "estimator", "seed"),
        reports=(
            ("varianceScore", "measured.variance_score"),
            ("varianceBaseline", "measured.variance_baseline"),
            ("variancePathwise", "measured.variance_pathwise"),
            ("exact", "measured.exact"),
        ),
        code=[theory.estimates, theory.exact, theory.variances],
        layout="compare",
        caption="The dashed line is the exact gradient, by quadrature; each row has its own height. All three "
        "estimators get the same draws. The baseline subtracts from each f the mean f of the other draws in "
        "the same estimate.",
    )


def scale() -> None:
    """Variances over draws and over dimensions."""
    Figure(
        SECTION,
        "scaling",
        title="More draws, more dimensions",
        try_this="in 64 dimensions, how many draws does the score function need to match the pathwise "
        "estimator with 10?",
        panels=[
            Plot(source="scaling", figure="draws_figure", label="Variance over draws an estimate", aspect=1.6),
            Plot(source="scaling", figure="dims_figure", label="Variance over dimensions of z", aspect=1.6),
        ],
        sources=[SOURCES["scaling"]],
        controls=[F, BY],
        reflects=("f", "by"),
        code=[theory.variances],
        layout="compare",
        caption="Lines are exact, by quadrature in one coordinate; dots are the variance of 1,000 estimates, ± 2 "
        r"standard errors. f sums over all coordinates, as a picture's $\ln p(x\mid z)$ sums over pixels: the "
        "other coordinates' f is noise to the score function, and nothing to the path.",
    )
