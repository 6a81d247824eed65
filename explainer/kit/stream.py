"""Streams: generators whose steps are sent as they come, and which end when the visitor leaves."""

import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import anyio
from fastapi.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from explainer.kit import language
from explainer.kit.asked import NotAsked, encoded, failure, own_words, plain
from explainer.kit.turns import Line, Shares, visitor

log = logging.getLogger(__name__)

LINES = "application/x-ndjson"
FLOWING = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # each line is sent at once
Run = Callable[[str, dict[str, Any]], AsyncGenerator[bytes]]
RUNNING = 2  # runs at once in this process; later ones wait, and their pages say so
LONGEST = 300.0  # seconds; a run is stopped after this, whatever its generator does
UNREAD = 10.0  # seconds; a run whose step is not taken for so long is ended, and its place given to the next
MOST = 8  # runs of one visitor, those that wait included
_line = Line(RUNNING)
_shares = Shares(MOST)


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
    return _line.taken


async def in_line(function: Callable, *arguments: Any) -> Any:
    """What the function returns, computed in a thread once it has a place among the runs."""
    async with aclosing(_line.wait(LONGEST)) as places:
        async for _ in places:
            pass
    try:
        return await anyio.to_thread.run_sync(function, *arguments)
    finally:
        _line.leave()


def running(streams: tuple[Stream, ...]) -> Run:
    """The function from which a figure's page streams: `run(stream's name, values)` → its steps, as JSON."""
    by_name = {stream.name: stream for stream in streams}

    def run(name: str, values: dict[str, Any]) -> AsyncGenerator[bytes]:
        if not isinstance(name, str) or name not in by_name or not isinstance(values, dict):
            raise NotAsked
        return steps(by_name[name], by_name[name].arguments(values))

    return run


def server_function(run: Run) -> Callable:
    """`run` as Gradio calls it: `stream([name, values])` → a line for each step.

    It is a plain streaming response. It needs no queue and no session, so any copy of the app can serve
    it, and closing the connection stops it.
    """

    async def lines(made: AsyncGenerator[bytes]) -> AsyncIterator[bytes]:
        async with aclosing(made) as steps:
            async for step in steps:
                yield step + b"\n"

    async def stream(question: list) -> Response:
        try:
            name, values = question
            made = run(name, values)
        except (NotAsked, TypeError, ValueError):  # nothing that our page would send
            return Response("There is no such run.", 400, media_type="text/plain")
        return _Lines(lines(made), media_type=LINES, headers=FLOWING)

    return stream


class _Lines(StreamingResponse):
    """A response whose reader must take each line within UNREAD seconds."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def hurried(message) -> None:
            with anyio.fail_after(UNREAD):
                await send(message)

        try:
            await super().__call__(scope, receive, hurried)
        except* TimeoutError:
            log.info("a run was not read for %.0f s and was ended", UNREAD)
        finally:
            await self.body_iterator.aclose()


async def steps(stream: Stream, arguments: dict[str, Any]) -> AsyncGenerator[bytes]:
    """The run's steps, each as JSON; a refusal or a fault is the last one."""
    yield encoded({"state": "started"})
    with _shares.one(visitor.get()) as granted:
        if not granted:
            sentence = f"You have {MOST} runs already; stop one of them first"
            yield encoded(failure(ValueError(sentence), stream.name, arguments))
            return
        async with aclosing(_line.wait(0.25)) as places:
            async for before in places:
                yield encoded({"state": "waiting", "before": before})
        async with aclosing(_frames(stream, arguments)) as frames:
            async for frame in frames:
                yield frame


async def _frames(stream: Stream, arguments: dict[str, Any]) -> AsyncGenerator[bytes]:
    """The steps of a run that has its place in the line, and gives it back."""
    frames = None
    begun = time.monotonic()
    try:
        frames = stream.run(**plain(arguments))
        while (frame := await anyio.to_thread.run_sync(next, frames, None)) is not None:
            yield encoded(language.answer(stream.name, own_words(frame)))
            if time.monotonic() - begun > LONGEST:
                raise ValueError(f"the run took more than {LONGEST:.0f} s and was stopped")
    except Exception as problem:
        yield encoded(failure(problem, f"stream {stream.name}", arguments))
    finally:
        _line.leave()
        if hasattr(frames, "close"):
            frames.close()
