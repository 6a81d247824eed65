"""What is drawn of the evidence: arrays in, figures and arrays out."""

from typing import Any

import numpy as np

from explainer.kit import drawn
from explainer.kit.pack import pack
from explainer.maths.numerals import numeral
from explainer.variational.figures import above

STILL = {"type": "scatter", "mode": "lines", "hoverinfo": "skip"}


def bayes(model, curves, peak) -> dict[str, Any]:
    """Two factors, their product with its area, and the quotient: curves for axes that stay the same.

    `peak` is the highest density of the posterior, which the grid of the curves may miss.
    """
    top = above(1.05 * max(float(curves.prior.max()), 1.0), 1.1)
    high = above(1.05 * peak, 0.8)
    factors = [
        drawn.legend("prior $p(z)$", "noise", "dash"),
        drawn.legend(r"likelihood $p(x\mid z)$, peak 1", "model"),
    ]
    product = [drawn.legend(r"$p(x\mid z)\,p(z)$, peak 1", "right")]
    room_for_words = {"range": [0, 1.75], "tickvals": [0, 0.5, 1]}
    quotient = [drawn.legend(r"$p(z\mid x)$ = product / area", "p")]
    return {
        "grid": pack(curves.grid),
        "prior": pack(curves.prior),
        "likelihood": pack(curves.likelihood),
        "joint": pack(curves.joint),
        "posterior": pack(curves.posterior),
        "factors_figure": _axes(model, curves.grid, factors, "prior, likelihood", {"range": [0, top]}),
        "product_figure": _axes(model, curves.grid, product, "prior × likelihood", room_for_words),
        "quotient_figure": _axes(model, curves.grid, quotient, "density", {"range": [0, high]}),
        "log_evidence": curves.log_evidence,
        "area_text": (
            f"area {curves.evidence:.4f} × peak {numeral(np.exp(curves.shift), '.3g')}\n"
            f"= $p(x)$ = {numeral(np.exp(curves.log_evidence), '.4g')}\n"
            rf"$\ln p(x)$ = {numeral(curves.log_evidence, '.6f')}"
        ),
    }


def _axes(model, grid, legend, title, yaxis) -> dict[str, Any]:
    span = {"range": [int(grid[0]), int(grid[-1])]}
    latent = f"z, the {model.LATENT[0]}"
    return drawn.keyed(drawn.figure(legend, latent, title, xaxis=span, yaxis=yaxis, showlegend=True))


def strip(model, reach) -> dict[str, Any]:
    """An axis for the data: a line for numbers, two for yes and no, two counts for a coin."""
    if model.NAME == "coin":
        xaxis = {"range": [-0.6, 1.6], "tickvals": [0, 1], "ticktext": ["tails", "heads"]}
        yaxis = {"range": [0, 22], "title": {"text": "flips: drag the dots"}}
        figure = drawn.figure([dict(STILL, x=[0], y=[-1])], "", "flips", xaxis=xaxis, yaxis=yaxis)
    elif model.PAIRS:
        yaxis = {"range": [-0.5, 1.5], "tickvals": [0, 1], "ticktext": ["no", "yes"]}
        xaxis = {"range": [-reach, reach]}
        figure = drawn.figure([dict(STILL, x=[0], y=[-9])], "input", "", xaxis=xaxis, yaxis=yaxis)
    else:
        yaxis = {"range": [-1, 1], "tickvals": [], "zeroline": True}
        xaxis = {"range": [-reach, reach]}
        figure = drawn.figure([dict(STILL, x=[0], y=[-9])], "x: drag the points", "", xaxis=xaxis, yaxis=yaxis)
    return {"strip_figure": drawn.keyed(figure)}


def cost(rows) -> dict[str, Any]:
    """Seconds over the number of dimensions, the measured ones apart from the extrapolated ones."""
    measured = [row for row in rows if row.measured]
    extrapolated = [row for row in rows if not row.measured]

    def dots(costs, name, role, symbol):
        return {
            "type": "scatter",
            "mode": "markers+text",
            "x": [row.dim for row in costs],
            "y": [row.seconds for row in costs],
            "text": [row.words if row.dim in (1, 4, 8, 12, 16, 20) else "" for row in costs],
            "textposition": "top center",
            "cliponaxis": False,
            "marker": {"color": f"role:{role}", "size": 10, "symbol": symbol},
            "name": name,
        }

    worst = max(row.error for row in measured)
    return {
        "figure": drawn.figure(
            [
                dots(measured, rf"measured just now ($\ln p(x)$ to {numeral(worst, '.0e')} nats)", "p", "circle"),
                dots(extrapolated, "extrapolated from these times", "q", "circle-open"),
            ],
            "latent dimensions",
            r"seconds for one $\ln p(x)$",
            xaxis={"range": [0, 21.5], "dtick": 2},
            yaxis={"type": "log", "exponentformat": "power", "dtick": 6},
            margin={"l": 84, "r": 40},
            showlegend=True,
        )
    }
