"""Two games of one seed side by side, with one slider and one button for both."""

from explainer.gan.game.play import play
from explainer.gan.pair import settings
from explainer.gan.pair.answers import SOURCES, STREAMS
from explainer.gan.pair.theory import Pair
from explainer.gan.settings import SECTION
from explainer.kit.figure import Figure
from explainer.kit.numbers import Numbers
from explainer.kit.plane import Plane
from explainer.kit.plot import Curve, Marker, Plot
from explainer.kit.replay import Replay


def build() -> None:
    """Games A and B, step for step."""
    planes = [
        Plane(
            label=f"Game {side.upper()}: D as learned",
            field=f"pair_seen.{side}.field",
            points=f"pair_seen.{side}.points",
            arrows=f"pair_seen.{side}.arrows",
            grid=f"pair_seen.{side}.grid",
            real="pair_real.points",
            waits="pair_state",
        )
        for side in settings.SIDES
    ]
    Figure(
        SECTION,
        "versus",
        title="Two games, one seed",
        try_this="drag: both began with the same weights. Then choose another pair and train both.",
        panels=[
            *planes,
            Plot(
                source="pair_axes",
                figure="apart_figure",
                label="JS of both games over the steps",
                aspect=2.0,
                overlays=(
                    Curve(x="pair.tracks.step", y="pair.tracks.js_a", color="right"),
                    Curve(x="pair.tracks.step", y="pair.tracks.js_b", color="wrong", dash=True),
                    Marker(at="pair_step"),
                ),
            ),
            Replay(film="pair", source="pair_seen", t="pair_t", alone=True),
            Numbers(source="pair_seen", label="Both games in numbers"),
        ],
        sources=list(SOURCES.values()),
        streams=STREAMS,
        scrubbers=[settings.T],
        controls=settings.controls_of_both(),
        reflects=("pair_step", "pair_state", "pair_t", "pair_data"),
        reports=(
            ("jsA", "pair_seen.js_a"),
            ("jsB", "pair_seen.js_b"),
            ("modesA", "pair_seen.modes_a"),
            ("modesB", "pair_seen.modes_b"),
        ),
        code=[Pair, play],
        layout="game",
        caption="A setting that changes while they train changes from the next step on; widths, depths, noise, "
        "data and seed begin both anew. Both are judged by the same real points and the same z.",
    )
