"""Playing a game: a generator of frames while it trains, in turns with other visitors' games."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from explainer.gan.game import trouble
from explainer.gan.game.game import Game
from explainer.gan.game.observe import Frame, Observer
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
TURN = 0.005  # seconds: short enough for two games to have a frame each at every refresh of a screen


def play(
    game: Game,
    steps: int,
    every: int = 20,
    seconds: float = 0.05,
    observer: Observer | None = None,
) -> Iterator[Frame]:
    """Train for `steps` steps: a frame at once, then one per `every` steps or per `seconds`, whichever is first.

    `game` may also be a `Pair`, with its observer. Between frames the caller may `change` the game. The run
    ends when a weight is no number: the last frame carries `trouble`, and the game is back at its last
    good frame. With `seconds=inf` the frames, too, are the same in every run. BadArgument for bad
    `steps` or `every`.
    """
    arguments.whole("steps", steps, 0, MAX_STEPS, name="the number of steps")
    arguments.whole("every", every, 1, name="the number of steps per frame")
    observer = observer or Observer(game.data, game.options)
    end = game.step + steps
    frame = observer.frame(game)
    good = game.save()
    yield frame
    due = time.monotonic() + seconds / 4  # so that a change is visible at once
    while game.step < end:
        with np.errstate(all="ignore"):  # `trouble` reports it below
            _advance(game, min(game.step + every, end), due)
        with np.errstate(all="ignore"), TURNS:
            latest = None if game.broken else observer.frame(game)
        if latest is None or not latest.finite:
            why = trouble.sentence(game)
            game.restore(good)
            yield replace(frame, trouble=why)
            return
        frame, good = latest, game.save()
        yield frame
        # catch up on the time of observing and sending, but leave at least half of it to the training
        due = max(due + seconds, time.monotonic() + seconds / 2)


def _advance(game: Game, until: int, due: float) -> None:
    """At least one step, then more, up to the step `until` or the time `due`, in turns with other games."""
    now = 0.0
    while not game.broken and game.step < until and now <= due:
        with TURNS:
            over = min(due, time.monotonic() + TURN)
            while not game.broken and game.step < until and now <= over:
                game.step_both()
                now = time.monotonic()
