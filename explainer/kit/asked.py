"""The asked way: pure Python functions that the page calls with its settings, and their refusals."""

import gzip
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import anyio
import orjson
from fastapi import Response

from explainer.kit import kept

log = logging.getLogger(__name__)
Answer = Callable[[str, dict[str, Any]], Awaitable[dict[str, Any]]]
_LARGE = 8_000  # bytes; below, packing costs more than it spares


def _two() -> Any:
    return field(default_factory=lambda: anyio.CapacityLimiter(2), compare=False, repr=False)


@dataclass(frozen=True)
class Source:
    """`answer(**values of keys)` → a dict for the page, asked anew when one of `keys` changes.

    Figures of a section share a source by its name. `shipped` is put into the page, so that the
    first paint asks nothing. `slow` runs in a thread: for anything of more than a few ms.
    `only={key: (other, value)}` sends a key only while `other` has that value: None otherwise.
    `lane` is how many run at once, of all sources that share it, however many visitors drag: threads
    that compute in Python only take the interpreter from each other. What comes with a visitor's own
    file or drawing (`only`) may take long: it goes `aside`, so that it keeps nobody else waiting.
    `calm` is asked when the hand rests, for what would take a drag's time.
    """

    name: str
    answer: Callable[..., dict[str, Any]]
    keys: tuple[str, ...]
    shipped: bool = False
    slow: bool = False
    calm: bool = False
    only: Mapping[str, tuple[str, Any]] = field(default_factory=dict)
    lane: anyio.CapacityLimiter = _two()
    aside: anyio.CapacityLimiter = _two()


def answering(sources: tuple[Source, ...]) -> Answer:
    """The one function that a figure's page asks: `await answer(name, values)` → what the source says."""
    known = {source.name: source for source in sources}

    async def answer(name: str, values: dict[str, Any]) -> dict[str, Any]:
        if name == "@keep":
            try:
                return {"kept": await kept.keep(values["value"])}
            except ValueError as problem:
                return failure(problem, "what is to be kept", {})
        values = kept.unfold(values)
        if values is None:
            return {"lost": True}
        source = known[name]
        arguments = {key: values.get(key) for key in source.keys}
        if source.slow:
            own = any(arguments[key] is not None for key in source.only)
            lane = source.aside if own else source.lane
            return await anyio.to_thread.run_sync(answered, source, arguments, limiter=lane)
        return answered(source, arguments)

    return answer


def server_function(answer: Answer) -> Callable:
    """The same as Gradio calls it: `ask([name, values])` → JSON, already encoded, which spares its encoder."""

    async def ask(question: list) -> Response:
        name, values = question
        return _response(await answer(name, values))

    return ask


def encoded(value: Any) -> bytes:
    """As JSON, NumPy's arrays and numbers, too."""
    return orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY)


def _response(answer: dict[str, Any]) -> Response:
    """As JSON; what is large is compressed, which every browser reads and Gradio does not do here."""
    body = encoded(answer)
    headers = {}
    if len(body) > _LARGE:
        body = gzip.compress(body, 1)
        headers["Content-Encoding"] = "gzip"
    return Response(body, media_type="application/json", headers=headers)


def answered(source: Source, arguments: dict[str, Any]) -> dict[str, Any]:
    """The answer, or {"error": {key, message}}: no traceback ever reaches a visitor."""
    try:
        return source.answer(**arguments)
    except Exception as problem:
        return failure(problem, f"source {source.name}", arguments)


def failure(problem: Exception, of: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """What the page is told of an exception: a ValueError's own words, nothing of a fault of ours."""
    if isinstance(problem, ValueError):
        key = getattr(problem, "argument", "")
        offer = getattr(problem, "offer", None)
        told = {"key": key, "message": _sentence(str(problem))}
        return {"error": told if offer is None else {**told, "offer": offer}}
    log.error("%s failed for %s", of, _short(arguments), exc_info=problem)
    return {"error": {"key": "", "message": "The server could not compute this figure."}}


def _sentence(text: str) -> str:
    if "\n" in text:  # a place in a text is shown with a caret: left as it is
        return text
    text = text or "this is not allowed"
    if text[0].isascii():  # a capital β looks like a B
        text = text[0].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _short(arguments: dict[str, Any]) -> dict[str, str]:
    return {key: repr(value)[:80] for key, value in arguments.items()}
