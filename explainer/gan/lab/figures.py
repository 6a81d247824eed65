"""What the three experiments draw: densities and discriminators, the Dirac-GAN's plane, gradients."""

from typing import Any

import numpy as np

from explainer.gan.figures import number
from explainer.gan.game.losses import LN2
from explainer.gan.lab.settings import FIELD, REACH
from explainer.kit import drawn
from explainer.kit.pack import pack
from explainer.maths.numerals import numeral

FAR = 50.0  # paths are clipped here


def dstar(verdict, d, side: float, scale: float) -> dict[str, Any]:
    """Densities and discriminators over x on fixed axes, and a table of V and JS.

    `d` is the drawn D over x; `side` the height of p_g's width handle; `scale` brings the handles of a
    drawn p_g onto its density.
    """
    across = {"range": [-REACH, REACH]}
    densities = drawn.figure(
        [drawn.legend(r"$p_\text{data}$", "p"), drawn.legend("$p_g$", "q", "dash")],
        "x",
        "density",
        xaxis=across,
        yaxis={"range": [0, 1.0]},
        showlegend=True,
    )
    judges = drawn.figure(
        [
            drawn.legend("your D", "wrong"),
            drawn.legend("$D^*$", "right", "dash"),
            drawn.legend("a network's D", "noise"),
        ],
        "x",
        "$D(x)$",
        xaxis=across,
        yaxis={"range": [-0.04, 1.04]},
        showlegend=True,
    )
    return {
        "densities_figure": drawn.keyed(densities),
        "judges_figure": drawn.keyed(judges),
        "x": pack(verdict.x),
        "p": pack(verdict.p),
        "q": pack(verdict.q),
        "best": pack(verdict.best),
        "d": pack(d),
        "side": side,
        "scale": scale,
        "v": verdict.v,
        "v_best": verdict.v_best,
        "js": verdict.js,
        "short": verdict.short,
        "rows": {
            "head": ["in nats", "value"],
            "rows": [
                ["V of your D", number(verdict.v)],
                ["V of $D^*$, the maximum", number(verdict.v_best)],
                ["shortfall of yours", number(verdict.short)],
                [r"$\mathrm{JS}(p_\text{data}\|p_g)$", number(verdict.js)],
                [r"$2\,\mathrm{JS}-2\ln 2$", number(2 * verdict.js - 2 * LN2)],
            ],
            "notes": [],
        },
    }


def network(x, learned) -> dict[str, Any]:
    """A network's D over x and what its V lacks; empty without a network."""
    if learned is None:
        return {"x": pack(x), "d": pack(x), "words": "", "short": None}
    words = f"network: V lacks {number(learned.short)} nats"
    return {"x": pack(x), "d": pack(learned.d), "words": words, "short": learned.short}


def flow_field(theta, psi, change) -> dict[str, Any]:
    """Arrows of one length along (θ̇, ψ̇) on equal axes; an axis for θ over time."""
    a, b = (np.asarray(rate, dtype=float) for rate in change)
    length = np.hypot(a, b)
    a, b = (0.26 * rate / np.where(length > 1e-9, length, 1) for rate in (a, b))
    gap = np.full(theta.size, np.nan)
    x = np.stack([theta.ravel(), (theta + a).ravel(), gap], 1).ravel()
    y = np.stack([psi.ravel(), (psi + b).ravel(), gap], 1).ravel()
    turned = np.degrees(np.arctan2(a, b)).ravel().round(1).tolist()  # clockwise from upwards
    tips = {
        "type": "scatter", "mode": "markers", "x": pack((theta + a).ravel()), "y": pack((psi + b).ravel()),
        "marker": {"color": "role:noise", "size": 7, "symbol": "triangle-up", "angle": turned},
        "hoverinfo": "skip", "showlegend": False,
    }  # fmt: skip
    figure = drawn.figure(
        [
            drawn.line(x, y, "direction", "noise", "full", 1.2, hoverinfo="skip", showlegend=False),
            tips,
            drawn.legend("exact path", "p"),
            drawn.legend("real steps", "wrong", "dash"),
        ],
        "θ, where G's point is",
        "ψ, D's slope",
        xaxis={"range": [-FIELD, FIELD], "constrain": "domain"},
        yaxis={"range": [-FIELD, FIELD], "constrain": "domain", "scaleanchor": "x"},
        showlegend=True,
    )
    over = drawn.figure(
        [drawn.legend("θ, exact", "p"), drawn.legend("θ, real steps", "wrong", "dash")],
        "time (rate × steps)",
        "θ; the data is at 0",
        xaxis={"range": [0, 25]},
        yaxis={"range": [-FIELD, FIELD]},
        showlegend=True,
    )
    return {"field_figure": drawn.keyed(figure), "time_figure": drawn.keyed(over)}


def flow(path, real, rate: float, fate: str) -> dict[str, Any]:
    """Both paths, in the plane and over time."""
    curves = {
        "theta": path.theta,
        "psi": path.psi,
        "real_theta": real.theta,
        "real_psi": real.psi,
    }
    reach = np.hypot(real.theta, real.psi)
    half = len(reach) // 2  # one turn takes less than half of the steps
    first, last = float(reach[:half].max()), float(reach[half:].max())
    steps = "spiral out" if last > 1.02 * first else "spiral in" if last < 0.98 * first else "keep their distance"
    return {
        **{name: pack(np.clip(curve, -FAR, FAR)) for name, curve in curves.items()},
        "t": pack(path.t),
        "real_t": pack(real.t * rate),
        "end": float(np.hypot(path.theta[-1], path.psi[-1])),
        "fate": fate,
        "rows": {
            "head": ["", ""],
            "rows": [],
            "notes": [fate, f"The real steps {steps}."],
        },
    }


def slopes(gaps, both) -> dict[str, Any]:
    """Both gradients against D*, on a log axis."""
    figure = drawn.figure(
        [
            drawn.line(gaps[1:], both[0][1:], "minimax: ln(1 − D)", "wrong"),
            drawn.line(gaps[1:], both[1][1:], "non-saturating: −ln D", "right", "dash"),
        ],
        "distance of $p_g$, in σ",
        "length of G's gradient",
        margin={"l": 84},
        yaxis={"type": "log", "range": [-8.5, 5.5], "exponentformat": "power", "dtick": 2},
        xaxis={"range": [0, 12]},
        showlegend=True,
    )
    return {"slopes_figure": drawn.keyed(figure)}


def slope_at(apart: float, saturating: float, other: float) -> dict[str, Any]:
    """Two numbers, and how many times one is the other."""
    ratio = f"{numeral(other / saturating, ',.3g')} times" if saturating > 0 else ""
    words = f"minimax {number(saturating)}\nnon-saturating {number(other)}\n{ratio}"
    return {"words": words, "saturating": saturating, "other": other}


def dying(stages) -> dict[str, Any]:
    """Both gradients of a waiting G while a network D learns, and the last V."""
    steps = np.array([stage.d_steps for stage in stages], float)
    figure = drawn.figure(
        [
            drawn.line(steps, [stage.saturating for stage in stages], "minimax", "wrong"),
            drawn.line(steps, [stage.non_saturating for stage in stages], "non-saturating", "right", "dash"),
        ],
        "steps of D while G waits",
        "length of G's gradient",
        margin={"l": 84},
        yaxis={"type": "log", "range": [-2.6, 2.8], "exponentformat": "power", "dtick": 1},
        xaxis={"range": [0, float(steps[-1])]},
        showlegend=True,
    )
    v = stages[-1].v
    return {"dying_figure": drawn.keyed(figure), "words": f"at last V = {number(v)}", "v": v}
