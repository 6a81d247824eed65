"""What the race draws: the points of each family, distances over time, everything in a table."""

from typing import Any

import numpy as np

from explainer.kit import drawn
from explainer.kit.pack import pack

TITLES = {"vae": "VAE", "gan": "GAN", "diffusion": "diffusion"}
STYLES = {"vae": ("p", "full"), "gan": ("wrong", "dash"), "diffusion": ("model", "full")}
FIRST = 0.01  # seconds, where a logarithmic axis begins


def real(points) -> dict[str, Any]:
    """Real points, and the one knot of the squares that they stand in."""
    return {"points": pack(points, "f2"), "knots": pack([0], "i4")}


def standing(lap, floor: float, reached: dict[str, float | None], goal: float) -> dict[str, Any]:
    """All three at one time: points, and the judge's numbers as a table."""
    rows = [_row(name, lap.standings[name], floor, reached[name]) for name in TITLES]
    head = [f"{lap.seconds:g} s each", "distance", "covered", "steps", "µs per point", "goal reached"]
    note = f"Distance is sliced Wasserstein, ÷ that of 2,000 real points, {floor:.4f}. Goal: at most {goal:g}."
    return {
        **{name: pack(lap.standings[name].points, "f2") for name in TITLES},
        **{f"sw_{name}": round(lap.standings[name].sw, 4) for name in TITLES},
        "rows": {"head": head, "rows": rows, "notes": [note]},
    }


def _row(name: str, one, floor: float, seconds: float | None) -> list[str]:
    return [
        TITLES[name],
        f"{one.sw / floor:.1f}×",
        f"{100 * one.coverage:.0f}%",
        f"{one.step:,}",
        f"{1e6 * one.each:.2f}",
        "not yet" if seconds is None else f"after {seconds:g} s",
    ]


def tracks(lap) -> dict[str, float]:
    """A lap's number for each of the curves."""
    seconds = max(lap.seconds, FIRST)
    return {"seconds": seconds, **{name: lap.standings[name].sw for name in TITLES}}


def words(lap, floor: float) -> str:
    """Where the race stands."""
    found = ", ".join(f"{TITLES[name]} {lap.standings[name].sw / floor:.1f}×" for name in TITLES)
    return f"{lap.seconds:g} s each: {found}"


def axes(floor: float, goal: float, longest: float) -> dict[str, Any]:
    """Axes of the distances over time."""
    ends = [FIRST, longest]
    traces = [
        *(drawn.legend(TITLES[name], *STYLES[name]) for name in TITLES),
        drawn.line(ends, [goal * floor] * 2, "goal", "right", "dash", 1.6),
        drawn.line(ends, [floor] * 2, "2,000 real points", "text", "dot", 1.6),
    ]
    spans = ([float(np.log10(x)) for x in span] for span in (ends, (0.7 * floor, 2.0)))
    across, up = ({"type": "log", "range": span, "dtick": 1} for span in spans)
    plot = drawn.figure(
        traces, "seconds of training", "sliced Wasserstein", xaxis=across, yaxis=up, showlegend=True
    )
    return {"figure": drawn.keyed(plot)}
