"""What the forward section draws: arrays in, Plotly dicts and packed arrays out."""

from typing import Any

import numpy as np

from explainer.kit import drawn
from explainer.kit.pack import pack

# roles and legends of the two ways to x_t, and of what both must meet
WALK, JUMP, EXACT = ("model", "t single steps"), ("data", "one jump"), ("text", "closed form")
HIGHEST = 1.6  # of the density axis of the jump: near t = 0 the peak would flatten all later ones


def schedule_curves(ours, rival, names: tuple[str, str]) -> dict[str, Any]:
    """β_t, ᾱ_t and SNR (log) of two schedules, each over its own t, with the arrays for the markers."""
    curves = {
        "beta": (r"$\beta_t$", lambda s: s.beta, {"rangemode": "tozero"}),
        "alpha_bar": (r"$\bar\alpha_t$", lambda s: s.alpha_bar, {"range": [-0.02, 1.05]}),
        "snr": (
            "SNR",
            lambda s: s.snr,
            {"type": "log", "exponentformat": "power"},
        ),
    }
    answer: dict[str, Any] = {"ours": {}, "rival": {}}
    for key, (title, values, yaxis) in curves.items():
        traces = []
        for side, schedule, role, dash in (
            ("ours", ours, "data", "full"),
            ("rival", rival, "model", "dash"),
        ):
            row = values(schedule)
            first = 0 if key == "alpha_bar" else 1  # β_0 is no step, the SNR of the picture is ∞
            t = drawn.thinned(schedule.T + 1)
            t = t[t >= first]
            name = names[0] if side == "ours" else names[1]
            traces.append(drawn.line(t, row[t], name, role, dash))
            shown = row.copy()
            shown[:first] = np.nan
            answer[side][key] = pack(shown)
        answer[f"{key}_figure"] = drawn.figure(traces, "t", title, yaxis=yaxis)
    return answer


def frame(z: np.ndarray, density: np.ndarray, edges: np.ndarray) -> dict[str, Any]:
    """Axes for the histogram and for one pixel's curve, with the target N(0, 1) drawn in."""
    target = drawn.line(z, density, r"$\mathcal N(0, 1)$", "text", "dash")
    span = {"range": [-4, 4]}
    return {
        "histogram_figure": drawn.figure(
            [target],
            "pixel value",
            "density",
            xaxis=span,
            yaxis={"range": [0, 1.6]},
            showlegend=True,
        ),
        "pixel_figure": drawn.figure(
            [target],
            "value of the pixel",
            "density",
            xaxis=span,
            yaxis={"range": [0, 2.2]},
            showlegend=True,
        ),
        "z": pack(z),
        "density": pack(density),
        "edges": pack(edges),
    }


def jump_beside_walk(both, exact_mean, exact_var, grid, exact_rows, walk_rows, jump_rows, runs):
    """Sample mean and variance of both ways with the closed form, and their histograms at each knot."""
    t = drawn.thinned(len(exact_mean))

    def curves(exact, attribute):
        lines = [
            drawn.line(t, getattr(side, attribute)[t], name, role, dash)
            for side, (role, name), dash in (
                (both.walk, WALK, "full"),
                (both.jump, JUMP, "dot"),
            )
        ]
        return [drawn.line(t, exact[t], EXACT[1], EXACT[0], "dash"), *lines]

    middles = (grid[:-1] + grid[1:]) / 2
    top = float(min(exact_rows[1:].max() * 1.25, HIGHEST)) if len(exact_rows) > 1 else HIGHEST
    return {
        "mean_figure": drawn.figure(curves(exact_mean, "mean"), "t", f"mean of {runs:,} runs"),
        "var_figure": drawn.figure(
            curves(exact_var, "var"),
            "t",
            f"variance of {runs:,} runs",
            yaxis={"rangemode": "tozero"},
        ),
        "slice_figure": drawn.figure(
            [
                drawn.legend(WALK[1], WALK[0]),
                drawn.legend(JUMP[1], JUMP[0]),
                drawn.legend(EXACT[1], EXACT[0]),
            ],
            "$x_t$",
            "density",
            xaxis={"range": [float(grid[0]), float(grid[-1])]},
            yaxis={"range": [0, top]},
        ),
        "knots": pack(both.knots, "i4"),
        "middles": pack(middles),
        "walk": pack(walk_rows),
        "jump": pack(jump_rows),
        "exact": pack(exact_rows),
        "exact_mean": pack(exact_mean),
        "exact_var": pack(exact_var),
    }


def variance_growth(with_, without, sampled_with, sampled_without) -> dict[str, Any]:
    """Var[x_t] with the scaling, which stays, and without it, which grows, each sampled and exact."""
    t = drawn.thinned(len(with_))
    traces = [
        drawn.line(t, without[t], r"without $\sqrt{1-\beta}$, exact", "wrong"),
        drawn.line(t, sampled_without[t], "without, 1,000 runs", "wrong", "dot", 1.5),
        drawn.line(t, with_[t], r"with $\sqrt{1-\beta}$, exact", "right"),
        drawn.line(t, sampled_with[t], "with, 1,000 runs", "right", "dot", 1.5),
    ]
    top = float(max(without[-1], 1.5) * 1.05)
    return {
        "figure": drawn.figure(traces, "t", r"$\operatorname{Var}[x_t]$", yaxis={"range": [0, top]}),
        "with": pack(with_),
        "without": pack(without),
    }


def river(knots, grid, density, paths, ceiling: float) -> dict[str, Any]:
    """q(x_t) as a heat map over t with sample paths on it, and the table for the slice at the slider."""
    steps = drawn.thinned(len(paths), 500)
    lines = [
        {
            **drawn.line(steps, path[steps], "a walk", "noise"),
            "line": {"color": "white", "width": 1.1},  # the map below is dark in both themes
            "opacity": 0.75,
            "showlegend": False,
            "hoverinfo": "skip",
        }
        for path in paths.T
    ]
    shown = np.minimum(density, ceiling).T
    span = [float(grid[0]), float(grid[-1])]
    heat = drawn.heatmap(knots, grid, shown, "$q(x_t)$", zmin=0, zmax=ceiling, showscale=False)
    return {
        "river_figure": drawn.figure([heat, *lines], "t", "$x_t$", yaxis={"range": span}),
        "slice_figure": drawn.figure(
            [
                drawn.legend("$q(x_t)$ at this t", "data"),
                drawn.line(grid, density[-1], "$q(x_T)$", "noise", "dash", 1.5),
            ],
            "$x_t$",
            "density",
            xaxis={"range": span},
            yaxis={"range": [0, ceiling * 1.08]},
        ),
        "knots": pack(knots, "i4"),
        "grid": pack(grid),
        "density": pack(density),
    }
