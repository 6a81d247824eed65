"""What ships in `assets/unet`: the diagram, the atlases, the time embedding, the cuts."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parents[3] / "assets" / "unet"


@cache
def diagram() -> tuple[dict[str, Any], ...]:
    """The blocks of the network as `theory.walk` found them, in the order in which they run."""
    return tuple(json.loads((FOLDER / "diagram.json").read_text()))


@cache
def arrays(name: str) -> dict[str, NDArray]:
    """The arrays of `assets/unet/NAME.npz`, read-only."""
    with np.load(FOLDER / f"{name}.npz") as kept:
        read = dict(kept)
    for array in read.values():
        array.setflags(write=False)
    return read
