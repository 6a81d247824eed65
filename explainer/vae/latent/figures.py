"""What the latent section plots: arrays in, Plotly dicts out."""

from typing import Any

import numpy as np

from explainer.kit import drawn
from explainer.kit.pack import pack


def histogram(values: np.ndarray, title: str) -> dict[str, Any]:
    """Counts of `values`, scaled to a top of 1, so that what is drawn over it needs no scale."""
    counts, edges = np.histogram(values, 48, range=(values.min(), np.quantile(values, 0.998)))
    bars = {
        "type": "bar",
        "x": pack((edges[1:] + edges[:-1]) / 2),
        "y": pack(counts / counts.max()),
        "width": float(edges[1] - edges[0]),
        "marker": {"color": "role:noise"},
        "name": "test pictures",
    }
    yaxis = {"showticklabels": False, "range": [0, 1.25]}
    return drawn.keyed(drawn.figure([bars], title, "test pictures", yaxis=yaxis))


def bounds(elbo: float, evidence: float, most: int) -> dict[str, Any]:
    """Axes for the bound over K, with the ELBO below and ln p(x) above it."""
    low, high = elbo, evidence
    room = max(0.05, high - low)
    lines = [
        drawn.line([1, most], [evidence, evidence], "ln p(x), by quadrature", "right"),
        drawn.line([1, most], [elbo, elbo], "ELBO, by quadrature", "q", "dash"),
    ]
    exponents = range(0, int(np.log2(most)) + 1, 2)
    return drawn.figure(
        lines,
        "K, weights a bound",
        "nats",
        xaxis={
            "type": "log",
            "range": [-0.1, float(np.log10(most)) + 0.1],
            "tickvals": [2**i for i in exponents],
        },
        yaxis={"range": [low - 0.5 * room, high + 0.4 * room]},
        margin={"l": 84},
        showlegend=True,
    )


def rate_distortion(beta, rate, distortion) -> dict[str, Any]:
    """The six networks in the plane of both terms; dotted: where −ELBO is that of the best."""
    best = float((np.asarray(rate) + distortion).min())
    span = np.array([0.0, max(rate) + 2])
    dots = {
        **drawn.line(rate, distortion, "networks", "data"),
        "mode": "lines+markers+text",
        "text": [f"β = {one:g}" for one in beta],
        "textposition": ["bottom center" if one == 1 else "top right" for one in beta],
        "marker": {"size": 9, "color": "role:data"},
    }
    same = drawn.line(span, best - span, "equal −ELBO", "noise", "dot")
    return drawn.figure(
        [dots, same],
        "rate, nats",
        "distortion, nats",
        xaxis={"range": [0, float(span[1])]},
        yaxis={"range": [float(min(distortion)) - 6, float(max(distortion)) + 7]},
        showlegend=True,
    )


def axes(kl: np.ndarray, least: float) -> dict[str, Any]:
    """What each axis of z says about x, the most telling first."""
    bars = {
        "type": "bar",
        "x": [str(i + 1) for i in range(len(kl))],
        "y": pack(kl),
        "marker": {"color": ["role:data" if one >= least else "role:wrong" for one in kl]},
        "name": "KL of an axis",
    }
    return drawn.figure([bars], "axes of z, the most telling first", "KL, nats")
