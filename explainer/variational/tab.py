"""The section `variational`: q under your hand, Bayes drawn, families, amortised and tighter bounds."""

from dataclasses import replace
from pathlib import Path

from explainer.kit import page
from explainer.kit.asked import Source
from explainer.kit.figure import Figure
from explainer.kit.handles import Handle
from explainer.kit.plot import Box, Curve, Plot
from explainer.kit.replay import Replay
from explainer.kit.stream import Stream
from explainer.variational import answers, best, fit, more_tab, theory
from explainer.variational.settings import DATA, DATA_KEYS, FAMILY, FIT, MODEL, STEP, q_mean, q_std

TITLE = "Variational inference"
SECTION = "variational"

Q_KEYS = ("family", "q_mean", "q_std", *DATA_KEYS)
RUN_KEYS = (*Q_KEYS, "gradient", "rate", "steps", "samples", "seed")
SOURCES = {
    source.name: source
    for source in (
        Source("truth", answers.truth, DATA_KEYS, shipped=True),
        Source("q", answers.q, Q_KEYS, shipped=True),
        Source("landscape", answers.landscape, ("family", *DATA_KEYS), slow=True),
        Source("path", answers.fit_shipped, ("family", *DATA_KEYS), slow=True),
    )
}


def build() -> None:
    """The section's lesson and its figures, in the order of the talk."""
    page.lesson(Path(__file__).parent)
    under_your_hand()
    more_tab.bayes()
    more_tab.intractable()
    more_tab.families()
    more_tab.planes()
    more_tab.noise()
    more_tab.amortise()
    more_tab.tight()


def under_your_hand() -> None:
    """Drag q, see ELBO + KL end at ln p(x), fit it and scrub the path."""
    mean = Handle(label="Mean of q", x="q_mean", line=True, color="q")
    width = Handle(label="Width of q", x="q_std", x_from="q_mean", at_y="q.side", color="q")
    Figure(
        SECTION,
        "figure",
        title="q under your hand",
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
                handles=(mean, width),
            ),
            Plot(
                source="q",
                figure="bars_figure",
                label="ELBO plus divergence as a bar beside the evidence",
                aspect=2.4,
                overlays=(
                    Box(x0=0, x1=1.3, y0="q.floor", y1="q.elbo", color="p", text="q.elbo_text"),
                    Box(x0=0, x1=1.3, y0="q.elbo", y1="q.log_evidence", color="q", text="q.kl_text"),
                    Box(
                        x0=1.45, x1=2.35, y0="q.floor", y1="q.log_evidence", color="right",
                        text="q.evidence_text",
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
        streams=[Stream("fit", answers.fit_steps, RUN_KEYS, film="path")],
        scrubbers=[STEP],
        controls=[FIT[0], MODEL, FAMILY, q_mean("variational-q-mean"), q_std("variational-q-std"),
                  *FIT[1:], *(replace(one, more=True) for one in DATA)],
        reflects=("model", "family", "q_mean", "q_std", "t"),
        reports=(("elbo", "q.elbo"), ("kl", "q.kl"), ("logEvidence", "q.log_evidence")),
        code=[theory.posterior, theory.terms, fit.fit, fit.Adam, best.landscape],
        layout="compare",
        caption="The ELBO's block begins far below (the axis is cut off); what counts is where it ends. "
        "Whatever q is, ELBO + KL ends at the dashed line, ln p(x).",
    )  # fmt: skip


if __name__ == "__main__":
    page.preview(build, TITLE)
