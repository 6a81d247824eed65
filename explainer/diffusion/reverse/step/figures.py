"""What the step's two distributions look like: numbers in, Plotly dicts and rows out; computes nothing."""

from typing import Any

import numpy as np

from explainer.diffusion.reverse.figures import number
from explainer.kit import drawn
from explainer.kit.pack import pack

SPAN = 6.0  # standard deviations of q shown on each side
FAINTEST = 5  # powers of ten below one nat that are black in the map


def axes() -> dict[str, Any]:
    """Axes in standard deviations of q, which stand still whatever t is, with a legend."""
    traces = [
        drawn.legend(r"$q(x_{t-1}\mid x_t, x_0)$, the truth", "q"),
        drawn.legend(r"$p_\theta(x_{t-1}\mid x_t)$, the network", "p", "dash"),
    ]
    title = r"$(x_{t-1}-\tilde\mu)/\sigma$ of q"
    span = {"range": [-SPAN, SPAN]}
    frame = drawn.figure(traces, title, "density", xaxis=span, yaxis={"range": [0, 0.55]}, showlegend=True)
    return {"figure": drawn.keyed(frame)}


def beside(u, q, p, shift: float, kl: float) -> dict[str, Any]:
    """Both densities on the grid u, their divergence in words, and where p_θ is if it has left the axis."""
    says = rf"$D(q\|p_\theta)$ = {number(kl)} nats"
    if shift > SPAN:
        says += f"\n$p_\\theta$ lies {number(shift)} σ to the right"
    elif shift < -SPAN:
        says += f"\n$p_\\theta$ lies {number(-shift)} σ to the left"
    return {"u": pack(u), "q": pack(q), "p": pack(p), "says": says}


def rows(pair: dict[str, float], whole: float, t: int) -> dict[str, Any]:
    """Both distributions of one pixel in numbers, and what all pixels add up to."""
    n = number
    return {
        "head": ["", "q, which knows $x_0$", r"$p_\theta$, which sees $\hat x_0$"],
        "rows": [
            ["value of $x_0$ used", n(pair["x0"]), n(pair["x0_hat"])],
            ["mean of $x_{t-1}$", n(pair["mean_q"]), n(pair["mean_p"])],
            ["σ", n(pair["std_q"]), n(pair["std_p"])],
        ],
        "notes": [
            f"All 784 pixels together: $L_{{t-1}}$ = {n(whole)} nats. Values at t = {t}, the next of the "
            "precomputed steps."
        ],
    }


def along(t, pixel, whole) -> dict[str, Any]:
    """The divergence over t (log scale), of the pixel and of the picture; zeros are gaps."""
    traces = [
        drawn.line(t, _gaps(whole), "all pixels, $L_{t-1}$", "noise", "dash"),
        drawn.line(t, _gaps(pixel), "this pixel", "p"),
    ]
    axis = {"type": "log", "exponentformat": "power", "range": [-9, 2], "dtick": 2}
    return {
        "figure": drawn.figure(
            traces, "t", r"$D(q\|p_\theta)$ in nats", yaxis=axis, showlegend=True, margin={"l": 76}
        )
    }


def brightness(kl) -> np.ndarray:
    """Nats as −1 … 1: black at 10⁻⁵ and below, white at one nat."""
    return 2 * (np.log10(np.maximum(kl, 10.0**-FAINTEST)) + FAINTEST) / FAINTEST - 1


def _gaps(values) -> np.ndarray:
    return np.where(np.asarray(values) > 0, values, np.nan)
