"""What is drawn of two trainings: arrays in, figures and arrays out."""

from typing import Any

from explainer.kit import drawn
from explainer.kit.pack import pack
from explainer.vae.reparameterization.figures import readable


def dots(points, reach: float) -> dict[str, Any]:
    """The points of the data, twice: the page draws a decoder over each."""
    answer = {}
    for name in ("path", "rival"):
        cloud = {
            "type": "scatter", "mode": "markers", "x": pack(points[:, 0]), "y": pack(points[:, 1]),
            "marker": {"color": "role:data", "size": 4, "opacity": 0.55}, "hoverinfo": "skip",
            "showlegend": False,
        }  # fmt: skip
        across = {"range": [-reach, reach], "zeroline": False}
        up = {"range": [0.3 - reach, 0.3 + reach], "zeroline": False}  # above is room for words
        figure = drawn.figure([cloud], "", "", xaxis=across, yaxis=up, margin={"l": 34, "b": 28, "t": 8})
        answer[f"{name}_figure"] = figure
    return answer


def trained(step, names, floor: float, steps: int, first: float) -> dict[str, Any]:
    """Both decoders' curves and terms, and the axes of the loss."""
    span = max(first - floor, 1.0)
    end = [0, max(steps, 1)]
    figure = drawn.figure(
        [
            drawn.legend(names[0], "right"),
            drawn.legend(names[1], "wrong", "dash"),
            drawn.line(end, [floor, floor], "entropy of the data", "text", "dot", 2),
        ],
        "step",
        "−ELBO, nats a point",
        xaxis={"range": end},
        yaxis={"range": [floor - 0.03 * span, floor + 0.34 * span], "zeroline": False},
        showlegend=True,
    )
    answer = {"loss_figure": drawn.keyed(figure)}
    for index, name in enumerate(("path", "rival")):
        (kl, rest), curve = step.parts[index], step.curves[index]
        answer[name] = {
            "x": pack(curve[:, 0]),
            "y": pack(curve[:, 1]),
            "loss": kl + rest,
            "says": f"{names[index]}\n−ELBO {readable(kl + rest, 2)} = KL {readable(kl, 2)} {signed(rest)}",
        }
    return answer


def signed(value: float) -> str:
    """A further term of a sum: "+ 1.50", "− 1.50"."""
    return f"{'−' if value < 0 else '+'} {readable(abs(value), 2)}"
