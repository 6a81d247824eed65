"""The 256 bins as a staircase, the true one marked, and the bits over the width."""

from typing import Any

import numpy as np

from explainer.kit import drawn
from explainer.kit.pack import pack
from explainer.maths.numerals import numeral

LOW, HIGH = -8.0, 24.0  # of the axis of bits
NEAR = 1e-12


def axes() -> dict[str, Any]:
    """Both plots without their curves."""
    log = {"type": "log", "range": [-1.7, 2.3], "exponentformat": "power", "dtick": 1}
    legend = [drawn.legend("by its bin", "data"), drawn.legend("by the density alone", "wrong", "dash")]
    bits = drawn.figure(
        legend,
        r"$\sigma_1$, in grey levels",
        "bits for this pixel",
        xaxis=log,
        yaxis={"range": [LOW, HIGH]},
        showlegend=True,
    )
    return {"bits_figure": drawn.keyed(bits)}


def decoder(level: int, mean: float, width: float, log_bins, coded, density, both) -> dict[str, Any]:
    """ln of the 256 shares, the bits over the width of both ways, and (coded, density) at this width."""
    shares = np.exp(log_bins)
    top = float(shares.max()) * 1.15
    reach = max(12.0, 4.5 * width, abs(level - mean) * 1.3)
    left, right = max(-0.5, min(level, mean) - reach), min(255.5, max(level, mean) + reach)
    edges = np.repeat(np.arange(257) - 0.5, 2)[1:-1]
    figure = drawn.figure([], "grey level", "share", xaxis={"range": [left, right]}, yaxis={"range": [0, top]})
    said = f"{shares[level]:.4f}" if shares[level] > 1e-4 else numeral(shares[level], ".1e")
    rows = [
        ["share of the true level's bin", said],
        [r"its bits, $-\log_2$", f"{both[0]:.4f}"],
        [r"$-\log_2$ of the density × one level", numeral(both[1], ".4f")],
        ["sum of all 256 bins", f"{shares.sum():.12f}"],
    ]
    return axes() | {
        "figure": drawn.keyed(figure),
        "x": pack(edges),
        "y": pack(np.repeat(shares, 2)),
        "left": level - 0.5,
        "right": level + 0.5,
        "height": float(shares[level]),
        "says": f"level {level}: {said}\n{both[0]:.2f} bits",
        "coded": pack(coded),
        "density": pack(density),
        "now": {
            "x": [width],
            "coded": [both[0]],
            "density": [both[1]],
            "at": [0],
        },
        "bits": both[0],
        "rows": {"head": ["", "this pixel"], "rows": rows, "notes": []},
    }
