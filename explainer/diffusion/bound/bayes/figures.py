"""The posterior by Bayes: densities for every step as tables, and its numbers as a film of rows."""

from typing import Any

import numpy as np

from explainer.kit import drawn
from explainer.kit.pack import pack
from explainer.maths.numerals import numeral

TOP = 1.15  # of the densities' axis: no curve of a chain of 2 to 12 steps is higher


def bayes(found, grid, measured, alpha_bar, ends) -> dict[str, Any]:
    """`found` (theory.Bayes), the moments of its product, ᾱ_t, and (x_0, x_t)."""
    x0, xt = ends
    ts = np.arange(2, len(alpha_bar))
    jump = np.exp(-0.5 * (xt - np.sqrt(alpha_bar[ts]) * x0) ** 2 / (1 - alpha_bar[ts]))
    jump /= np.sqrt(2 * np.pi * (1 - alpha_bar[ts]))
    rows = [
        [
            [
                "area of the product",
                f"{numeral(found.area[k], '.6f')}",
                rf"$q(x_t\mid x_0)$ = {numeral(jump[k], '.6f')}",
            ],
            [
                "mean of $x_{t-1}$",
                numeral(measured[0][k], ".6f"),
                rf"$\tilde\mu_t$ = {numeral(found.mean[k], '.6f')}",
            ],
            [
                "variance of $x_{t-1}$",
                numeral(measured[1][k], ".6f"),
                rf"$\tilde\beta_t$ = {numeral(found.var[k], '.6f')}",
            ],
        ]
        for k in range(len(ts))
    ]
    legend = [
        drawn.legend(r"$q(x_{t-1}\mid x_0)$", "data"),
        drawn.legend(r"$q(x_t\mid x_{t-1})$, seen from $x_t$", "model"),
        drawn.legend("product over its area", "right"),
        drawn.legend("closed form", "text", "dash"),
    ]
    axes = {"xaxis": {"range": [-3.6, 3.6]}, "yaxis": {"range": [0, TOP]}, "showlegend": True}
    seen = np.abs(grid) < 3.8
    names = ("before", "likelihood", "product", "closed")
    return {
        "figure": drawn.keyed(drawn.figure(legend, "$x_{t-1}$", "density", **axes)),
        "grid": pack(grid[seen]),
        "times": pack(ts, "i4"),
        "tracks": {"rows": rows},
        **{name: pack(getattr(found, name)[:, seen], "f2") for name in names},
    }


def weights(of_x0, of_xt) -> dict[str, Any]:
    """Both factors over t = 1 … T."""
    ts = np.arange(1, len(of_x0))
    lines = [
        drawn.line(ts, of_x0[1:], "of $x_0$", "data", mode="lines+markers"),
        drawn.line(ts, of_xt[1:], "of $x_t$", "model", "dash", mode="lines+markers"),
    ]
    figure = drawn.figure(
        lines, "t", r"factor in $\tilde\mu_t$", yaxis={"range": [0, 1.05]}, xaxis={"dtick": 1}, showlegend=True
    )
    return {"figure": figure, "of_x0": pack(of_x0), "of_xt": pack(of_xt)}
