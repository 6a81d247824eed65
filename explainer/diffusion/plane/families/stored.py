"""Laps of a race as arrays and back: what the page opens on, for every data set."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion.plane.families.race import FAMILIES, Lap, Standing

NUMBERS = ("step", "sw", "coverage", "each")


def packed(laps: Sequence[Lap], floor: float) -> dict[str, NDArray]:
    """`seconds` (k,), the points of each family (k, n, 2), and each number as (k, 3) in the order of FAMILIES."""
    columns = {name: np.array([lap.standings[name].points for lap in laps], np.float16) for name in FAMILIES}
    for number in NUMBERS:
        columns[number] = np.array([[getattr(lap.standings[f], number) for f in FAMILIES] for lap in laps])
    return {"seconds": np.array([lap.seconds for lap in laps]), "floor": np.array(floor), **columns}


def laps(file: Mapping[str, NDArray]) -> list[Lap]:
    """The laps of packed arrays."""
    found = []
    for i, seconds in enumerate(file["seconds"].tolist()):
        standings = {}
        for j, family in enumerate(FAMILIES):
            step, sw, coverage, each = (file[number][i, j].item() for number in NUMBERS)
            standings[family] = Standing(file[family][i].astype(np.float64), int(step), sw, coverage, each)
        found.append(Lap(seconds, standings))
    return found
