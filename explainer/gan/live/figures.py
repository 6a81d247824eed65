"""What the live game draws: frames as packed arrays, plots as dicts, numbers in words."""

from typing import Any

import numpy as np

from explainer.gan.figures import layers, number
from explainer.gan.game.losses import LN2
from explainer.kit import drawn
from explainer.kit.pack import pack

CRITIC = (
    "This D is a critic: its output is any number and no probability. So there is no V and no −2 ln 2 to reach, "
    "its loss may well be negative, and the line in the plane is where it is undecided."
)


def snapshot(frame) -> dict[str, Any]:
    """A frame: its arrays for the planes, its numbers for the table and for the page's attributes."""
    return {
        **layers(frame),
        "best": None if frame.best is None else pack(np.rint(255 * frame.best), "u1"),
        "rows": table(frame),
        "step": frame.step,
        "v": frame.v,
        "js": frame.js,
        "modes": frame.modes,
        "goal": goal(frame),
    }


def tracks(frame) -> dict[str, Any]:
    """A frame's number for each of the curves."""
    return {
        "step": frame.step,
        "v": frame.v,
        "best_v": frame.best_v,
        "js": frame.js,
        "gap": frame.gap,
        "d_loss": frame.d_loss,
        "g_loss": frame.g_loss,
    }


def words(frame) -> str:
    """Where the game stands."""
    return f"step {frame.step:,}. {goal(frame)}"


def goal(frame) -> str:
    """The goal, and whether it is reached."""
    if frame.of_modes:
        if frame.modes >= frame.of_modes:
            return f"Goal reached: all {frame.of_modes} modes are covered."
        return f"Goal: cover all {frame.of_modes} modes; {frame.modes} so far."
    enough = frame.floor + 0.05
    if frame.js <= enough:
        return f"Goal reached: JS is below {enough:.3f}."
    return f"Goal: JS below {enough:.3f}; it is {frame.js:.3f}."


def table(frame) -> dict[str, Any]:
    """The game in numbers, beside those where p_g = p_data and D = ½ everywhere."""
    probability = frame.v is not None

    def perfect(value: float) -> str:
        return number(value) if probability else ""

    rows = [
        [r"$\mathbb E[\ln D(x)]$", number(frame.real_term), perfect(-LN2)],
        [r"$\mathbb E[\ln(1-D(G(z)))]$", number(frame.fake_term), perfect(-LN2)],
        ["$V(D, G)$, their sum", number(frame.v), perfect(-2 * LN2)],
        [r"$V(D^*, G)=2\,\mathrm{JS}-2\ln 2$", number(frame.best_v), number(-2 * LN2 + 2 * frame.floor)],
        [r"$\mathrm{JS}(p_\text{data}\|p_g)$, 40 × 40 cells", number(frame.js), number(frame.floor)],
        ["D's loss" + (" = −V, the cross-entropy" if _is_bce(frame) else ""), number(frame.d_loss), ""],
        ["G's loss", number(frame.g_loss), ""],
        [r"$\mathbb E|D-D^*|$", number(frame.gap), perfect(frame.gap_floor)],
        ["sliced Wasserstein distance", number(frame.sliced), number(frame.sliced_floor)],
        ["length of G's gradient", number(frame.g_grad), ""],
    ]
    if frame.of_modes:
        rows.append(["modes covered", f"{frame.modes} of {frame.of_modes}", f"{frame.of_modes}"])
    notes = [goal(frame)] if probability else [goal(frame), CRITIC]
    return {"head": [f"step {frame.step:,}", "now", "perfect G"], "rows": rows, "notes": notes}


def _is_bce(frame) -> bool:
    return frame.v is not None and abs(frame.v + frame.d_loss) < 1e-9


def axes(span: int) -> dict[str, Any]:
    """Axes for V, for the distances and for the losses over `span` steps, with their bounds."""
    across = {"range": [0, span]}
    ends = [0, span]
    value = drawn.figure(
        [
            drawn.legend("$V(D, G)$", "p"),
            drawn.legend(r"$2\,\mathrm{JS}-2\ln 2$", "right", "dash"),
            drawn.line(ends, [-2 * LN2] * 2, r"$-2\ln 2$", "text", "dot", 1.6),
        ],
        "step",
        "nats",
        xaxis=across,
        yaxis={"range": [-2.2, 0.05]},
        showlegend=True,
    )
    apart = drawn.figure(
        [
            drawn.legend("JS", "right"),
            drawn.legend(r"$\mathbb E|D-D^*|$", "noise", "dash"),
            drawn.line(ends, [LN2] * 2, r"$\ln 2$", "text", "dot", 1.6),
        ],
        "step",
        "nats; share",
        xaxis=across,
        yaxis={"range": [0, 0.72]},
        showlegend=True,
    )
    losses = drawn.figure(
        [
            drawn.legend("D's loss", "model"),
            drawn.legend("G's loss", "noise", "dash"),
            drawn.legend("$V(D, G)$", "p"),
            drawn.line(ends, [2 * LN2] * 2, r"$\pm2\ln 2$", "text", "dot", 1.6),
            drawn.line(ends, [-2 * LN2] * 2, r"$-2\ln 2$", "text", "dot", 1.6, showlegend=False),
        ],
        "step",
        "loss, V",
        xaxis=across,
        yaxis={"range": [-2.2, 4.2]},
        showlegend=True,
    )
    return {
        "value_figure": drawn.keyed(value),
        "losses_figure": drawn.keyed(losses),
        "apart_figure": drawn.keyed(apart),
    }
