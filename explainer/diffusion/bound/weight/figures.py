"""Weights over t, the measured error with and without them, and what each loss listens to."""

from typing import Any

import numpy as np

from explainer.kit import drawn
from explainer.kit.pack import pack
from explainer.maths.numerals import numeral

LOG = {"type": "log", "exponentformat": "power", "dtick": 1}
T_AXIS = {**LOG, "range": [-0.05, 3.05]}
NAMES = {"beta-tilde": r"$\sigma^2=\tilde\beta$", "beta": r"$\sigma^2=\beta$"}
SCHEDULES = {"linear": "data", "cosine": "model"}


def weights(of: dict[tuple[str, str], np.ndarray]) -> dict[str, Any]:
    """Of each (schedule, Σ) the weight over t = 0 … T."""
    ts = np.unique(np.geomspace(1, 1000, 400).round().astype(int))
    ts = np.concatenate([ts, np.arange(ts[-1] - 40, ts[-1])])  # the steep end
    ts.sort()
    lines = [
        drawn.line(
            ts,
            values[ts],
            f"{schedule}, {NAMES[sigma]}",
            SCHEDULES[schedule],
            "dash" if sigma == "beta" else "full",
        )
        for (schedule, sigma), values in of.items()
    ]
    figure = drawn.figure(
        lines,
        "t",
        r"weight of $\|\varepsilon-\varepsilon_\theta\|^2$",
        xaxis=T_AXIS,
        yaxis={**LOG, "dtick": 2, "range": [-2.7, 3]},
        showlegend=True,
    )
    return {"figure": figure, **{f"{a}_{b}".replace("-", "_"): pack(values) for (a, b), values in of.items()}}


def measured(errors, terms, shares: dict[str, np.ndarray], medians: dict[str, int]) -> dict[str, Any]:
    """Error of ε and bits of each step at t = 1 … T, and the shares up to t of "simple" and "bound"."""
    ts = np.arange(1, len(errors) + 1)
    kept = np.unique(np.geomspace(1, len(ts), 300).round().astype(int)) - 1
    known = kept[np.isfinite(terms[kept])]
    lines = [
        drawn.line(ts[kept], errors[kept], r"$(\varepsilon-\varepsilon_\theta)^2$, measured", "data"),
        drawn.line(ts[known], terms[known], "× weight, in bits", "model", "dash"),
    ]
    listens = [
        drawn.line(ts[kept], shares["simple"][kept], r"$L_\text{simple}$", "data"),
        drawn.line(ts[kept], shares["bound"][kept], "the bound", "model", "dash"),
    ]
    rows = [
        [["error of ε", f"{errors[t - 1]:.4f}", f"{shares['simple'][t - 1]:.1%}"],
         ["× weight, bits", _bits(terms[t - 1]), f"{shares['bound'][t - 1]:.1%}"]]
        for t in ts.tolist()
    ]  # fmt: skip
    share = {"range": [0, 1.02], "tickformat": ".0%"}
    pixels = {**LOG, "dtick": 2, "range": [-6, 0.2]}
    return {
        "figure": drawn.keyed(drawn.figure(lines, "t", "a pixel", xaxis=T_AXIS, yaxis=pixels, showlegend=True)),
        "share_figure": drawn.keyed(
            drawn.figure(listens, "t", "share of the loss up to t", xaxis=T_AXIS, yaxis=share, showlegend=True)
        ),
        "errors": pack(np.concatenate([[np.nan], errors])),
        "terms": pack(np.concatenate([[np.nan], terms])),
        **{name: pack(np.concatenate([[0.0], values])) for name, values in shares.items()},
        "medians": medians,
        "times": pack(ts, "i4"),
        "tracks": {"rows": rows},
    }


def _bits(value: float) -> str:
    if not np.isfinite(value):
        return r"none: $\tilde\beta_1=0$"
    return f"{value:.5f}" if value >= 1e-4 else numeral(value, ".1e")
