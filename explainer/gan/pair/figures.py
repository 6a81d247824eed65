"""What two games side by side draw: planes, a table, an axis."""

from typing import Any

from explainer.gan.figures import layers, number
from explainer.gan.game.losses import LN2
from explainer.kit import drawn


def snapshot(frame) -> dict[str, Any]:
    """Both games' arrays for their planes, and their numbers side by side."""
    return {
        "a": layers(frame.a),
        "b": layers(frame.b),
        "rows": table(frame),
        "js_a": frame.a.js,
        "js_b": frame.b.js,
        "modes_a": frame.a.modes,
        "modes_b": frame.b.modes,
    }


def tracks(frame) -> dict[str, Any]:
    """A frame's number for each of the curves."""
    return {"step": frame.step, "js_a": frame.a.js, "js_b": frame.b.js}


def words(frame) -> str:
    """Where both games stand."""
    return f"step {frame.step:,}. A: {_short(frame.a)}. B: {_short(frame.b)}."


def _short(frame) -> str:
    return f"{frame.modes} of {frame.of_modes} modes" if frame.of_modes else f"JS {number(frame.js, 3)}"


def table(frame) -> dict[str, Any]:
    """The numbers by which the games differ."""
    both = (frame.a, frame.b)
    rows = [
        [r"$\mathrm{JS}(p_\text{data}\|p_g)$, 40 × 40 cells", *(number(game.js) for game in both)],
        ["$V(D, G)$", *(number(game.v) for game in both)],
        [r"$V(D^*, G)=2\,\mathrm{JS}-2\ln 2$", *(number(game.best_v) for game in both)],
        ["sliced Wasserstein distance", *(number(game.sliced) for game in both)],
        ["length of G's gradient", *(number(game.g_grad) for game in both)],
    ]
    if frame.a.of_modes:
        rows.insert(0, ["modes covered", *(f"{game.modes} of {game.of_modes}" for game in both)])
    return {"head": [f"step {frame.step:,}", "A", "B"], "rows": rows, "notes": []}


def axes(span: int) -> dict[str, Any]:
    """An axis for the JS of both games over `span` steps, with its bound."""
    apart = drawn.figure(
        [
            drawn.legend("JS of A", "right"),
            drawn.legend("JS of B", "wrong", "dash"),
            drawn.line([0, span], [LN2] * 2, "ln 2", "text", "dot", 1.6),
        ],
        "step",
        "nats",
        xaxis={"range": [0, span]},
        yaxis={"range": [0, 0.72]},
        showlegend=True,
    )
    return {"apart_figure": drawn.keyed(apart)}
