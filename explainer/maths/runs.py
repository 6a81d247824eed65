"""One request of the page to a run: its first frame, one step, or a slice of playing on.

A run is as in `play`; its `MOVES` are the names of single steps, each with the method that takes it.
"""

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from explainer.maths import arguments
from explainer.maths.arguments import BadArgument
from explainer.maths.play import MAX_STEPS, play

SLICE = 20.0  # seconds of play per request: then it is the next visitor's turn
SAVED = 0.1  # seconds between frames that come with a state
BEYOND = 10_000_000  # steps
# At most so many steps per frame, seconds per frame, and the pause after it in seconds. Fast is a little
# faster than a screen, so that each of its refreshes has something new.
PACES = {"fast": (1000, 1 / 63, 0.0), "calm": (5, 1 / 20, 0.05), "slow": (1, 1 / 20, 0.3)}


def run(learner: Any, observer: Any, move: str, pace: str) -> Iterator[tuple[Any, Any]]:
    """Frames, each with the run's state where one is due, with None otherwise.

    `move` is "play", a key of the run's MOVES for one step, or anything else for the frame as it is.
    BadArgument for an unknown pace.
    """
    if move == "play":
        yield from _playing(learner, observer, pace)
        return
    good = learner.save()
    if move in learner.MOVES:
        getattr(learner, learner.MOVES[move])()
    frame = None if learner.broken else observer.frame(learner)
    if frame is None or not frame.finite:
        why = learner.trouble()
        learner.restore(good)
        frame = replace(observer.frame(learner), trouble=why)
    yield frame, learner.save()


def _playing(learner: Any, observer: Any, pace: str) -> Iterator[tuple[Any, Any]]:
    every, seconds, pause = PACES[arguments.choice("pace", pace, PACES, name="the pace")]
    if learner.step > BEYOND - MAX_STEPS:
        raise BadArgument("", f"the run is at step {learner.step:,}, which is far enough; press Reset")
    begun = last = time.monotonic()
    frames = play(learner, observer, MAX_STEPS, every, seconds)
    next(frames)  # the page has it already
    for frame in frames:
        now = time.monotonic()
        over = now - begun >= SLICE
        due = frame.trouble is not None or now - last >= SAVED or over
        yield frame, learner.save() if due else None
        if over:
            return
        last = now if due else last
        if pause:
            time.sleep(pause)
