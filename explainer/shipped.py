"""What `assets/` ships: loaded once, read-only, never a pickle."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

ASSETS = Path(__file__).parents[1] / "assets"


@cache
def arrays(name: str) -> Mapping[str, NDArray]:
    """The arrays of `assets/NAME.npz`, such as "reverse/known"; they can't be written to."""
    with np.load(ASSETS / f"{name}.npz", allow_pickle=False) as file:
        loaded = {key: file[key] for key in file.files}
    for array in loaded.values():
        array.flags.writeable = False
    return MappingProxyType(loaded)


@cache
def facts(name: str) -> Mapping[str, Any]:
    """The content of `assets/NAME.json`, such as "reverse/manifest"."""
    return json.loads((ASSETS / f"{name}.json").read_text(encoding="utf-8"))
