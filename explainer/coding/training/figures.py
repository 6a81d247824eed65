"""How a training looks: samples, a curve of the loss, numbers in words."""

from typing import Any

from explainer.kit import drawn
from explainer.kit.pack import pack
from explainer.maths.numerals import numeral

GOAL = 8  # of 16 samples read as digits
TOP = 1.15  # of the axis of the loss


def span(step: int) -> int:
    """The end of the axis of steps: 500, 600, 800, 1,000, 1,500, …"""
    ends = (factor * 10**k // 2 for k in range(2, 8) for factor in (2, 3, 4, 5, 6, 8, 10, 12, 16))
    return next(end for end in ends if end >= max(step, 500))


def snapshot(frame, title: str = "the run you kept") -> dict[str, Any]:
    """A frame: its pictures, its numbers for the table and for the page's attributes.

    `title` is what it is called where it stands beside another run.
    """
    return {
        "pictures": pack(frame.pictures, "u1"),
        "rows": table(frame),
        "step": frame.step,
        "loss": round(float(frame.loss), 5),
        "says": says(frame),
        "beside": f"\nbeside: {title}",  # on the line below what this run shows
    }


def tracks(frame) -> dict[str, Any]:
    """A frame's point of the curve."""
    return {"step": frame.step, "loss": min(float(frame.loss), 2 * TOP)}


def says(frame) -> str:
    """What the pictures are."""
    if frame.step == 0:
        return "pure noise, before the first step"
    at = f"$x_t$ at $t$ = {frame.t}" if frame.t else "samples"
    return f"{at} after {numeral(frame.drawn, ',')} steps"


def words(frame, T: int) -> str:
    """Where the run stands."""
    pace = "" if frame.ms is None else f", {frame.ms:.0f} ms a step"
    drawing = f" Sampling: t = {frame.t} of {T}." if frame.t and frame.step else ""
    return f"step {numeral(frame.step, ',')}: loss {numeral(frame.loss, '.3f')}{pace}.{drawing} {goal(frame)}"


def goal(frame) -> str:
    """The goal, and whether it is reached."""
    if frame.read is None:
        return f"Goal: {GOAL} of 16 read as digits."
    if frame.read >= GOAL:
        return f"Goal reached: {frame.read} of 16 read as digits."
    return f"Goal: {GOAL} of 16 read as digits; {frame.read} so far."


def table(frame) -> dict[str, Any]:
    """The run in numbers."""
    rows = [
        ["loss, mean of the last steps", numeral(frame.loss, ".4f")],
        ["time of a step here", "–" if frame.ms is None else f"{frame.ms:.1f} ms"],
        ["read as digits", "–" if frame.read is None else f"{frame.read} of 16"],
    ]
    return {"head": [f"step {numeral(frame.step, ',')}", "now"], "rows": rows, "notes": [goal(frame)]}


def axes(span: int) -> dict[str, Any]:
    """Axes for the loss over `span` steps."""
    figure = drawn.figure(
        [
            drawn.legend("this run", "model"),
            drawn.legend("beside", "noise", "dash"),
        ],
        "step",
        "loss",
        xaxis={"range": [0, span]},
        yaxis={"range": [0, TOP]},
        showlegend=True,
    )
    return {"loss_figure": drawn.keyed(figure)}
