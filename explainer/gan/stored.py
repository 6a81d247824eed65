"""A game as text and back, so that the page can keep it and a call can bring it along.

JSON: settings by name, counts, the draws' state, and each array as base64 of little-endian float32.
Nothing in it is ever executed; whatever does not fit is refused in words.
"""

import base64
import binascii
import json
import math
from typing import Any

import numpy as np

from explainer.gan.game import Game, State
from explainer.gan.settings import Settings
from explainer.maths.arguments import BadArgument
from explainer.maths.toy2d import Cloud

VERSION = 1
MAX_CHARACTERS = 4_000_000  # the largest networks allowed need some 3 million
MAX_COUNT = 10_000_000


def dump(state: State) -> str:
    """The state as one line of JSON."""
    arrays = {name: _text(array) for name, array in state.arrays.items()}
    rng = {**state.rng, "state": {k: str(v) for k, v in state.rng["state"].items()}}  # 128 bits: beyond JS
    return json.dumps(
        {
            "version": VERSION,
            "settings": state.settings.plain(),
            "step": state.step,
            "counts": list(state.counts),
            "rng": rng,
            "arrays": arrays,
        }
    )


def load(text: str, data: Cloud) -> Game:
    """The game goes on from the text, on `data`; BadArgument("state") or a setting's own otherwise."""
    if not isinstance(text, str) or len(text) > MAX_CHARACTERS:
        raise _bad(f"allowed is text of up to {MAX_CHARACTERS:,} characters")
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise _bad("it is no JSON") from None
    if not isinstance(told, dict) or told.get("version") != VERSION:
        raise _bad(f"it is not of version {VERSION}")
    settings = told.get("settings")
    if not isinstance(settings, dict) or set(settings) != set(Settings().plain()):
        raise _bad("its settings are not those of this version")
    game = Game(data, Settings(**settings))
    sizes = {name: a.shape for name, a in game.save().arrays.items()}
    given = told.get("arrays")
    if not isinstance(given, dict):
        raise _bad("it holds no arrays")
    arrays = {name: _array(given.get(name), name, shape[0]) for name, shape in sizes.items()}
    step, counts = told.get("step"), told.get("counts")
    if not isinstance(counts, list) or len(counts) != 2:
        raise _bad("it must count the steps of both optimisers")
    for number in (step, *counts):
        if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= MAX_COUNT:
            raise _bad(f"a count is {number!r}; allowed is 0 to {MAX_COUNT:,}")
    game.restore(State(game.settings, step, arrays, (counts[0], counts[1]), _draws(told.get("rng"))))
    return game


def _bad(why: str) -> BadArgument:
    return BadArgument("state", f"the saved game cannot be read: {why}")


def _text(array: np.ndarray) -> str:
    return base64.b64encode(np.ascontiguousarray(array, "<f4").tobytes()).decode()


def _array(text: Any, name: str, size: int) -> np.ndarray:
    try:
        raw = base64.b64decode(text, validate=True)
    except (TypeError, ValueError, binascii.Error):
        raise _bad(f"{name} is no base64") from None
    if len(raw) != 4 * size:
        raise _bad(f"{name} has {len(raw)} bytes; its networks need {4 * size}")
    array = np.frombuffer(raw, "<f4")
    if not math.isfinite(float(array.astype(np.float64).sum())):
        raise _bad(f"{name} holds something that is no finite number")
    return array


def _draws(told: Any) -> dict[str, Any]:
    """The state of the draws, tried on a generator of our own."""
    try:
        inner = {key: int(told["state"][key]) for key in ("state", "inc")}
        if not all(0 <= value < 2**128 for value in inner.values()) or inner["inc"] % 2 == 0:
            raise ValueError
        state = {
            "bit_generator": "PCG64",
            "state": inner,
            "has_uint32": int(told["has_uint32"]) & 1,
            "uinteger": int(told["uinteger"]) & 0xFFFFFFFF,
        }
        np.random.default_rng().bit_generator.state = state
    except (TypeError, ValueError, KeyError, OverflowError):
        raise _bad("the state of its draws is none") from None
    return state
