"""Bits pixel by pixel as grey pictures, and a table of how many there are where."""

from typing import Any

import numpy as np

from explainer.kit.pack import pack

BLACK, WHITE = 10, 245  # grey levels up to and from which a pixel counts as background and as stroke
PARTS = ("black pixels", "grey pixels", "white pixels")


def bright(bits) -> np.ndarray:
    """Bits as grey levels on a scale of their own, the square root of their share of the largest."""
    top = max(float(np.max(bits)), 1e-12)
    return np.round(255 * np.sqrt(np.clip(bits, 0, None) / top)).astype(np.uint8)


def where(levels, look) -> dict[str, Any]:
    """A picture, its bits at each knot and over all t, each as pictures; and the sums."""
    maps = np.array([bright(one) for one in look.maps])
    return {
        "x0": pack(levels[None], "u1"),
        "maps": pack(maps[:, None], "u1"),
        "whole": pack(bright(look.whole)[None], "u1"),
        "t": pack(look.knots, "i4"),
        "total": float(look.whole.mean() + look.last),
    }


def table(pictures: dict[str, tuple]) -> dict[str, Any]:
    """Of each name (levels, look): the bound and the bits of its black, grey and white pixels."""
    rows = [
        ["the bound, bits a pixel", *(f"{look.whole.mean() + look.last:.3f}" for _, look in pictures.values())]
    ]
    for part, inside in enumerate(PARTS):
        cells = []
        for levels, look in pictures.values():
            kind = np.where(levels <= BLACK, 0, np.where(levels >= WHITE, 2, 1)) == part
            cells.append(f"{kind.sum()} with {look.whole[kind].mean():.2f} each" if kind.any() else "none")
        rows.append([inside, *cells])
    rows.append(["the costliest pixel, bits", *(f"{look.whole.max():.1f}" for _, look in pictures.values())])
    return {"head": ["", *pictures], "rows": rows, "notes": []}
