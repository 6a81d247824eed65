"""A whole game on the line: V, V(D*) and JS as exact sums."""

from explainer.gan.game import estimates, losses
from explainer.gan.line import settings
from explainer.gan.line.answers import SOURCES, STREAMS
from explainer.gan.line.theory import LineObserver
from explainer.gan.settings import SECTION
from explainer.kit.figure import Figure
from explainer.kit.plot import Curve, Marker, Plot, Says
from explainer.kit.replay import Replay


def build() -> None:
    """A whole game on the line: the theorem live, with nothing estimated."""
    Figure(
        SECTION,
        "line",
        title="The full game in one dimension, where $p_g$ is exact",
        try_this="drag; then set the rate of G to 0 and Train, so that G waits. How far does V climb?",
        answer=r"To what the best D reaches: $2\,\mathrm{JS}-2\ln 2$.",
        panels=[
            Plot(
                source="line_axes",
                figure="densities_figure",
                label="The density of the data and G's over x",
                aspect=1.25,
                overlays=(
                    Curve(x="line_axes.x", y="line_axes.p", color="p", fill=True),
                    Curve(x="line_axes.x", y="line_seen.q", color="q", fill=True, dash=True),
                ),
            ),
            Plot(
                source="line_axes",
                figure="judges_figure",
                label="D as learned and the optimal one over x",
                aspect=1.25,
                overlays=(
                    Curve(x="line_axes.x", y="line_seen.best", color="right", dash=True),
                    Curve(x="line_axes.x", y="line_seen.d", color="model"),
                    Says(text="line_seen.apart", size=15),
                ),
            ),
            Plot(
                source="line_axes",
                figure="value_figure",
                label="V of the game and V at $D^*$ over the steps",
                aspect=1.25,
                overlays=(
                    Curve(x="line_film.tracks.step", y="line_film.tracks.best_v", color="right", dash=True),
                    Curve(x="line_film.tracks.step", y="line_film.tracks.v", color="p"),
                    Marker(at="line_step"),
                    Says(text="line_seen.words", size=15, right=True),
                ),
            ),
            Replay(film="line_film", source="line_seen", t="line_t", alone=True),
        ],
        sources=list(SOURCES.values()),
        streams=STREAMS,
        scrubbers=[settings.T],
        controls=settings.CONTROLS,
        reflects=("line_step", "line_state", "line_t"),
        reports=(
            ("v", "line_seen.v"),
            ("bestV", "line_seen.best_v"),
            ("js", "line_seen.js"),
            ("gap", "line_seen.gap"),
        ),
        code=[LineObserver.frame, estimates.pushed, estimates.js_cells, losses.optimal_d],
        layout="compare",
        caption="z is one number and so is x: what G makes of z gives $p_g$ exactly, on 240 cells, and V, JS and "
        r"$D^*$ are sums over them: V never exceeds $2\,\mathrm{JS}-2\ln 2$. To reach both modes, G has to "
        r"tear its line in "
        "two.",
    )
