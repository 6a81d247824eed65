"""What is drawn of the ELBO: q beside the posterior, the three faces, the slides' lines."""

from typing import Any

import numpy as np

from explainer.kit import drawn
from explainer.kit.pack import pack
from explainer.maths.numerals import numeral
from explainer.variational.figures import above, levels

PAIRS = (
    (r"$\mathbb E_q[\ln p(x, z)]$", "$+H[q]$"),
    (r"$\mathbb E_q[\ln p(x\mid z)]$", r"$-D(q\|p(z))$"),
    (r"$\ln p(x)$", r"$-D(q\|p(z\mid x))$"),
)
COLUMN, GAP = 1.0, 0.5


def line(model, grid, density, x, curve, side) -> dict[str, Any]:
    """The posterior over one number drawn in, and q's curve for the page."""
    top = above(1.05 * float(density.max()), 0.8)
    figure = drawn.figure(
        [drawn.line(grid, density, "posterior", "p"), drawn.legend("q", "q", "dash")],
        f"z, the {model.LATENT[0]}",
        "density",
        xaxis={"range": [float(grid[0]), float(grid[-1])]},
        yaxis={"range": [0, top]},
        showlegend=True,
    )
    return {"figure": drawn.keyed(figure), "x": pack(x), "y": pack(curve), "side": side}


def plane(model, field, curve, side) -> dict[str, Any]:
    """The posterior over two numbers as contours, and q's ellipse of one width for the page."""
    figure = drawn.figure(
        [levels(field)],
        model.LATENT[0],
        model.LATENT[1],
        xaxis={"range": [float(field.x[0]), float(field.x[-1])]},
        yaxis={"range": [float(field.y[0]), float(field.y[-1])]},
    )
    return {"figure": drawn.keyed(figure), "x": pack(curve[:, 0]), "y": pack(curve[:, 1]), "side": side}


def faces(three) -> dict[str, Any]:
    """The ends of the two bars of each face, on an axis that seldom moves."""
    elbo = three[0].total
    ends = [face.first for face in three]
    reach = above(1.15 * max(map(abs, (*ends, elbo))), 2.0)
    high = above(max(0.16 * reach, 1.2 * max(0.0, *ends)), 0.5)
    width = 2 * COLUMN + GAP
    figure = drawn.figure(
        [dict(drawn.line([-9], [0], "", "text"), showlegend=False)],
        "",
        "nats",
        xaxis={
            "range": [-0.3, 3 * width - GAP + 0.3],
            "tickvals": [i * width + COLUMN for i in range(3)],
            "ticktext": [_coloured(*pair) for pair in PAIRS],
            "showgrid": False,
            "zeroline": False,
            "tickangle": 0,
            "tickfont": {"size": 12},  # three formulas side by side on a phone
        },
        yaxis={"range": [-reach, high], "zeroline": True, "zerolinewidth": 2},
        margin={"b": 52},
    )
    answer: dict[str, Any] = {
        "figure": drawn.keyed(figure),
        "elbo": elbo,
        "level_x": pack([-0.3, 3 * width]),
        "level_y": pack([elbo, elbo]),
        "says": f"ELBO = {numeral(elbo, '.6f')}, three times",
    }
    for i, face in enumerate(three):
        answer[f"face{i}"] = {
            "first": face.first,
            "total": face.total,
            "first_text": numeral(face.first, ".2f"),
            "second_text": numeral(face.second, "+.2f"),
        }
    return answer


def _coloured(first: str, second: str) -> str:
    """Both terms in the colours of their bars."""
    return f'<span style="color:role:data">{first}</span><br><span style="color:role:model">{second}</span>'


def slips(found) -> dict[str, Any]:
    """A table of both sides of each slide's line and of the right one."""

    def number(value: float) -> str:
        if not np.isfinite(value):
            return "−∞" if value < 0 else "∞"
        return numeral(value, ".4f")

    def sides(left: float, right: float) -> str:
        return f"{number(left)}  |  {number(right)}"

    rows = [
        [
            f"{i + 1}.",
            sides(slip.slide_left, slip.slide_right),
            "holds here by chance" if slip.slide_holds else "does not hold",
            sides(slip.right_left, slip.right_right),
        ]
        for i, slip in enumerate(found)
    ]
    head = ["line", "the slide's: left | right", "as equations", "the right one: left | right"]
    return {"rows": {"head": head, "rows": rows, "notes": []}}
