"""What is drawn of the gap: arrays in, figures and arrays out."""

from typing import Any

import numpy as np

from explainer.kit import drawn
from explainer.kit.pack import pack
from explainer.maths.numerals import numeral
from explainer.variational.figures import above, levels

ROLES = (("q", "full"), ("right", "dash"), ("noise", "dot"), ("wrong", "dash"))


def families(model, grid, density, titles, curves, found, direction) -> dict[str, Any]:
    """The posterior with each family's best q, and the gap of each as a bar."""
    lines = [drawn.line(grid, density, "posterior", "p", width=4)]
    for title, curve, (role, dash) in zip(titles, curves, ROLES, strict=True):
        lines.append(drawn.line(grid, curve, title, role, dash))
    gaps = [best.kl for best in found]
    bar = {
        "type": "bar",
        "orientation": "h",
        "x": gaps,
        "y": titles,
        "marker": {"color": [f"role:{role}" for role, _ in ROLES]},
        "text": ["0: contains the posterior" if gap < 1e-10 else f"{gap:.4f}" for gap in gaps],
        "textposition": "outside",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }
    latent = f"z, the {model.LATENT[0]}"
    top = {"range": [0, above(1.1 * float(max(density.max(), *(c.max() for c in curves))), 0.4)]}
    title = "gap of the best q, nats"
    return {
        "curves_figure": drawn.figure(lines, latent, "density", yaxis=top, showlegend=True),
        "gaps_figure": drawn.figure(
            [bar],
            title if direction == "reverse" else r"gap of the q best by $D(p\,\|\,q)$, nats",
            "",
            xaxis={"range": [0, 1.9 * max(max(gaps), 1e-3)]},
            yaxis={"autorange": "reversed", "automargin": True},
        ),
    }


def plane(model, field, found, curves) -> dict[str, Any]:
    """Contours of a posterior over two numbers, with each family's ellipses of 1 and 2 widths."""
    contours = levels(field)
    answer = {}
    for (title, best), ellipses, name in zip(found, curves, ("mean_field", "full"), strict=True):
        rings = [
            drawn.line(ring[:, 0], ring[:, 1], title, "q", dash, 3, showlegend=False)
            for ring, dash in zip(ellipses, ("full", "dot"), strict=True)
        ]
        words = f"{title}: gap {best.kl:.4f} nats" if best.kl > 1e-9 else f"{title}: gap 0"
        answer[f"{name}_figure"] = drawn.figure(
            [contours, *rings],
            model.LATENT[0],
            model.LATENT[1],
            title={"text": words, "font": {"size": 16}},
            xaxis={"range": _inner(field.x)},
            yaxis={"range": _inner(field.y)},
        )
    return answer


def _inner(axis) -> list[float]:
    """The part of an axis that holds the mass, with a small margin."""
    spare = 0.18 * float(axis[-1] - axis[0])
    return [float(axis[0]) + spare, float(axis[-1]) - spare]


def tighter(bounds) -> dict[str, Any]:
    """L_K over K on a log axis: exact, and estimated with two standard errors."""
    ends = [float(bounds.ks[0]), float(bounds.ks[-1])]
    draws = {
        "type": "scatter",
        "mode": "markers",
        "x": pack(bounds.ks),
        "y": pack(bounds.estimate, "f8"),
        "error_y": {"array": pack(2 * bounds.error, "f8"), "color": "role:q"},
        "marker": {"color": "role:q", "size": 7},
        "name": "100 runs each, ± 2 standard errors",
    }
    gap = bounds.log_evidence - float(bounds.exact[0])
    figure = drawn.figure(
        [
            drawn.line(ends, [bounds.log_evidence] * 2, r"$\ln p(x)$", "right", "dash"),
            drawn.line(bounds.ks, bounds.exact, "$L_K$, exact", "p"),
            draws,
        ],
        "K, samples in one bound",
        "nats",
        xaxis={"type": "log", "dtick": 1},
        yaxis={
            "range": [bounds.log_evidence - 1.15 * max(gap, 1e-3), bounds.log_evidence + 0.12 * max(gap, 1e-3)]
        },
        showlegend=True,
    )
    return {"figure": figure, "exact": pack(bounds.exact, "f8")}


def noise(exact, found) -> dict[str, Any]:
    """Histograms of single draws of both estimators, for the mean and for ln width."""
    answer = {}
    for i, (name, title) in enumerate((("mean", "∂ELBO/∂mean"), ("width", "∂ELBO/∂ln width"))):
        both = np.concatenate([draws[:, i] for draws in found.values()])
        low, high = np.quantile(both, [0.01, 0.99])
        edges = np.linspace(min(low, exact[i]), max(high, exact[i]), 41)
        middles = (edges[:-1] + edges[1:]) / 2
        bars = []
        for (kind, draws), role in zip(found.items(), ("right", "wrong"), strict=True):
            counts = np.histogram(draws[:, i], edges)[0]
            bars.append(
                {
                    "type": "bar",
                    "x": pack(middles),
                    "y": pack(counts),
                    "name": f"{kind}: ± {numeral(draws[:, i].std(ddof=1), '.3g')}",
                    "marker": {"color": f"role:{role}"},
                    "opacity": 0.6,
                    "hoverinfo": "skip",
                }
            )
        top = max(float(np.max(np.histogram(draws[:, i], edges)[0])) for draws in found.values())
        mark = drawn.line([exact[i]] * 2, [0, 1.05 * top], f"exact: {numeral(exact[i], '.3f')}", "text", "dash")
        answer[f"{name}_figure"] = drawn.figure(
            [*bars, mark], title, "draws of 1,000", barmode="overlay", bargap=0, showlegend=True
        )
    return answer


def network(step, words) -> dict[str, Any]:
    """Each x's own best q and the network's, and the two gaps of each x."""
    x = step.xs
    low, high = float(x.min()), float(x.max())
    best = [
        {
            "type": "scatter",
            "mode": "markers",
            "x": pack(x),
            "y": pack(step.best_mean),
            "error_y": {"array": pack(step.best_std), "color": "role:p", "thickness": 1.2, "width": 0},
            "marker": {"color": "role:p", "size": 6},
            "name": "each x's own best q: mean ± width",
        },
        drawn.legend("one network's q: mean ± width", "q"),
    ]
    edge = 0.03 * (high - low)
    reach = 1.25 * float(
        np.abs(np.concatenate([step.best_mean - step.best_std, step.best_mean + step.best_std])).max()
    )
    span = {"range": [low - edge, high + edge]}
    total = step.log_evidence - step.elbo
    top = above(1.05 * float(np.max(total)), 0.05)
    gaps = [
        drawn.legend("amortisation gap", "q"),
        drawn.line(x, step.family_gap, "the family's gap", "p", fill="tozeroy"),
    ]
    return {
        "q_figure": drawn.keyed(
            drawn.figure(best, words, "z", xaxis=span, yaxis={"range": [-reach, reach]}, showlegend=True)
        ),
        "gap_figure": drawn.keyed(
            drawn.figure(
                gaps,
                words,
                r"$\ln p(x)-\text{ELBO}$, nats",
                xaxis=span,
                yaxis={"range": [0, top]},
                showlegend=True,
            )
        ),
        "x": pack(x),
        "mean": pack(step.mean),
        "upper": pack(step.mean + step.std),
        "lower": pack(step.mean - step.std),
        "total": pack(total),
        "says": f"on average {float(np.mean(step.amortisation_gap)):.4f} nats",
    }
