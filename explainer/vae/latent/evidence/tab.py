"""ln p(x) by quadrature, and importance-weighted bounds that climb towards it."""

from explainer.kit.figure import Figure
from explainer.kit.numbers import Numbers
from explainer.kit.plot import Curve, Plot
from explainer.kit.replay import Replay
from explainer.kit.tiles import Tiles
from explainer.vae.latent.evidence.answers import SOURCES, STREAMS
from explainer.vae.latent.evidence.settings import DRAW, EVIDENCE
from explainer.vae.latent.evidence.theory import bounds, log_evidence, log_weights
from explainer.vae.latent.settings import MODEL, SECTION


def build() -> None:
    """ln p(x) by quadrature, and importance-weighted bounds that climb towards it."""
    Figure(
        SECTION,
        "evidence",
        title=r"$\ln p(x)$, and bounds that climb to it",
        try_this="press Draw weights, then scrub. How many weights close half of the gap between ELBO and "
        r"$\ln p(x)$?",
        panels=[
            Plot(
                source="truth",
                label="Importance-weighted bound of ln p(x) over K between the ELBO and the truth",
                aspect=1.6,
                overlays=(
                    Curve(x="bound.k", y="bound.above", color="noise", dash=True),
                    Curve(x="bound.k", y="bound.below", color="noise", dash=True),
                    Curve(x="bound.k", y="bound.mean", color="data"),
                ),
            ),
            Tiles(parts=(("truth.black", "x in black and white"),), columns=1, size=0.5),
            Numbers(source="bound", label="Bounds by K"),
            Replay(film="weights", source="bound", t="w_t", ends=True),
        ],
        sources=list(SOURCES.values()),
        streams=STREAMS,
        scrubbers=[DRAW],
        reflects=("picture", "model", "w_state"),
        reports=(("elbo", "truth.elbo"), ("evidence", "truth.evidence")),
        code=[log_evidence, log_weights, bounds],
        controls=[MODEL, *EVIDENCE],
        layout="compare",
        caption=r"For a black-and-white picture $p(x)$ is a probability: the decoder's, averaged over the "
        r"prior. In a plane that average is an integral that can be computed (green). "
        r"$\ln\tfrac1K\sum p(x\mid z)\,p(z)/q(z\mid x)$ bounds it from below on average (Burda et al. 2016): "
        "K = 1 is the ELBO. Dashed: one standard error. "
        "Groups are nested, so the curve can not fall.",
    )
