"""What is drawn of the bounds of ln p(x): arrays in, a Plotly dict and a table out."""

from typing import Any

import numpy as np

from explainer.kit import drawn
from explainer.kit.pack import pack


def bounds(elbo: float, evidence: float, most: int) -> dict[str, Any]:
    """Axes for the bound over K, with the ELBO below and ln p(x) above it."""
    room = max(0.05, evidence - elbo)
    lines = [
        drawn.line([1, most], [evidence, evidence], r"$\ln p(x)$, by quadrature", "right"),
        drawn.line([1, most], [elbo, elbo], "ELBO, by quadrature", "q", "dash"),
        drawn.legend("bound by K samples", "data"),
        drawn.legend("± one standard error", "noise", "dash"),
    ]
    exponents = range(0, int(np.log2(most)) + 1, 2)
    return drawn.figure(
        lines,
        "K, samples per bound",
        "nats",
        xaxis={
            "type": "log",
            "range": [-0.1, float(np.log10(most)) + 0.1],
            "tickvals": [2**i for i in exponents],
        },
        yaxis={"range": [elbo - 0.5 * room, evidence + 0.4 * room]},
        margin={"l": 84},
        showlegend=True,
    )


def table(bounds) -> dict[str, Any]:
    """The bounds of one draw as curves with their standard errors, and every second one in a table."""
    error = np.where(np.isfinite(bounds.error), bounds.error, 0)
    rows = [[f"{k:,}", f"{mean:.3f}", f"± {e:.3f}" if n > 1 else "one group", f"{n:,}"]
            for k, mean, e, n in zip(bounds.k, bounds.mean, error, bounds.groups, strict=True)]  # fmt: skip
    return {
        "k": pack(bounds.k),
        "mean": pack(bounds.mean),
        "above": pack(bounds.mean + error),
        "below": pack(bounds.mean - error),
        "rows": {"head": ["K", "bound, nats", "standard error", "groups"], "rows": rows[::2], "notes": []},
    }
