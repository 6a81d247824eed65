"""A request of the page to a game, to two, or to one on the line: begin, take a step, or play on."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from explainer.gan import trouble
from explainer.gan.controls import PACES
from explainer.gan.game import play
from explainer.maths.arguments import BadArgument

SLICE = 20.0  # seconds of play a request: then it is the next visitor's turn
SAVED = 0.1  # seconds between frames that bring all that the game needs to go on
BEYOND = 10_000_000  # steps
MOVES = {"step": "step_both", "step-d": "step_d", "step-g": "step_g"}
Told = Callable[[Any, str | None], dict[str, Any]]


def run(game, observer, move: str, pace: str, dump: Callable[[], str], told: Told) -> Iterator[dict[str, Any]]:
    """Frames as `told(frame, saved)` makes them; `dump()` is all that the game needs to go on.

    `game` and `observer` are what `game.play` takes. BadArgument for a pace that is none.
    """
    if move == "play":
        yield from _playing(game, observer, pace, dump, told)
        return
    good = game.save()
    if move in MOVES:
        getattr(game, MOVES[move])()
    frame = None if game.broken else observer.frame(game)
    if frame is None or not frame.finite:
        why = trouble.told(game)
        game.restore(good)
        frame = replace(observer.frame(game), trouble=why)
    yield told(frame, dump())


def _playing(game, observer, pace: str, dump: Callable[[], str], told: Told) -> Iterator[dict[str, Any]]:
    if pace not in PACES:
        raise BadArgument("pace", f"the pace is {pace!r}; allowed are {', '.join(PACES)}")
    every, seconds, pause = PACES[pace]
    if game.step > BEYOND - 200_000:
        raise BadArgument("", f"the game is at step {game.step:,}, which is far enough; press Reset")
    begun = last = time.monotonic()
    frames = play(game, 200_000, every, seconds, observer)
    next(frames)  # the page has it already
    for frame in frames:
        now = time.monotonic()
        due = frame.trouble is not None or now - last >= SAVED or now - begun >= SLICE
        yield told(frame, dump() if due else None)
        if now - begun >= SLICE:
            return
        last = now if due else last
        if pause:
            time.sleep(pause)
