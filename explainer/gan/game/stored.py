"""A game as text and back, so that the page keeps it and sends it along with a request.

The text is JSON: options by name, counts, the state of the draws, and each array as base64 of
little-endian float32. Nothing in it is ever executed; what does not fit raises BadArgument("state").
"""

import base64
import binascii
import json
import math
from typing import Any

import numpy as np

from explainer.gan.game.game import Game, State
from explainer.gan.game.options import FIXED, Options
from explainer.maths.arguments import BadArgument, renamed, whole
from explainer.maths.toy2d import Cloud

VERSION = 1
MAX_CHARACTERS = 4_000_000  # the largest networks allowed need about 3 million
MAX_COUNT = 10_000_000


def dump(state: State) -> str:
    """The state as one line of JSON."""
    arrays = {name: _text(array) for name, array in state.arrays.items()}
    rng = {**state.rng, "state": {k: str(v) for k, v in state.rng["state"].items()}}  # 128 bits: beyond JS
    return json.dumps(
        {
            "version": VERSION,
            "settings": state.options.plain(),
            "step": state.step,
            "counts": list(state.counts),
            "rng": rng,
            "arrays": arrays,
        }
    )


def load(text: str, data: Cloud) -> Game:
    """The game of a text, on `data`; BadArgument("state") otherwise."""
    if not isinstance(text, str) or len(text) > MAX_CHARACTERS:
        raise _bad(f"allowed is text of up to {MAX_CHARACTERS:,} characters")
    try:
        saved = json.loads(text)
    except (ValueError, RecursionError):
        raise _bad("it is no JSON") from None
    if not isinstance(saved, dict) or saved.get("version") != VERSION:
        raise _bad(f"it is not of version {VERSION}")
    options = saved.get("settings")
    if not isinstance(options, dict) or set(options) != set(Options().plain()):
        raise _bad("its settings are not those of this version")
    with renamed(**dict.fromkeys(options, "state")):
        game = Game(data, Options(**options))
    sizes = {name: array.size for name, array in game.save().arrays.items()}
    texts = saved.get("arrays")
    if not isinstance(texts, dict):
        raise _bad("it holds no arrays")
    arrays = {name: _array(texts.get(name), name, size) for name, size in sizes.items()}
    step, counts = saved.get("step"), saved.get("counts")
    if not isinstance(counts, list) or len(counts) != 2:
        raise _bad("it must count the steps of both optimisers")
    for count in (step, *counts):
        whole("state", count, 0, MAX_COUNT, name="the saved game cannot be read: a count")
    game.restore(State(game.options, step, arrays, (counts[0], counts[1]), _draws(saved.get("rng"))))
    return game


def resumed(text: str, data: Cloud, options: Options) -> Game:
    """The game of a text, which goes on with those of the `options` that may change while it runs."""
    game = load(text, data)
    game.change(**{name: value for name, value in options.plain().items() if name not in FIXED})
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
        raise _bad(f"{name} holds a number that is not finite")
    return array


def _draws(saved: Any) -> dict[str, Any]:
    """The state of the draws; a generator that is thrown away tries it first."""
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
        raise _bad("the state of its draws is not valid") from None
    return state
