"""What the plane's first figure draws: tables along t as packed arrays."""

from typing import Any

import numpy as np

from explainer.kit.pack import pack

LONGEST = 0.2  # of an arrow, in the plane's units


def shades(density) -> dict[str, str]:
    """Densities (k, n, n) as bytes: the root of each one's share of its row's highest."""
    top = density.max((1, 2), keepdims=True)
    return pack(np.rint(255 * np.sqrt(density / top)), "u1")


def level(share: float) -> int:
    """The byte of a density that is this share of the highest."""
    return round(255 * share**0.5)


def bent(arrows) -> np.ndarray:
    """A quarter of each arrow, with lengths bent below LONGEST."""
    length = np.linalg.norm(arrows, axis=-1, keepdims=True) + 1e-12
    return arrows / length * LONGEST * np.tanh(0.25 * length / LONGEST)


def field(knots, density, anchors, pulls) -> dict[str, Any]:
    """The density and the score's arrows along t."""
    return {
        "knots": pack(knots, "i4"),
        "shade": shades(density),
        "anchors": pack(anchors),
        "arrows": pack(bent(pulls), "f2"),
    }


def forward(x0, eps, believed, signal, sigma, words: str) -> dict[str, Any]:
    """Points, their noise, what they are believed to come from, and the jump's two numbers at every t."""
    return {
        "x0": pack(x0),
        "eps": pack(eps),
        "believed": pack(believed, "f2"),
        "signal": pack(signal),
        "sigma": pack(sigma),
        "words": words,
    }


def back(points, believed, sw: float) -> dict[str, Any]:
    """Points on their way back, and how far the last are from real ones."""
    return {"points": pack(points, "f2"), "believed": pack(believed, "f2"), "sw": round(sw, 4)}
