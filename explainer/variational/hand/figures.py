"""What is drawn of q under the hand: arrays in, figures and arrays out."""

from typing import Any

import numpy as np

from explainer.kit import drawn
from explainer.kit.pack import pack
from explainer.maths.numerals import numeral
from explainer.variational.figures import above


def truth(model, grid, prior, density, log_evidence) -> dict[str, Any]:
    """The posterior's curve for the page, and axes with the prior drawn in."""
    top = above(1.05 * float(density.max()), 0.8)
    figure = drawn.figure(
        [
            drawn.legend("posterior", "p"),
            drawn.legend("q", "q", "dash"),
            drawn.line(grid, prior, "prior", "noise", "dot", 2),
        ],
        f"z, the {model.LATENT[0]}",
        "density",
        xaxis={"range": [float(grid[0]), float(grid[-1])]},
        yaxis={"range": [0, top]},
        showlegend=True,
    )
    return {
        "density_figure": drawn.keyed(figure),
        "grid": pack(grid),
        "posterior": pack(density),
        "log_evidence": log_evidence,
    }


def shape(x, curve, side) -> dict[str, Any]:
    """q's curve, and its height at one standard deviation from the mean."""
    return {"x": pack(x), "density": pack(curve), "side": side}


def bars(t) -> dict[str, Any]:
    """ELBO + KL beside ln p(x): the ends and labels of the bars, on an axis that follows the gap."""
    span = above(1.25 * t.kl)
    floor = t.log_evidence - span
    figure = drawn.figure(
        [
            {
                "type": "scatter",
                "x": [-0.2, 2.5],
                "y": [t.log_evidence] * 2,
                "mode": "lines",
                "line": {"color": "role:text", "width": 2, "dash": "dash"},
                "hoverinfo": "skip",
                "showlegend": False,
            }
        ],
        "",
        "nats",
        xaxis={
            "range": [-0.2, 2.45],
            "tickvals": [0.65, 1.9],
            "ticktext": ["ELBO + KL", r"$\ln p(x)$"],
            "showgrid": False,
            "zeroline": False,
        },
        yaxis={"range": [floor, t.log_evidence + 0.16 * span], "zeroline": False},
    )
    return {
        "bars_figure": drawn.keyed(figure),
        "floor": floor,
        "elbo": t.elbo,
        "kl": t.kl,
        "log_evidence": t.log_evidence,
        "elbo_text": f"ELBO {numeral(t.elbo, '.4f')}",
        "kl_text": f"KL {t.kl:.4f}",
        "evidence_text": numeral(t.log_evidence, ".4f"),
    }


def landscape(means, stds, values) -> dict[str, Any]:
    """The ELBO as a heat map over mean and width (log), cut off 30 nats below its maximum."""
    top = float(values.max())
    heat = drawn.heatmap(
        means,
        stds,
        np.maximum(values, top - 30),
        "ELBO",
        zmin=top - 12,
        zmax=top,
        colorbar={"title": {"text": "ELBO"}, "thickness": 10, "len": 1},
        zsmooth="best",
    )
    ticks = [0.05, 0.1, 0.2, 0.5, 1, 2, 5]
    return {
        "landscape_figure": drawn.figure(
            [heat],
            "mean of q",
            "width of q",
            xaxis={"range": [float(means[0]), float(means[-1])]},
            yaxis={
                "type": "log",
                "range": [float(np.log10(stds[0])), float(np.log10(stds[-1]))],
                "tickvals": ticks,
                "ticktext": [f"{tick:g}" for tick in ticks],
            },
        )
    }
