"""What the live training draws: frames as packed arrays, plots as dicts, Algorithm 1 with its lit lines."""

from typing import Any

import numpy as np

from explainer.diffusion.plane.figures import bent, shades
from explainer.kit import drawn
from explainer.kit.listing import listing_data, pieces
from explainer.kit.pack import pack

FULL = 1.0  # the error that is shaded fully
PAPER = (
    (("repeat", "loop"),),
    ((r"  $x_0\sim q(x_0)$", "data"),),
    ((r"  $t\sim\mathrm{Uniform}(\{1,\dots,T\})$", "time"),),
    ((r"  $\varepsilon\sim\mathcal N(0, I)$", "noise"),),
    (("  take a gradient descent step on", "descent"),),
    (
        (r"    $\nabla_\theta\|\varepsilon-\varepsilon_\theta(\sqrt{\bar\alpha_t}x_0$", "descent"),
        (r"$+\sqrt{1-\bar\alpha_t}\varepsilon, t)\|^2$", "descent"),
    ),
    (("until converged", "loop"),),
)
MARKS = (
    ("def draw(self)", "loop"),
    ("def advance(self)", "loop"),
    ("x0 = self.data.sample(n, self.rng, self.dtype)", "data"),
    ("t = self.rng.integers(1, self.clock.T + 1, n)", "time"),
    ("eps = self.rng.standard_normal((n, 2), dtype=self.dtype)", "noise"),
    ("xt = a * x0 + s * eps", "descent"),
    ("loss = self.gradient(xt, t, targets.of_pair(self.options.target, x0, eps, a, s))", "descent"),
    ('self.moves.step(theta, self.model.net.grad, self.options.rate, MOMENTUM, "adam")', "descent"),
)
STAGES = ("loop", "data", "time", "noise", "descent")
WORDS = (
    "Round after round, thousands per second.",
    "A batch of data is drawn.",
    "Each point of it gets a t of its own.",
    "Each gets noise, and becomes the network’s input.",
    "The network moves a little towards the answer.",
)


def algorithm(code: list[str]) -> dict[str, Any]:
    """Algorithm 1 beside the lines of code that run."""
    lines = [pieces(line, MARKS) for line in code]
    return listing_data((("Algorithm 1 (DDPM)", PAPER), ("The code that runs", lines)), STAGES, WORDS)


LEFT = 0.1  # of the data at T: more, and pure noise is another start than the one that was trained


def ground_words(scaling: str, T: int, left: float) -> str:
    """How own points were scaled, and a warning where the process stops before all is noise."""
    if left <= LEFT:
        return scaling
    warning = (
        f"At T = {T:,} there is still {left:.2f} $x_0$ in $x_t$:\nsamples that start from pure noise go wrong."
    )
    return f"{scaling}\n{warning}".strip()


def ground(knots, density, anchors, noised, words: str, floor: float) -> dict[str, Any]:
    """What stands still: the exact densities, where arrows begin, points of p_t."""
    return {
        "knots": pack(knots, "i4"),
        "times": pack(knots),
        "shade": shades(density),
        "anchors": pack(anchors),
        "noised": pack(noised, "f2"),
        "words": words,
        "floor": round(floor, 4),
    }


def snapshot(frame, floor: float, over_t) -> dict[str, Any]:
    """A frame's arrays and its numbers; `over_t` are its errors along t, everywhere and where data are."""
    everywhere, where_data_are = over_t
    return {
        "points": pack(frame.points, "f2"),
        "arrows": pack(bent(-frame.arrows), "f2"),
        "gap": pack(np.rint(255 * np.clip(frame.error / FULL, 0, 1)), "u1"),
        "everywhere": pack(everywhere),
        "where_data_are": pack(where_data_are),
        "batch": pack(frame.batch, "f2"),
        "step": frame.step,
        "loss": round(frame.loss, 4),
        "sw": round(frame.sw, 4),
        "ratio": round(frame.sw / floor, 2),
    }


def tracks(frame) -> dict[str, Any]:
    """A frame's number for each of the curves."""
    return {"step": frame.step, "loss": frame.loss, "sw": frame.sw}


def words(frame, floor: float, goal: float) -> str:
    """Where the training stands, and whether its goal is reached."""
    if 0 < frame.line:
        drawn_t = f" t = {', '.join(map(str, frame.times))}, …" if frame.times else ""
        return f"step {frame.step:,}. {WORDS[frame.line]}{drawn_t}"
    ratio = frame.sw / floor
    reached = ratio <= goal
    state = "Goal reached" if reached else f"Goal: at most {goal:g}×"
    return f"step {frame.step:,}. {state}: samples are {ratio:.1f}× as far from the data as real points."


def axes(span: int, best: float, guess: float, floor: float, goal: float, T: int) -> dict[str, Any]:
    """Axes of the loss and of the distance over `span` steps, with their bounds, and of the error over t."""
    across = {"range": [0, span]}
    ends = [0, span]
    loss = drawn.figure(
        [
            drawn.legend("running mean", "model"),
            drawn.line(ends, [best] * 2, "the best there is", "text", "dot", 1.6),
        ],
        "step",
        "loss",
        xaxis=across,
        yaxis={"range": [0, 1.15 * guess]},
        showlegend=True,
    )
    distance = drawn.figure(
        [
            drawn.legend("2,000 samples", "model"),
            drawn.line(ends, [goal * floor] * 2, "goal", "right", "dash", 1.6),
            drawn.line(ends, [floor] * 2, "2,000 real points", "text", "dot", 1.6),
        ],
        "step",
        "sliced Wasserstein",
        xaxis=across,
        yaxis={"type": "log", "range": [float(np.log10(0.7 * floor)), 0], "dtick": 1},
        showlegend=True,
    )
    error = drawn.figure(
        [
            drawn.legend("at points of $p_t$", "right"),
            drawn.legend("over the whole square", "wrong", "dash"),
        ],
        "t",
        "mean squared error",
        xaxis={"range": [0, T]},
        yaxis={"type": "log", "range": [-6, 3], "exponentformat": "power", "dtick": 2},
        showlegend=True,
    )
    figures = {"loss": loss, "distance": distance, "error": error}
    return {f"{name}_figure": drawn.keyed(figure) for name, figure in figures.items()}
