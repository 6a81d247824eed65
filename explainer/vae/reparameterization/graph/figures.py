"""The computation graph, drawn twice, and the map from ε to z: what stands still, and what is live."""

from typing import Any

import numpy as np

from explainer.kit import drawn
from explainer.kit.pack import pack
from explainer.vae.reparameterization.figures import readable

# The corners of a graph's boxes, (x0, x1, y0, y1), on axes of 4 × 3.6.
BOXES = {
    "encoder": (0.04, 0.74, 1.55, 2.15),
    "mu": (1.04, 1.86, 2.2, 2.7),
    "sigma": (1.04, 1.86, 1.08, 1.56),
    "epsilon": (1.04, 1.86, 0.06, 0.54),
    "z": (2.22, 3.02, 1.6, 2.1),
    "f": (3.2, 3.97, 1.6, 2.1),
}


def board(pathwise: bool) -> dict[str, Any]:
    """The encoder's box and the arrows of one graph; what is live is painted over it."""
    x0, x1, y0, y1 = BOXES["encoder"]
    shape = {
        "type": "rect", "x0": x0, "x1": x1, "y0": y0, "y1": y1,
        "line": {"color": "role:quiet", "width": 1.5}, "fillcolor": "role:raised",
    }  # fmt: skip
    notes = [_words((x0 + x1) / 2, (y0 + y1) / 2, r"$x\to\varphi$", "text", 16)]
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
        notes += [_words(2.0, 3.4, r"$z=\mu+\sigma\,\varepsilon$: the gradient flows", "text", 15)]
    else:
        notes += [_words(3.16, 2.36, "sampled from q", "quiet", 14)]
        notes += [_words(2.0, 3.4, r"$z\sim q$: the gradient stops at $z$", "text", 15)]
    layout = {
        "shapes": [shape],
        "annotations": notes,
        "margin": {"l": 6, "r": 6, "t": 6, "b": 6},
        "xaxis": {"visible": False, "range": [0, 4]},
        "yaxis": {"visible": False, "range": [0, 3.6]},
    }
    still = {"type": "scatter", "x": [0], "y": [-9], "mode": "lines", "hoverinfo": "skip", "showlegend": False}
    return drawn.keyed(drawn.figure([still], "", "", **layout))


def one_draw(draw, mu: float, sigma: float, eps: float) -> dict[str, Any]:
    """The live numbers of both graphs, and the map ε → z with both densities."""
    line = np.array([-2.9, 2.9])
    bell = np.linspace(-2.9, 2.9, 81)
    height = np.exp(-0.5 * bell**2)
    texts = {
        "mu": rf"$\mu$ {readable(mu, 2)}",
        "sigma": rf"$\sigma$ {readable(sigma, 2)}",
        "epsilon": rf"$\varepsilon$ {readable(eps, 2)}",
        "z": f"$z$ {readable(draw.z, 2)}",
        "f": f"$f$ {readable(draw.value, 2)}",
        "slope": f"$f'(z)$ = {readable(draw.slope, 2)}",
        "path_mu": rf"$f'\cdot 1$ = {readable(draw.pathwise[0], 2)}",
        "path_sigma": rf"$f'\cdot\varepsilon$ = {readable(draw.pathwise[1], 2)}",
    }
    for name, log_slope, score in zip(("mu", "sigma"), draw.log_slope, draw.score, strict=True):
        factors = f"{readable(draw.value, 2)} · {readable(log_slope, 2)}"
        texts[f"score_{name}"] = rf"$f\cdot\partial\ln q/\partial\{name}$ = {factors} = {readable(score, 2)}"
    return {
        **texts,
        "z_value": draw.z,
        "line_x": pack(line),
        "line_y": pack(mu + sigma * line),
        "up_x": pack([eps, eps]),
        "up_y": pack([-6, draw.z]),
        "over_x": pack([eps, -3]),
        "over_y": pack([draw.z, draw.z]),
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
                drawn.legend(r"$z=\mu+\sigma\,\varepsilon$", "q"),
                drawn.legend("N(0, 1)", "noise"),
                drawn.legend(r"$q(z\mid x)$", "q", "dot"),
            ],
            r"$\varepsilon$",
            "$z$",
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
