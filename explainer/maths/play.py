"""Playing a run: a generator of frames while it trains, in turns with other visitors' runs.

A run has `step`, `broken` (what blew up, or None), `advance()`, `save()`, `restore(state)` and `trouble()`, a
sentence about why it blew up. An observer has `frame(run)`, a dataclass with `finite` and `trouble`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from explainer.maths import arguments

MAX_STEPS = 200_000


class Turns:
    """`with turns:` is one turn at the processor; turns are given in the order of asking.

    A step is some fifty small NumPy calls, and at each of them a thread may wait for the interpreter:
    two threads that step at the same time do half as much together as one does alone.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._given = self._over = 0

    def __enter__(self) -> None:
        with self._changed:
            mine = self._given
            self._given += 1
            self._changed.wait_for(lambda: self._over == mine)

    def __exit__(self, *_) -> None:
        with self._changed:
            self._over += 1
            self._changed.notify_all()


TURNS = Turns()
TURN = 0.005  # seconds: short enough for two runs to have a frame each at every refresh of a screen


def play(run: Any, observer: Any, steps: int, every: int = 20, seconds: float = 0.05) -> Iterator[Any]:
    """Train for `steps` steps: a frame at once, then one per `every` steps or per `seconds`, whichever is first.

    Between frames the caller may change the run's options. It ends when a weight is no number: the last
    frame carries `trouble`, and the run is back at its last good frame. With `seconds=inf` the frames,
    too, are the same in every run. BadArgument for bad `steps` or `every`.
    """
    arguments.whole("steps", steps, 0, MAX_STEPS, name="the number of steps")
    arguments.whole("every", every, 1, name="the number of steps per frame")
    end = run.step + steps
    frame = observer.frame(run)
    good = run.save()
    yield frame
    due = time.monotonic() + seconds / 4  # so that a change is visible at once
    while run.step < end:
        with np.errstate(all="ignore"):  # `trouble` reports it below
            _advance(run, min(run.step + every, end), due)
        with np.errstate(all="ignore"), TURNS:
            latest = None if run.broken else observer.frame(run)
        if latest is None or not latest.finite:
            why = run.trouble()
            run.restore(good)
            yield replace(frame, trouble=why)
            return
        frame, good = latest, run.save()
        yield frame
        # catch up on the time of observing and sending, but leave at least half of it to the training
        due = max(due + seconds, time.monotonic() + seconds / 2)


def _advance(run: Any, until: int, due: float) -> None:
    """At least one step, then more, up to the step `until` or the time `due`, in turns with other runs."""
    now = 0.0
    while not run.broken and run.step < until and now <= due:
        with TURNS:
            over = min(due, time.monotonic() + TURN)
            while not run.broken and run.step < until and now <= over:
                run.advance()
                now = time.monotonic()
