"""What the straight couplings draw: velocities, one set of curves on any clock, quality over steps."""

from typing import Any

from explainer.diffusion.plane.figures import bent, shades
from explainer.kit import drawn
from explainer.kit.pack import pack
from explainer.maths.numerals import numeral

REACH = 2.6


def couplings(knots, density, anchors, velocities, learned, pairs) -> dict[str, Any]:
    """The density, the velocity towards the data, and points on their straight lines, along τ."""
    return {
        "knots": pack(knots),
        "shade": shades(density),
        "anchors": pack(anchors),
        "arrows": pack(bent(-velocities), "f2"),
        "learned": pack(bent(-learned), "f2"),
        "pairs": pack(pairs, "f2"),
    }


def frame() -> dict[str, Any]:
    """The square in which the curves are drawn."""
    span = {"range": [-REACH, REACH], "fixedrange": True}
    traces = [drawn.legend("from noise to data", "p"), drawn.legend("$x/(a+s)$, on any clock", "text", "dot")]
    return {"figure": drawn.keyed(drawn.figure(traces, "x", "y", xaxis=span, yaxis=span, showlegend=True))}


def curves(x, z, bend: float) -> dict[str, Any]:
    """Paths (k, n, 2) one by one, and z, the curves that all clocks share."""
    words = f"path length ÷ straight way: {numeral(bend, '.3f')}"
    return {**_each(x, "x"), **_each(z, "z"), "bend": round(bend, 4), "words": words}


def _each(x, name: str) -> dict[str, Any]:
    return {f"{name}{i}_{axis}": pack(x[:, i, k]) for i in range(x.shape[1]) for k, axis in enumerate("xy")}


def quality(counts, found, floor: float) -> dict[str, Any]:
    """Distance from real points over Euler steps, on the clocks."""
    rows = (
        ("straight", "flow matching, Euler in τ", "p", "full"),
        ("ddim", "diffusion, DDIM", "model", "dash"),
        ("flow", "diffusion, Euler in t", "wrong", "full"),
        ("network", "the network, Euler in τ", "noise", "dot"),
    )
    traces = [
        drawn.line(counts, found[key], name, role, dash, mode="lines+markers")
        for key, name, role, dash in rows
        if key in found
    ]
    traces.append(drawn.line([counts[0], counts[-1]], [floor] * 2, "real points", "text", "dot", 1.5))
    across, up = {"type": "log", "tickvals": list(counts)}, drawn.LOG_125
    figure = drawn.figure(traces, "steps", "sliced Wasserstein", xaxis=across, yaxis=up, showlegend=True)
    return {"figure": drawn.keyed(figure), "floor": floor}
