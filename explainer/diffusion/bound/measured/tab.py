"""The figure of every term, measured: L_0, each L_{t−1} and L_T of one picture on a trained network."""

from explainer.diffusion.bound import running
from explainer.diffusion.bound.measured.answers import SOURCES, STREAMS, measure
from explainer.diffusion.bound.measured.settings import MEASURE, MORE, NETWORK, SIGMA
from explainer.diffusion.bound.question import Question
from explainer.diffusion.bound.settings import SECTION, picture, t
from explainer.diffusion.bound.sigmas import variance
from explainer.diffusion.bound.terms import log_share, pixel_terms
from explainer.kit.figure import Figure
from explainer.kit.numbers import Numbers
from explainer.kit.plot import Curve, Marker, Plot, Says
from explainer.kit.replay import Replay


def measured() -> None:
    """The terms over t, their sum, and Measure."""
    Figure(
        SECTION,
        "measured",
        elem_id="bound-figure",
        title="Every term of a picture",
        try_this="drag t down to 1: how many of the bits are paid in the last ten steps? Then press Measure.",
        panels=[
            Plot(
                source="terms",
                label="Each term over t, both on a log axis",
                sets="t",
                overlays=(
                    Curve(x="measured.x", y="measured.y", color="data"),
                    Marker(curves=(("terms.bits", "model"),)),
                ),
            ),
            Numbers(source="terms", track="rows", head=("at t", "bits a pixel"), label="The term at t"),
            Plot(
                source="terms",
                figure="sum_figure",
                label="The sum of the terms up to t",
                sets="t",
                overlays=(
                    Curve(x="measured.x", y="measured.sums", color="data"),
                    Says(text="measured.says", color="data", right=True),
                    Marker(curves=(("terms.sums", "model"),)),
                ),
            ),
            Numbers(source="measured", label="The bound and its largest parts"),
            Replay(film="measuring", source="measured", t="measure_t"),
        ],
        sources=list(SOURCES.values()),
        streams=STREAMS,
        scrubbers=[t()],
        controls=[picture(), NETWORK, SIGMA, MEASURE, *MORE],
        reflects=("picture", "network", "sigma", "t", "chain", "told"),
        reports=(
            ("total", "measured.total"),
            ("error", "measured.standard_error"),
            ("lt", "measured.lt"),
            ("l0", "measured.l0"),
        ),
        code=[measure, Question, running.rounds, running.Running, pixel_terms, variance, log_share],
        layout="ledger",
        caption="The line was measured beforehand at all 1,000 t, drawn in bins of 3%; the steps that Measure "
        "paints are means over wider bins. Errors are standard errors over the noise, for this one picture. Each "
        r"Σ is a guess v of the variance of $x_0$ given $x_t$: $\sigma_t^2=\tilde\beta_t+c_t^2v$, with $c_t$ the "
        r"factor of $x_0$ in $\tilde\mu_t$; v = 0 gives $\tilde\beta_t$, $v=1-\bar\alpha_t$ gives $\beta_t$. "
        "With a bound of 1 bit a pixel the picture can be coded in 784 bits.",
    )
