"""What the section `variational` draws of q and its data: arrays in, figures and arrays out."""

import math
from typing import Any

import numpy as np

from explainer.kit import drawn
from explainer.kit.pack import pack
from explainer.maths.numerals import numeral

STILL = {"type": "scatter", "mode": "lines", "hoverinfo": "skip"}


def above(value: float, least: float = 1.0) -> float:
    """The smallest of `least` · 1, 1.5, 2, 3, 4, 6, 8, … not below value: an axis that seldom moves."""
    ratio = max(value / least, 1.0)
    power = 2.0 ** math.floor(math.log2(ratio))
    return least * next(power * step for step in (1, 1.5, 2) if power * step >= ratio)


def levels(field) -> dict[str, Any]:
    """Lines of equal posterior density over two numbers, in p's colour."""
    return {
        "type": "contour",
        "x": pack(field.x),
        "y": pack(field.y),
        "z": pack(field.density),
        "colorscale": [[0, "role:p"], [1, "role:p"]],
        "contours": {"coloring": "lines"},
        "line": {"width": 1.6},
        "showscale": False,
        "ncontours": 10,
        "name": "posterior",
        "hoverinfo": "skip",
    }


def inner(axis) -> list[float]:
    """The part of an axis with the mass, and a little air."""
    spare = 0.18 * float(axis[-1] - axis[0])
    return [float(axis[0]) + spare, float(axis[-1]) - spare]


def truth(model, grid, prior, density, log_evidence) -> dict[str, Any]:
    """The posterior's curve for the page, on axes with the prior drawn in."""
    top = above(1.05 * float(density.max()), 0.8)
    figure = drawn.figure(
        [
            drawn.legend("posterior", "p"),
            drawn.legend("q", "q", "dash"),
            drawn.line(grid, prior, "prior", "noise", "dot", 2),
        ],
        f"z: {model.LATENT[0]}",
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
    """q's curve, and how high it is one width beside its mean."""
    return {"x": pack(x), "density": pack(curve), "side": side}


def bars(t) -> dict[str, Any]:
    """ELBO + KL beside ln p(x): the bars' ends and words, on an axis that follows the gap."""
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
            "ticktext": ["ELBO + KL", "ln p(x)"],
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
    """The ELBO as a heat map over mean and width (log), dark where it is 30 nats below its top."""
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


def bayes(model, curves, ends, prior_top) -> dict[str, Any]:
    """Three plots that stand still: two factors, their product with its area, the quotient."""
    span = {"range": list(ends)}
    top = above(1.05 * max(prior_top, 1.0), 1.1)
    high = above(1.05 * float(curves.posterior.max()), 0.8)
    latent = f"z: {model.LATENT[0]}"
    factors = drawn.figure(
        [drawn.legend("prior p(z)", "noise", "dash"), drawn.legend("likelihood p(x | z), its top at 1", "model")],
        latent,
        "two factors",
        xaxis=span,
        yaxis={"range": [0, top]},
        showlegend=True,
    )
    product = drawn.figure(
        [drawn.legend("p(x | z) p(z), its top at 1", "right")],
        latent,
        "their product",
        xaxis=span,
        yaxis={"range": [0, 1.75], "tickvals": [0, 0.5, 1]},  # room for the words
        showlegend=True,
    )
    quotient = drawn.figure(
        [drawn.legend("p(z | x) = product / area", "p")],
        latent,
        "density",
        xaxis=span,
        yaxis={"range": [0, high]},
        showlegend=True,
    )
    return {
        "factors_figure": drawn.keyed(factors),
        "product_figure": drawn.keyed(product),
        "quotient_figure": drawn.keyed(quotient),
        "log_evidence": curves.log_evidence,
        "area_text": (
            f"area {curves.evidence:.4f} × top {numeral(np.exp(curves.shift), '.3g')}\n"
            f"= p(x) = {numeral(np.exp(curves.log_evidence), '.4g')}\n"
            f"ln p(x) = {numeral(curves.log_evidence, '.6f')}"
        ),
    }


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
