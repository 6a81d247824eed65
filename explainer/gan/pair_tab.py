"""Two games of one seed side by side: one slider for both, one button for both."""

from explainer.gan import game, pair, pair_answers, pair_controls
from explainer.kit.asked import Source
from explainer.kit.figure import Figure
from explainer.kit.live import Live
from explainer.kit.numbers import Numbers
from explainer.kit.plane import Plane
from explainer.kit.plot import Curve, Marker, Plot
from explainer.kit.replay import Replay

SECTION = "gan"


def versus() -> None:
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
        for side in pair_controls.SIDES
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
        sources=[
            Source("pair_seen", pair_answers.seen, (), shipped=True),
            Source("pair_real", pair_answers.real, pair_controls.PLACES, slow=True),
            Source("pair", pair_answers.film, (), slow=True),
            Source("pair_axes", pair_answers.axes, ("pair_span",)),
        ],
        streams=[
            Live(
                "pair_play",
                pair_answers.game_steps,
                (*pair_controls.PLACES, "pair_seed", "pair_pace", *pair_controls.KEYS),
                film="pair",
                prefix="pair_",
                fixed=pair_controls.BEGIN_ANEW,
            )
        ],
        scrubbers=[pair_controls.T],
        controls=pair_controls.both(),
        reflects=("pair_step", "pair_state", "pair_t", "pair_data"),
        reports=(
            ("jsA", "pair_seen.js_a"),
            ("jsB", "pair_seen.js_b"),
            ("modesA", "pair_seen.modes_a"),
            ("modesB", "pair_seen.modes_b"),
        ),
        code=[pair.Pair, game.play],
        layout="game",
        caption="A setting that changes while they train changes from the next step on; widths, depths, noise, "
        "data and seed begin both anew. Both are judged by the same real points and the same z.",
    )
