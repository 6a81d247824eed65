"""The diagram of a VAE: where its layers stand, the lines between them, and what each of them made."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from explainer.kit.pack import pack
from explainer.maths.numerals import numeral
from explainer.vae.latent.network.settings import LAYERS

# on a square of 100: left, row and width of each box; the encoder runs down, the decoder up
SPOTS = {
    "x": (4, 0, 25),
    "encoder 1": (4, 1, 25),
    "encoder 2": (4, 2, 25),
    "mu": (4, 3, 25),
    "logvar": (4, 4, 25),
    "z": (38, 3, 24),
    "eps": (38, 4, 24),
    "decoder 1": (71, 2, 25),
    "decoder 2": (71, 1, 25),
    "p": (71, 0, 25),
}
ROW, HIGH = 20.5, 15
WORDS = {
    "x": "784 grey values from 0 to 1, row by row.",
    "encoder 1": "A linear layer and SiLU, x · sigmoid(x): 384 features of the picture.",
    "encoder 2": "The same again. Both networks are this small, and each has two hidden layers.",
    "mu": r"Where $q(z\mid x)$ lies: a linear layer, the same as that of $\ln\sigma^2$.",
    "logvar": r"How wide $q(z\mid x)$ is along each axis; the logarithm may have either sign.",
    "eps": r"Noise, $\varepsilon\sim\mathcal N(0,I)$, drawn outside: no gradient has to pass through it.",
    "z": r"$z=\mu+\sigma\odot\varepsilon$: a sample of $q(z\mid x)$ that moves with $\mu$ and $\sigma$.",
    "decoder 1": "A linear layer and SiLU. From here on two numbers are all that is left of the picture.",
    "decoder 2": "The same again.",
    "p": r"A linear layer and a sigmoid: each pixel's probability of ink, $p_\theta(x\mid z)$.",
}
SIDES = {784: (28, 28), 384: (20, 20)}  # no wider than high, so that the names have room


def diagram(made: Mapping[str, np.ndarray], learned: Mapping[str, int]) -> dict[str, Any]:
    """Boxes and lines for `kit.Diagram`, of each layer's values and of how many numbers it has learned."""
    return {
        "nodes": [_node(name, made[name], learned) for name in SPOTS],
        "edges": _edges(),
        "t": pack(np.zeros(1), "i4"),
        "maps": {name: pack(_grey(values), "u1") for name, values in made.items()},
    }


def _node(name: str, values: np.ndarray, learned: Mapping[str, int]) -> dict[str, Any]:
    left, row, wide = SPOTS[name]
    count = f", {learned[name]:,} parameters" if name in learned else ""
    if name == "logvar":
        count = r" of the same layer as $\mu$"
    shown = f" Here ({', '.join(numeral(v, '.2f') for v in values)})." if len(values) < 20 else ""
    return {
        "name": name,
        "title": LAYERS[name].split(",")[0],
        "shape": str(len(values)),
        "head": f"{LAYERS[name]}: {len(values)} numbers{count}.",
        "words": WORDS[name] + shown,
        "box": [left, row * ROW, wide, HIGH],
    }


def _edges() -> list[dict[str, Any]]:
    def at(name: str, across: float, down: float) -> list[float]:
        left, row, wide = SPOTS[name]
        return [left + across * wide, row * ROW + down * HIGH]

    down = [("x", "encoder 1"), ("encoder 1", "encoder 2"), ("encoder 2", "mu")]
    up = [("decoder 1", "decoder 2"), ("decoder 2", "p")]
    edges = [{"kind": "flow", "points": [at(a, 0.5, 1), at(b, 0.5, 0)]} for a, b in down]
    edges += [{"kind": "flow", "points": [at(a, 0.5, 0), at(b, 0.5, 1)]} for a, b in up]
    _, first = at("encoder 2", 0, 0.5)
    _, last = at("logvar", 0, 0.5)
    edges.append(
        {"kind": "flow", "points": [at("encoder 2", 0, 0.5), [1, first], [1, last], at("logvar", 0, 0.5)]}
    )
    edges.append({"kind": "flow", "points": [at("mu", 1, 0.4), at("z", 0, 0.4)]})
    _, low = at("z", 0, 0.75)
    edges.append({"kind": "flow", "points": [at("logvar", 1, 0.5), [33.5, last], [33.5, low], at("z", 0, 0.75)]})
    edges.append({"kind": "told", "points": [at("eps", 0.5, 0), at("z", 0.5, 1)]})
    side, level = at("decoder 1", 0.5, 1)[0], at("z", 1, 0.5)[1]
    edges.append({"kind": "flow", "points": [at("z", 1, 0.5), [side, level], at("decoder 1", 0.5, 1)]})
    return edges


def _grey(values: np.ndarray) -> np.ndarray:
    """Values as a signed map (1, 1, height, width) of bytes: 128 is 0, the largest is at an end, rest is 0."""
    height, width = SIDES.get(len(values), (len(values), 1))
    top = max(float(np.abs(values).max()), 1e-9)
    filled = np.zeros(height * width)
    filled[: len(values)] = values / top
    return np.rint(128 + 127 * filled).astype(np.uint8).reshape(1, 1, height, width)
