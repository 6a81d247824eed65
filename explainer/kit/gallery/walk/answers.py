"""A point that walks round a circle without an end."""

import base64
import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from explainer.kit.asked import Source
from explainer.kit.live import Live, live_frame
from explainer.kit.pack import pack
from explainer.kit.replay import replay_film
from explainer.maths.arguments import BadArgument

SIDE = np.linspace(-1.5, 1.5, 12)


def dots(corners: str | None) -> dict[str, Any]:
    """The dots of a hand, or four corners."""
    text = base64.b64decode(corners).decode() if corners else "-1, -1\n1, -1\n1, 1\n-1, 1"
    return {"points": pack([[float(part) for part in line.split(",")] for line in text.splitlines()], "f2")}


def layers(step: int) -> dict[str, Any]:
    """A point that goes round with a net about it, and a field whose ½ line runs through it."""
    angle = step / 10
    point = np.array([np.cos(angle), np.sin(angle)])
    x, y = np.meshgrid(SIDE, SIDE)
    net = np.stack(np.meshgrid(*[np.linspace(-0.2, 0.2, 3)] * 2, indexing="ij"), -1) + point
    return {
        "points": pack(point[None], "f2"),
        "arrows": pack([[-0.3 * np.sin(angle), 0.3 * np.cos(angle)]], "f2"),
        "grid": pack(net, "f2"),
        "field": pack(1 / (1 + np.exp(-3 * (x * np.cos(angle) + y * np.sin(angle) - 1))), "f2"),
    }


def frame(step: int, saved: bool = True, trouble: str | None = None) -> dict[str, Any]:
    """The walk at a step, with all that it needs to go on: the number of the step."""
    words = f"step {step}"
    values = {"walk_step": step, "walk_progress": words}
    return live_frame(layers(step), values, {"step": step}, words, str(step) if saved else None, trouble)


def walked(move: str, saved: str | None, length: int) -> Iterator[dict[str, Any]]:
    """Steps of a length from where the page stands; beyond step 1,000 the walk breaks, on purpose."""
    if length == 7:
        raise BadArgument("walk_length", "the length is 7; the gallery allows all others from 0 to 9")
    step = 0 if move == "new" or not saved else int(saved)
    if move == "new":
        yield frame(0)
    elif move == "step":
        yield frame(step + length)
    for now in range(step + length, 5000, max(length, 1)) if move == "play" else ():
        if now > 1000:
            yield frame(now - length, trouble="The walk went beyond step 1,000.")
            return
        yield frame(now, saved=now % 3 == 0)
        time.sleep(0.02)


def film() -> dict[str, Any]:
    """Three steps that are shipped."""
    return replay_film([frame(step) | {"t": step} for step in range(3)]) | {"saved": "2"}


SOURCES = {
    source.name: source
    for source in (
        Source("walk_seen", lambda: layers(2), (), shipped=True),
        Source("walk_real", dots, ("corners",)),
        Source("walk", film, ()),
    )
}
WALK = Live(
    "walk",
    lambda move, saved, walk_length, walk_start: walked(move, saved, walk_length),
    ("walk_length", "walk_start"),
    film="walk",
    prefix="walk_",
    fixed=("walk_start",),
)
