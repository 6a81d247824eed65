"""Panels that paint pictures: the blend x_t, alone or as an equation of pictures, and the ladder."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from explainer.kit.pack import pack

# the sources of a blend, where a panel names no others
PICTURE, NOISE, COEFFICIENTS = "picture", "noise", "coefficients"


@dataclass(frozen=True, kw_only=True)
class Picture:
    """x_t = signal[t] · x_0 + sigma[t] · ε on a canvas, from three sources of the figure.

    `picture`, `noise`, `coefficients` name sources that answer `picture_data`, `noise_data`,
    `coefficients_data`. `terms` captions x_0 and ε, drawn beside it; `pick` names the two controls
    (row, column) that a click sets, on a grid of `cells` × `cells`. A `label` "{key}" shows the choice of
    that menu.
    """

    picture: str = PICTURE
    noise: str = NOISE
    coefficients: str = COEFFICIENTS
    t: str = "t"
    label: str = "x_t"
    terms: tuple[str, str] | None = None
    pick: tuple[str, str] | None = None
    cells: int = 28
    noise_span: float = 3.0
    name: str | None = None

    def spec(self) -> dict[str, Any]:
        """The panel as the page reads it."""
        return {"type": "picture", **asdict(self)}


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """The picture at each t of the source `rungs` (`{"t": …}`), in one row with t under each."""

    picture: str = PICTURE
    noise: str = NOISE
    coefficients: str = COEFFICIENTS
    rungs: str
    name: str | None = None

    def spec(self) -> dict[str, Any]:
        """The panel as the page reads it."""
        return {"type": "ladder", **asdict(self)}


def picture_data(pixels: np.ndarray) -> dict[str, Any]:
    """An 8-bit picture (height, width, channels) and the line that makes it x_0 in [−1, 1]."""
    return {"pixels": pack(pixels, "u1"), "scale": 2 / 255, "shift": -1.0}


def noise_data(pool: np.ndarray, count: int, offset: np.ndarray | None = None) -> dict[str, Any]:
    """ε for a picture of `count` numbers: cut from `pool` at offset[t], at its start without one."""
    return {
        "pool": pack(pool, "f2"),
        "count": count,
        "offset": None if offset is None else pack(offset, "i4"),
    }


def coefficients_data(signal: np.ndarray, sigma: np.ndarray) -> dict[str, Any]:
    """√ᾱ_t and √(1 − ᾱ_t) for t = 0 … T."""
    return {"signal": pack(signal), "sigma": pack(sigma)}
