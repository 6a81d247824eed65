"""What the section `reparameterization` draws of gradients and runs: arrays in, figures and arrays out."""

import math
from typing import Any

import numpy as np

from explainer.kit import drawn
from explainer.kit.pack import pack
from explainer.maths.numerals import numeral

ROWS = {"score": 2.0, "baseline": 1.0, "pathwise": 0.0}  # from the top: where each histogram stands
ROLES = {"score": "wrong", "baseline": "model", "pathwise": "right"}
DASHES = {"score": "dot", "baseline": "dash", "pathwise": "full"}
SHORT = {"score": "score", "baseline": "baseline", "pathwise": "pathwise"}
BINS = 61
TALL = 0.84  # of a row


def told(value: float, digits: int = 3) -> str:
    """A number as people write it: a true minus, powers of ten where it is tiny or huge."""
    if value and not 10.0 ** -(digits + 1) <= abs(value) < 1e5:
        return numeral(value, ".1e")
    text = numeral(value, f".{digits}f")
    return text if text.strip("−0.") else text.lstrip("−")  # no −0.00


def above(value: float) -> float:
    """The smallest of 2^k · (1 or 1.5) not below value: an axis that seldom moves."""
    power = 2.0 ** math.floor(math.log2(max(value, 1e-9)))
    return next(power * step for step in (1, 1.5, 2) if power * step >= value)


def integrand(f, grid, values, z, density, side) -> dict[str, Any]:
    """f over z with q's bell on an axis of its own."""
    top = {"quadratic": 9.5}.get(f.name, 1.35)
    low = {"quadratic": -0.6, "cosine": -1.25}.get(f.name, -0.1)
    shown = np.where(values <= top + 1, values, np.nan)
    curves = [
        drawn.line(grid, shown, f"f(z) = {f.title}", "accent"),
        drawn.legend("q(z)", "q", "dot") | {"yaxis": "y2"},
    ]
    figure = drawn.figure(
        curves,
        "z",
        "f",
        xaxis={"range": [-5, 5]},
        yaxis={"range": [low, top]},
        yaxis2={"overlaying": "y", "range": [0, 4.4], "visible": False, "fixedrange": True},
        showlegend=True,
    )
    return {"f_figure": drawn.keyed(figure), "z": pack(z), "density": pack(density), "side": side}


def histograms(rows, truth: float, half: float, by: str) -> dict[str, Any]:
    """A row for each estimator: how its estimates lie round the exact gradient, on one axis."""
    edges = np.linspace(-half, half, BINS + 1)
    outlines = {}
    for kind, row in rows.items():
        counts = np.histogram(np.clip(row - truth, -2 * half, 2 * half), edges)[0]
        heights = TALL * counts / max(counts.max(), 1)
        y = np.concatenate([[0.0], np.repeat(heights, 2), [0.0]]) + ROWS[kind]
        outlines[kind] = {"x": pack(np.repeat(edges, 2)), "y": pack(y)}
    letter = "μ" if by == "mu" else "σ"
    figure = drawn.figure(
        [
            drawn.line([0, 0], [0, 3], "", "text", "dash", 2, showlegend=False, hoverinfo="skip"),
        ],
        f"estimate − exact ∂E[f]/∂{letter}",
        "",
        xaxis={"range": [-half, half], "zeroline": False},
        yaxis={
            "range": [-0.03, 3],
            "tickvals": [0.4, 1.4, 2.4],
            "ticktext": ["pathwise", "with<br>baseline", "score<br>function"],
            "showgrid": False,
            "zeroline": False,
        },
        margin={"l": 84},
    )
    return {"histograms_figure": drawn.keyed(figure), "rows": outlines}


def table(lines, notes) -> dict[str, Any]:
    """Each estimator's mean and variance beside the exact ones; `lines` are (name, spread, truth, variance)."""
    head = ["estimator", "mean of 1,000", "exact gradient", "variance, measured", "variance, exact"]
    rows = [
        [
            name,
            f"{told(found.mean)} ± {told(found.mean_error)}",
            told(truth),
            told(found.variance, 4),
            told(variance, 4),
        ]
        for name, found, truth, variance in lines
    ]
    return {"head": head, "rows": rows, "notes": notes}


def scaling(name: str, xs, exact, measured, title: str) -> dict[str, Any]:
    """Variances over the draws, or the dimensions: exact as lines, measured as dots with two errors."""
    traces = []
    for kind in ROWS:
        if np.all(exact[kind] > 0):
            role, dash = ROLES[kind], DASHES[kind]
            traces.append(drawn.line(xs, exact[kind], SHORT[kind], role, dash))
            dots = [one for one in measured[kind] if one[1].variance > 0]
            traces.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "x": [x for x, _ in dots],
                    "y": [one.variance for _, one in dots],
                    "error_y": {"array": [2 * one.variance_error for _, one in dots], "color": f"role:{role}"},
                    "marker": {"color": f"role:{role}", "size": 8},
                    "hoverinfo": "skip",
                    "showlegend": False,
                }
            )
        else:
            traces.append(drawn.legend(f"{SHORT[kind]}: 0, and wrong", ROLES[kind], DASHES[kind]))
    figure = drawn.figure(
        traces,
        title,
        "variance of an estimate",
        xaxis={"type": "log", "tickvals": [x for x, _ in measured["score"]]},
        yaxis={"type": "log", "exponentformat": "power", "dtick": 1},
        showlegend=True,
        margin={"l": 70},
    )
    return {f"{name}_figure": figure}


def dots(points, reach: float) -> dict[str, Any]:
    """Points of the data, twice: the page draws a decoder over each."""
    answer = {}
    for name in ("path", "rival"):
        cloud = {
            "type": "scatter", "mode": "markers", "x": pack(points[:, 0]), "y": pack(points[:, 1]),
            "marker": {"color": "role:data", "size": 4, "opacity": 0.55}, "hoverinfo": "skip",
            "showlegend": False,
        }  # fmt: skip
        across = {"range": [-reach, reach], "zeroline": False}
        up = {"range": [0.3 - reach, 0.3 + reach], "zeroline": False}  # above is room for words
        figure = drawn.figure([cloud], "", "", xaxis=across, yaxis=up, margin={"l": 34, "b": 28, "t": 8})
        answer[f"{name}_figure"] = figure
    return answer


def trained(step, names, floor: float, steps: int, first: float) -> dict[str, Any]:
    """Both decoders' curves and terms, on the loss curves' axes."""
    span = max(first - floor, 1.0)
    end = [0, max(steps, 1)]
    figure = drawn.figure(
        [
            drawn.legend(names[0], "right"),
            drawn.legend(names[1], "wrong", "dash"),
            drawn.line(end, [floor, floor], "entropy of the data", "text", "dot", 2),
        ],
        "step",
        "−ELBO, nats a point",
        xaxis={"range": end},
        yaxis={"range": [floor - 0.03 * span, floor + 0.34 * span], "zeroline": False},
        showlegend=True,
    )
    answer = {"loss_figure": drawn.keyed(figure)}
    for place, name in enumerate(("path", "rival")):
        (kl, rest), curve = step.parts[place], step.curves[place]
        answer[name] = {
            "x": pack(curve[:, 0]),
            "y": pack(curve[:, 1]),
            "loss": kl + rest,
            "says": f"{names[place]}\n−ELBO {told(kl + rest, 2)} = KL {told(kl, 2)} {signed(rest)}",
        }
    return answer


def signed(value: float) -> str:
    """A further term of a sum: "+ 1.50", "− 1.50"."""
    return f"{'−' if value < 0 else '+'} {told(abs(value), 2)}"
