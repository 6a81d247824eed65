"""The live game: its planes and V, and the same game in numbers."""

from explainer.gan.game import estimates, losses
from explainer.gan.game.game import Game
from explainer.gan.live import settings
from explainer.gan.live.answers import SOURCES, STREAMS
from explainer.gan.settings import SECTION
from explainer.kit.figure import Figure
from explainer.kit.numbers import Numbers
from explainer.kit.plane import Plane
from explainer.kit.plot import Curve, Marker, Plot, Says
from explainer.kit.replay import Replay
from explainer.maths import nets

CANVAS = {"points": "seen.points", "real": "real.points", "shows": settings.SHOWS}


def game() -> None:
    """The game: a shipped one at once, played on from there or from the start."""
    Figure(
        SECTION,
        "figure",
        title="The learned D next to the optimal $D^*$",
        try_this="drag the timeline from the left, or press Reset and Train. The goal is shown next to the "
        "buttons.",
        panels=[
            Plane(label="D as learned", field="seen.field", arrows="seen.arrows", grid="seen.grid", **CANVAS),
            Plane(label="$D^*$, the best there is", field="seen.best", **CANVAS),
            Plot(
                source="axes",
                figure="value_figure",
                label="V of the game and V at $D^*$ over the steps",
                aspect=2.0,
                overlays=(
                    Curve(x="game.tracks.step", y="game.tracks.best_v", color="right", dash=True),
                    Curve(x="game.tracks.step", y="game.tracks.v", color="p"),
                    Marker(at="step"),
                    Says(text="real.words", size=14, right=True),
                ),
            ),
            Replay(film="game", source="seen", alone=True),
        ],
        sources=list(SOURCES.values()),
        streams=STREAMS,
        scrubbers=[settings.T],
        controls=settings.controls_of_the_game(),
        reflects=("step", "state", "data", "loss", "seed", "t"),
        reports=(("v", "seen.v"), ("js", "seen.js"), ("modes", "seen.modes")),
        code=[Game, losses.value, nets.Net, estimates.js_cells, estimates.Blurred],
        layout="game",
        caption="Circles are real points, squares are G's; blue is where D says real, orange where it says "
        "made, the line where it is undecided (D = ½). Dashes show where D pulls each point, the grid is the "
        "latent plane mapped by G. "
        "$D^*$ is computed from both densities, smoothed with a width of 0.08, since $p_g$ is known by its "
        "points "
        "alone; JS is counted "
        "on 40 × 40 cells, where a perfect G shows more than 0 (“The same game in numbers” says how much).",
    )


def numbers() -> None:
    """How far apart the two densities and the two discriminators are, and all the numbers."""
    Figure(
        SECTION,
        "numbers",
        title="The same game in numbers",
        try_this="drag the slider. How do D's loss and V belong together, and what are they when D = ½ "
        "everywhere?",
        answer="By the talk's losses D's loss is $-V$: $2\\ln 2$ when $D = \\tfrac12$ everywhere.",
        panels=[
            Plot(
                source="axes",
                figure="apart_figure",
                label="JS and the distance of D from $D^*$ over the steps",
                overlays=(
                    Curve(x="game.tracks.step", y="game.tracks.gap", color="noise", dash=True),
                    Curve(x="game.tracks.step", y="game.tracks.js", color="right"),
                    Marker(at="step"),
                ),
            ),
            Plot(
                source="axes",
                figure="losses_figure",
                label="Both losses and V over the steps",
                overlays=(
                    Curve(x="game.tracks.step", y="game.tracks.g_loss", color="noise", dash=True),
                    Curve(x="game.tracks.step", y="game.tracks.d_loss", color="model"),
                    Curve(x="game.tracks.step", y="game.tracks.v", color="p"),
                    Marker(at="step"),
                ),
            ),
            Numbers(source="seen", label="The game in numbers, beside those of a perfect generator"),
            Replay(film="game", source="seen", alone=True),
        ],
        sources=list(SOURCES.values()),
        scrubbers=[settings.T],
        reflects=("step",),
        code=[estimates.js_expected, estimates.Slicer, estimates.covered],
        layout="ledger",
        caption="The last column is the value at the solution; for JS, $V(D^*, G)$ and "
        r"$\mathbb E|D-D^*|$ as counted on as many points. A mode counts as covered once a quarter "
        "of its fair share of the points lies within three spreads of it.",
    )
