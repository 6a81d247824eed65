"""Fit q by hand: drag it, fit it, and see that ELBO + KL always ends at ln p(x)."""

from dataclasses import replace

from explainer.kit import page
from explainer.kit.figure import Figure
from explainer.kit.handles import Handle
from explainer.kit.plot import Box, Curve, Plot
from explainer.kit.replay import Replay
from explainer.maths.adam import Adam
from explainer.variational.hand.answers import SOURCES, STREAMS
from explainer.variational.hand.settings import FIT, STEP
from explainer.variational.posteriors import theory
from explainer.variational.search import best, fit
from explainer.variational.settings import DATA, FAMILY, MODEL, Q_HANDLES, SECTION, q_mean, q_std

TITLE = "Fit q by hand"


def build() -> None:
    """Drag q, see ELBO + KL end at ln p(x), fit it and scrub the path."""
    Figure(
        SECTION,
        "figure",
        title="Fit q by hand",
        try_this="drag the orange line and dot until the orange block is gone, or press Fit.",
        panels=[
            Plot(
                source="truth",
                figure="density_figure",
                label="Posterior, prior and q over z",
                aspect=2.4,
                overlays=(
                    Curve(x="truth.grid", y="truth.posterior", color="p", fill=True),
                    Curve(x="q.x", y="q.density", color="q", fill=True, dash=True),
                ),
                handles=Q_HANDLES,
            ),
            Plot(
                source="q",
                figure="bars_figure",
                label="ELBO plus divergence as a bar beside the evidence",
                aspect=2.4,
                overlays=(
                    Box(
                        x0=0, x1=1.3, y0="q.floor", y1="q.elbo", color="p", text="q.elbo_text", cut=True,
                    ),
                    Box(x0=0, x1=1.3, y0="q.elbo", y1="q.log_evidence", color="q", text="q.kl_text"),
                    Box(
                        x0=1.45, x1=2.35, y0="q.floor", y1="q.log_evidence", color="right",
                        text="q.evidence_text", cut=True,
                    ),
                ),
            ),
            Plot(
                source="landscape",
                figure="landscape_figure",
                label="The ELBO over mean and width of q with the path of the fit",
                aspect=2.4,
                overlays=(Curve(x="path.tracks.mean", y="path.tracks.std", color="wrong"),),
                handles=(Handle(label="Mean and width of q", x="q_mean", y="q_std", color="q"),),
            ),
            Replay(film="path", source="q"),
        ],
        sources=list(SOURCES.values()),
        streams=STREAMS,
        scrubbers=[STEP],
        controls=[FIT[0], MODEL, FAMILY, q_mean("variational-q-mean"), q_std("variational-q-std"),
                  *FIT[1:], *(replace(control, more=True) for control in DATA)],
        reflects=("model", "family", "q_mean", "q_std", "t"),
        reports=(("elbo", "q.elbo"), ("kl", "q.kl"), ("logEvidence", "q.log_evidence")),
        code=[theory.posterior, theory.terms, fit.fit, Adam, best.landscape],
        layout="compare",
        caption="The bars that are torn off begin far below; what counts is where they end. "
        r"Whatever q is, ELBO + KL ends at the dashed line, $\ln p(x)$.",
    )  # fmt: skip


if __name__ == "__main__":
    page.preview(build, TITLE)
