"""One request of the page to a game: its first frame, one step, or a slice of playing on."""

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from explainer.gan.game import trouble
from explainer.gan.game.play import MAX_STEPS, play
from explainer.maths import arguments
from explainer.maths.arguments import BadArgument

SLICE = 20.0  # seconds of play per request: then it is the next visitor's turn
SAVED = 0.1  # seconds between frames that come with a state
BEYOND = 10_000_000  # steps
MOVES = {"step": "step_both", "step-d": "step_d", "step-g": "step_g"}
# At most so many steps per frame, seconds per frame, and the pause after it in seconds. Fast is a little
# faster than a screen, so that each of its refreshes has something new.
PACES = {"fast": (1000, 1 / 63, 0.0), "calm": (5, 1 / 20, 0.05), "slow": (1, 1 / 20, 0.3)}


def run(game, observer, move: str, pace: str) -> Iterator[tuple[Any, Any]]:
    """Frames, each with the game's state where one is due, with None otherwise.

    `game` and `observer` are those of `play`; `move` is "play", a key of MOVES for one step, or anything
    else for the frame as it is. BadArgument for an unknown pace.
    """
    if move == "play":
        yield from _playing(game, observer, pace)
        return
    good = game.save()
    if move in MOVES:
        getattr(game, MOVES[move])()
    frame = None if game.broken else observer.frame(game)
    if frame is None or not frame.finite:
        why = trouble.sentence(game)
        game.restore(good)
        frame = replace(observer.frame(game), trouble=why)
    yield frame, game.save()


def _playing(game, observer, pace: str) -> Iterator[tuple[Any, Any]]:
    every, seconds, pause = PACES[arguments.choice("pace", pace, PACES, name="the pace")]
    if game.step > BEYOND - MAX_STEPS:
        raise BadArgument("", f"the game is at step {game.step:,}, which is far enough; press Reset")
    begun = last = time.monotonic()
    frames = play(game, MAX_STEPS, every, seconds, observer)
    next(frames)  # the page has it already
    for frame in frames:
        now = time.monotonic()
        over = now - begun >= SLICE
        due = frame.trouble is not None or now - last >= SAVED or over
        yield frame, game.save() if due else None
        if over:
            return
        last = now if due else last
        if pause:
            time.sleep(pause)
