"""Streams: generators whose steps are sent as they come, and which end when the visitor leaves."""

import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import anyio
from fastapi.responses import StreamingResponse

from explainer.kit.asked import encoded, failure

log = logging.getLogger(__name__)

LINES = "application/x-ndjson"
FLOWING = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # each line is sent at once
Run = Callable[[str, dict[str, Any]], AsyncGenerator[bytes]]
RUNNING = 2  # runs at once in this process; later ones wait, and their pages say so
LONGEST = 300.0  # seconds; a run is stopped after this, whatever its generator does
_active = 0
_waiting = 0


@dataclass(frozen=True)
class Stream:
    """`run(**values of keys)` → an iterator of dicts, each sent to the page as a frame of film `film`.

    A frame is `film_frame(…)` of `kit/film.py`, or `replay_frame(…)` of `kit/replay.py`. `prefix` goes
    before the names of the values that a stream sets (`t`, `last`, `frames`, `state`, `progress`), so that
    two streams of a section differ. The generator is closed, so that its `finally` runs, when it ends,
    when the visitor presses stop, and when the page goes away.
    """

    name: str
    run: Callable[..., Iterator[dict[str, Any]]]
    keys: tuple[str, ...]
    film: str
    prefix: str = ""

    def spec(self) -> dict[str, Any]:
        """The stream as the page reads it."""
        return {"name": self.name, "keys": self.keys, "film": self.film, "prefix": self.prefix}

    def arguments(self, values: dict[str, Any]) -> dict[str, Any]:
        """What `run` gets of the values that the page sent."""
        return {key: values.get(key) for key in self.keys}


def active() -> int:
    """How many runs are at work in this process."""
    return _active


def running(streams: tuple[Stream, ...]) -> Run:
    """The function from which a figure's page streams: `run(stream's name, values)` → its steps, as JSON."""
    by_name = {stream.name: stream for stream in streams}
    return lambda name, values: steps(by_name[name], by_name[name].arguments(values))


def server_function(run: Run) -> Callable:
    """`run` as Gradio calls it: `stream([name, values])` → a line for each step.

    It is a plain streaming response. It needs no queue and no session, so any copy of the app can serve
    it, and closing the connection stops it.
    """

    async def lines(name: str, values: dict[str, Any]) -> AsyncIterator[bytes]:
        async with aclosing(run(name, values)) as steps:
            async for step in steps:
                yield step + b"\n"

    async def stream(question: list) -> StreamingResponse:
        return StreamingResponse(lines(*question), media_type=LINES, headers=FLOWING)

    return stream


async def steps(stream: Stream, arguments: dict[str, Any]) -> AsyncGenerator[bytes]:
    """The run's steps, each as JSON; a refusal or a fault is the last one."""
    global _active, _waiting
    yield encoded({"state": "started"})
    if _active >= RUNNING or _waiting:  # those that wait already go first
        _waiting += 1
        try:
            yield encoded({"state": "waiting", "before": _waiting})
            await anyio.sleep(0.25)
            while _active >= RUNNING:
                yield encoded({"state": "waiting", "before": _waiting})
                await anyio.sleep(0.25)
        finally:
            _waiting -= 1
    _active += 1
    frames = None
    begun = time.monotonic()
    try:
        frames = stream.run(**arguments)
        while (frame := await anyio.to_thread.run_sync(next, frames, None)) is not None:
            yield encoded(frame)
            if time.monotonic() - begun > LONGEST:
                raise ValueError(f"the run took more than {LONGEST:.0f} s and was stopped")
    except Exception as problem:
        yield encoded(failure(problem, f"stream {stream.name}", arguments))
    finally:
        _active -= 1
        if hasattr(frames, "close"):
            frames.close()
