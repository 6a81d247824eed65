"""The computation graph, drawn twice, and the map from ε to z: what stands still, and live words."""

from typing import Any

import numpy as np

from explainer.kit import drawn
from explainer.kit.pack import pack
from explainer.vae.reparameterization.figures import told

# Where the boxes of a graph stand: (x0, x1, y0, y1) on an axis of 4 × 3.6.
PLACES = {
    "encoder": (0.04, 0.74, 1.55, 2.15),
    "mu": (1.04, 1.86, 2.2, 2.7),
    "sigma": (1.04, 1.86, 1.08, 1.56),
    "epsilon": (1.04, 1.86, 0.06, 0.54),
    "z": (2.22, 3.02, 1.6, 2.1),
    "f": (3.2, 3.97, 1.6, 2.1),
}


def board(pathwise: bool) -> dict[str, Any]:
    """Boxes' frames and arrows of one graph; what is live is painted over it."""
    x0, x1, y0, y1 = PLACES["encoder"]
    shape = {
        "type": "rect", "x0": x0, "x1": x1, "y0": y0, "y1": y1,
        "line": {"color": "role:quiet", "width": 1.5}, "fillcolor": "role:raised",
    }  # fmt: skip
    notes = [_words((x0 + x1) / 2, (y0 + y1) / 2, "x → φ", "text", 16)]
    notes += [_arrow(0.74, 1.95, 1.04, 2.4), _arrow(0.74, 1.75, 1.04, 1.3)]
    notes += [_arrow(1.86, 2.42, 2.22, 2.0), _arrow(1.86, 1.28, 2.22, 1.7), _arrow(3.02, 1.92, 3.2, 1.92)]
    back = "right" if pathwise else "wrong"
    notes += [_arrow(3.2, 1.72, 3.02, 1.72, "right", 3)]
    for tail, head in (((2.34, 2.14), (1.86, 2.66)), ((2.34, 1.56), (1.88, 1.1))):
        notes.append(_arrow(*tail, *head, back, 3))
        if not pathwise:
            middle = (tail[0] + head[0]) / 2, (tail[1] + head[1]) / 2
            notes.append(_words(*middle, "<b>✕</b>", "wrong", 30))
    if pathwise:
        notes += [_arrow(1.86, 0.44, 2.42, 1.6)]
        notes += [_words(2.66, 0.3, "no parameters", "quiet", 14)]
        notes += [_words(2.0, 3.4, "<b>z = μ + σ ε</b>: the gradient flows", "text", 15)]
    else:
        notes += [_words(3.16, 2.36, "drawn from q: a die", "quiet", 14)]
        notes += [_words(2.0, 3.4, "<b>z ~ q</b>: the gradient stops at z", "text", 15)]
    layout = {
        "shapes": [shape],
        "annotations": notes,
        "margin": {"l": 6, "r": 6, "t": 6, "b": 6},
        "xaxis": {"visible": False, "range": [0, 4]},
        "yaxis": {"visible": False, "range": [0, 3.6]},
    }
    still = {"type": "scatter", "x": [0], "y": [-9], "mode": "lines", "hoverinfo": "skip", "showlegend": False}
    return drawn.keyed(drawn.figure([still], "", "", **layout))


def one_draw(one, mu: float, sigma: float, eps: float) -> dict[str, Any]:
    """The live numbers of both graphs, and the map ε → z with both bells."""
    line = np.array([-2.9, 2.9])
    bell = np.linspace(-2.9, 2.9, 81)
    height = np.exp(-0.5 * bell**2)
    texts = {
        "mu": f"μ {told(mu, 2)}",
        "sigma": f"σ {told(sigma, 2)}",
        "epsilon": f"ε {told(eps, 2)}",
        "z": f"z {told(one.z, 2)}",
        "f": f"f {told(one.value, 2)}",
        "slope": f"f′(z) = {told(one.slope, 2)}",
        "path_mu": f"f′ · 1 = {told(one.pathwise[0], 2)}",
        "path_sigma": f"f′ · ε = {told(one.pathwise[1], 2)}",
        **{
            f"score_{name}": f"f · ∂ln q/∂{letter} = {told(one.value, 2)} · {told(a, 2)} = {told(b, 2)}"
            for name, letter, a, b in zip(("mu", "sigma"), "μσ", one.log_slope, one.score, strict=True)
        },
    }  # fmt: skip
    return {
        **texts,
        "z_value": one.z,
        "line_x": pack(line),
        "line_y": pack(mu + sigma * line),
        "up_x": pack([eps, eps]),
        "up_y": pack([-6, one.z]),
        "over_x": pack([eps, -3]),
        "over_y": pack([one.z, one.z]),
        "eps_x": pack(bell),
        "eps_y": pack(-6 + 1.6 * height),
        "q_x": pack(-3 + 0.9 * height),
        "q_y": pack(mu + sigma * bell),
    }


def map_board() -> dict[str, Any]:
    """Axes for ε and z that stand still."""
    return drawn.keyed(
        drawn.figure(
            [
                drawn.legend("z = μ + σ ε", "q"),
                drawn.legend("N(0, 1)", "noise"),
                drawn.legend("q(z | x)", "q", "dot"),
            ],
            "ε",
            "z",
            xaxis={"range": [-3, 3], "zeroline": True, "dtick": 1},
            yaxis={"range": [-6, 6], "zeroline": True},
            showlegend=True,
            margin={"l": 44, "b": 40},
        )
    )


def _words(x: float, y: float, text: str, role: str, size: int) -> dict[str, Any]:
    return {"x": x, "y": y, "text": text, "showarrow": False, "font": {"size": size, "color": f"role:{role}"}}


def _arrow(x0, y0, x1, y1, role: str = "quiet", width: float = 1.6) -> dict[str, Any]:
    return {
        "x": x1, "y": y1, "ax": x0, "ay": y0, "xref": "x", "yref": "y", "axref": "x", "ayref": "y", "text": "",
        "showarrow": True, "arrowhead": 2, "arrowsize": 1.1, "arrowwidth": width, "arrowcolor": f"role:{role}",
    }  # fmt: skip
