"""Arrays and the state of draws as plain JSON values and back, so that the page keeps a run's state.

Arrays become base64 of little-endian float32. Nothing is ever executed; what does not fit raises
BadArgument("state").
"""

import base64
import binascii
import json
import math
from typing import Any

import numpy as np

from explainer.maths.arguments import BadArgument
from explainer.maths.options import Checked

MAX_CHARACTERS = 4_000_000  # the largest networks allowed need about 3 million


def read(text: Any, version: int) -> dict[str, Any]:
    """The dictionary of a text of this version; BadArgument otherwise."""
    if not isinstance(text, str) or len(text) > MAX_CHARACTERS:
        raise refused(f"allowed is text of up to {MAX_CHARACTERS:,} characters")
    try:
        saved = json.loads(text)
    except (ValueError, RecursionError):
        raise refused("it is no JSON") from None
    if not isinstance(saved, dict) or saved.get("version") != version:
        raise refused(f"it is not of version {version}")
    return saved


def settings(found: dict[str, Any], options: Checked) -> dict[str, Any]:
    """The settings of a saved run, which has the names of these options; BadArgument otherwise."""
    names = found.get("settings")
    if not isinstance(names, dict) or set(names) != set(options.plain()):
        raise refused("its settings are not those of this version")
    return names


def refused(why: str) -> BadArgument:
    """The error for a state that cannot be read."""
    return BadArgument("state", f"the saved run cannot be read: {why}")


def packed(arrays: dict[str, np.ndarray]) -> dict[str, str]:
    """Each array as text."""
    return {
        name: base64.b64encode(np.ascontiguousarray(array, "<f4").tobytes()).decode()
        for name, array in arrays.items()
    }


def unpacked(texts: Any, sizes: dict[str, int]) -> dict[str, np.ndarray]:
    """The array of each text, of the `sizes` that are needed; BadArgument otherwise."""
    if not isinstance(texts, dict):
        raise refused("it holds no arrays")
    return {name: _array(texts.get(name), name, size) for name, size in sizes.items()}


def _array(text: Any, name: str, size: int) -> np.ndarray:
    try:
        raw = base64.b64decode(text, validate=True)
    except (TypeError, ValueError, binascii.Error):
        raise refused(f"{name} is no base64") from None
    if len(raw) != 4 * size:
        raise refused(f"{name} has {len(raw)} bytes; its networks need {4 * size}")
    array = np.frombuffer(raw, "<f4")
    if not math.isfinite(float(array.astype(np.float64).sum())):
        raise refused(f"{name} holds a number that is not finite")
    return array


def draws(rng: dict[str, Any]) -> dict[str, Any]:
    """The state of a PCG64 as JSON can write it: its integers have 128 bits."""
    return {**rng, "state": {key: str(value) for key, value in rng["state"].items()}}


def drawn(saved: Any) -> dict[str, Any]:
    """The state of a PCG64 from what `draws` made; a generator that is thrown away tries it first."""
    try:
        inner = {key: int(saved["state"][key]) for key in ("state", "inc")}
        if not all(0 <= value < 2**128 for value in inner.values()) or inner["inc"] % 2 == 0:
            raise ValueError
        state = {
            "bit_generator": "PCG64",
            "state": inner,
            "has_uint32": int(saved["has_uint32"]) & 1,
            "uinteger": int(saved["uinteger"]) & 0xFFFFFFFF,
        }
        np.random.default_rng().bit_generator.state = state
    except (TypeError, ValueError, KeyError, OverflowError):
        raise refused("the state of its draws is not valid") from None
    return state
