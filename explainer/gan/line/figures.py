"""What the game on the line draws: curves over x and over the steps."""

from typing import Any

import numpy as np

from explainer.gan.figures import number
from explainer.gan.game.losses import LN2
from explainer.kit import drawn
from explainer.kit.pack import pack

HIGHEST = 1e3  # a drawn density is clipped here; the axis ends far below


def snapshot(frame) -> dict[str, Any]:
    """A frame: its curves over x, its numbers, and the theorem in words."""
    theorem = f"V = {number(frame.v)}\n2 JS − 2 ln 2 = {number(frame.best_v)}\nJS = {number(frame.js)}"
    return {
        "q": pack(np.minimum(frame.q, HIGHEST), "f2"),
        "d": pack(frame.d, "f2"),
        "best": pack(frame.best, "f2"),
        "v": frame.v,
        "best_v": frame.best_v,
        "js": frame.js,
        "gap": frame.gap,
        "words": theorem,
        "apart": rf"$\mathbb E|D-D^*|$ = {number(frame.gap)}",
    }


def tracks(frame) -> dict[str, Any]:
    """A frame's number for each of the curves."""
    return {"step": frame.step, "v": frame.v, "best_v": frame.best_v, "gap": frame.gap}


def words(frame) -> str:
    """Where the game stands."""
    return f"step {frame.step:,}. V is {number(frame.best_v - frame.v)} below what the best D reaches."


def axes(x, p, span: int) -> dict[str, Any]:
    """The data's density over x, axes for densities and for D over x, and one for V over `span` steps."""
    across = {"range": [float(x[0]), float(x[-1])]}
    densities = drawn.figure(
        [drawn.legend(r"$p_\text{data}$", "p"), drawn.legend("$p_g$", "q", "dash")],
        "x",
        "density",
        xaxis=across,
        yaxis={"range": [0, 2.4]},
        showlegend=True,
    )
    judges = drawn.figure(
        [
            drawn.legend("D", "model"),
            drawn.legend("$D^*$", "right", "dash"),
            drawn.line(across["range"], [0.5] * 2, "½", "text", "dot", 1.6),
        ],
        "x",
        "$D(x)$",
        xaxis=across,
        yaxis={"range": [-0.04, 1.22], "tickvals": [0, 0.25, 0.5, 0.75, 1]},
        showlegend=True,
    )
    ends = [0, span]
    value = drawn.figure(
        [
            drawn.legend("$V(D, G)$", "p"),
            drawn.legend(r"$2\,\mathrm{JS}-2\ln 2$", "right", "dash"),
            drawn.line(ends, [-2 * LN2] * 2, r"$-2\ln 2$", "text", "dot", 1.6),
        ],
        "step",
        "nats",
        xaxis={"range": ends},
        yaxis={"range": [-1.6, 0.05]},
        showlegend=True,
    )
    return {
        "x": pack(x),
        "p": pack(p),
        "densities_figure": drawn.keyed(densities),
        "judges_figure": drawn.keyed(judges),
        "value_figure": drawn.keyed(value),
    }
