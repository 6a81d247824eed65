"""A training as text and back, so that the page keeps it and sends it along when it goes on.

The text is JSON: settings, the number of steps, the last samples, and as base64 the weights in float32, their
average in float16, Adam's two moments in bfloat16, which keeps their range. Nothing in it is executed.
"""

import base64
import binascii
import json
from dataclasses import asdict
from typing import Any

import numpy as np

from explainer.coding import runs
from explainer.maths.arguments import BadArgument, number, renamed, whole

VERSION = 1
MAX_CHARACTERS = 12_000_000  # the widest network allowed needs 9 million
BYTES = {"weights": 4, "average": 2, "mean": 2, "square": 2}  # of each number


def dump(training, frame: runs.Frame) -> str:
    """The training and its last frame as one line of JSON."""
    import torch

    adam = training.adam.state
    weights = list(training.model.parameters())
    moments = {
        name: [adam[weight][key] if weight in adam else torch.zeros_like(weight) for weight in weights]
        for name, key in (("mean", "exp_avg"), ("square", "exp_avg_sq"))
    }
    parts = {"weights": weights, "average": list(training.average.parameters()), **moments}
    return json.dumps(
        {
            "version": VERSION,
            "settings": asdict(training.s),
            "steps": training.steps,
            "frame": {"loss": frame.loss, "drawn": frame.drawn, "t": frame.t, "read": frame.read},
            "pictures": base64.b64encode(frame.pictures.tobytes()).decode(),
            "arrays": {name: _text(name, tensors) for name, tensors in parts.items()},
        }
    )


def load(text: str, settings) -> tuple:
    """The training of a text, which must have these settings, and its last frame; BadArgument("") otherwise."""
    saved = _read(text)
    if saved.get("settings") != asdict(settings):
        raise _bad("it has other settings")
    steps = _whole(saved, "steps", runs.MAX_STEPS)
    training = runs.begun(settings)
    _restore(training, steps, saved)
    return training, _frame(saved, steps, settings.T)


def _frame(saved: dict[str, Any], steps: int, T: int) -> runs.Frame:
    frame = saved.get("frame")
    if not isinstance(frame, dict):
        raise _bad("it has no last frame")
    with renamed(loss=""):
        loss = number("loss", frame.get("loss"), name="the saved run's loss")
    read = None if frame.get("read") is None else _whole(frame, "read", runs.SAMPLES)
    raw = _bytes("pictures", saved.get("pictures"), runs.SAMPLES * 28 * 28)
    pictures = np.frombuffer(raw, np.uint8).reshape(-1, 28, 28)
    return runs.Frame(steps, loss, None, _whole(frame, "drawn", steps), _whole(frame, "t", T), pictures, read)


def _whole(saved: dict[str, Any], name: str, most: int) -> int:
    with renamed(**{name: ""}):
        return whole(name, saved.get(name), 0, most, name=f"“{name}” of the saved run")


def _restore(training, steps: int, saved: dict[str, Any]) -> None:
    import torch

    weights, averages = list(training.model.parameters()), list(training.average.parameters())
    arrays = saved.get("arrays")
    if not isinstance(arrays, dict):
        raise _bad("it holds no arrays")
    found = {name: _tensors(name, arrays.get(name), weights) for name in BYTES}
    with torch.no_grad():
        for here, there in zip([*weights, *averages], found["weights"] + found["average"], strict=True):
            here.copy_(there)
    for weight, mean, square in zip(weights, found["mean"], found["square"], strict=True):
        training.adam.state[weight] = {
            "step": torch.tensor(float(steps)), "exp_avg": mean, "exp_avg_sq": square.clamp(min=0),
        }  # fmt: skip
    training.steps = steps


def _read(text: Any) -> dict[str, Any]:
    if not isinstance(text, str) or len(text) > MAX_CHARACTERS:
        raise _bad(f"allowed is text of up to {MAX_CHARACTERS:,} characters")
    try:
        saved = json.loads(text)
    except (ValueError, RecursionError):
        raise _bad("it is no JSON") from None
    if not isinstance(saved, dict) or saved.get("version") != VERSION:
        raise _bad(f"it is not of version {VERSION}")
    return saved


def _bad(why: str) -> BadArgument:
    return BadArgument("", f"the saved run cannot be read: {why}")


def _text(name: str, tensors) -> str:
    import torch

    flat = torch.cat([tensor.detach().flatten() for tensor in tensors])
    if name == "weights":
        raw = flat.numpy().astype("<f4")
    elif name == "average":
        raw = flat.numpy().astype("<f2")
    else:
        raw = flat.bfloat16().view(torch.int16).numpy().astype("<i2")
    return base64.b64encode(raw.tobytes()).decode()


def _tensors(name: str, text: Any, like) -> list:
    """The numbers of a part, cut into tensors like those; BadArgument where they don't fit."""
    import torch

    sizes = [weight.numel() for weight in like]
    raw = _bytes(name, text, BYTES[name] * sum(sizes))
    if name in ("mean", "square"):
        flat = torch.from_numpy(np.frombuffer(raw, "<i2").astype(np.int16)).view(torch.bfloat16).float()
    else:
        flat = torch.from_numpy(np.frombuffer(raw, {4: "<f4", 2: "<f2"}[BYTES[name]]).astype(np.float32))
    if not torch.isfinite(flat).all():
        raise _bad(f"{name} holds a number that is not finite")
    return [part.view_as(weight) for part, weight in zip(flat.split(sizes), like, strict=True)]


def _bytes(name: str, text: Any, count: int) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (TypeError, ValueError, binascii.Error):
        raise _bad(f"{name} is no base64") from None
    if len(raw) != count:
        raise _bad(f"{name} has {len(raw):,} bytes; it needs {count:,}")
    return raw
