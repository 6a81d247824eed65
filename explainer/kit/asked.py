"""Sources: pure Python functions that the page calls with its settings, and their refusals."""

import gzip
import logging
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from fastapi import Response

from explainer.kit import language, uploads
from explainer.kit.turns import Lane
from explainer.maths.arguments import BadArgument

log = logging.getLogger(__name__)
Answer = Callable[[str, dict[str, Any]], Awaitable[dict[str, Any]]]
_LARGE = 8_000  # bytes; below, compressing costs more than it saves
FAULT = "The server could not compute this figure."
SYMBOL = re.compile(r"[b-z]\b")  # a sentence that begins with p or t keeps it
QUICK = 0.002  # seconds that an answer may keep all other visitors waiting; a slower one goes to a thread
_ASIDE = Lane(2)  # for questions with the visitor's own file or drawing
RESERVED = frozenset({"error", "lost", "kept"})
_FADING = 0.95  # an answer's weight in the pace of its source, a question later


class NotAsked(Exception):
    """A question that no page of ours would send: no such source or run, or values that are none."""


def _two() -> Any:
    return field(default_factory=lambda: Lane(2), compare=False, repr=False)


@dataclass(frozen=True)
class Source:
    """`answer(**values of keys)` → a dict for the page, asked again when one of `keys` changes.

    The figures of a section share a source by its name. `shipped` puts its answer to the default values
    into the page, so that the first paint asks nothing. `slow` always runs in a thread; any other source does
    while its answers take more than QUICK.
    `calm` is asked only when the hand rests: for what is too slow to follow a drag.
    `only={key: (other, value)}` sends `key` only while `other` has that value, and None otherwise.
    `lane` limits how many slow answers run at once, over all sources that share it and all visitors, who
    take turns: threads that compute in Python take the interpreter from each other. A question with the
    visitor's own file or drawing (a key of `only`) may take long, so it runs in the one lane `aside` for all
    of these and delays nobody else.
    """

    name: str
    answer: Callable[..., dict[str, Any]]
    keys: tuple[str, ...]
    shipped: bool = False
    slow: bool = False
    calm: bool = False
    only: Mapping[str, tuple[str, Any]] = field(default_factory=dict)
    lane: Lane = _two()
    aside: Lane = field(default=_ASIDE, compare=False, repr=False)

    def asked(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments that the page sends where its section has these values."""
        left_out = {key for key, (other, value) in self.only.items() if values.get(other) != value}
        return {key: None if key in left_out else values.get(key) for key in self.keys}


def answering(sources: tuple[Source, ...]) -> Answer:
    """The function through which a figure's page asks: `await answer(source's name, values)`."""
    by_name = {source.name: source for source in sources}
    paces = {source.name: _Pace() for source in sources}

    async def answer(name: str, values: dict[str, Any]) -> dict[str, Any]:
        if not isinstance(values, dict):
            raise NotAsked
        if name == "@keep" and "value" in values:
            return await _keep(values["value"])
        if not isinstance(name, str) or name not in by_name:
            raise NotAsked
        values = uploads.unfold(values)
        if values is None:
            return {"lost": True}
        source = by_name[name]
        arguments = {key: values.get(key) for key in source.keys}
        try:
            plain(arguments)
        except BadArgument as bad:
            return failure(bad, f"source {name}", {})
        pace = paces[name]
        if source.slow or pace.slowest > QUICK:
            own = any(arguments[key] is not None for key in source.only)
            return await (source.aside if own else source.lane).run(pace.timed, source, arguments)
        return pace.timed(source, arguments)

    return answer


class _Pace:
    """How long a source took of late; one that was never asked may import and load, so it counts as slow."""

    def __init__(self) -> None:
        self.slowest = QUICK / _FADING**2

    def timed(self, source: Source, arguments: dict[str, Any]) -> dict[str, Any]:
        begun = time.thread_time()
        answer = answered(source, arguments)
        self.slowest = max(time.thread_time() - begun, _FADING * self.slowest)
        return answer


async def _keep(upload: str) -> dict[str, Any]:
    try:
        return {"kept": await uploads.keep(upload)}
    except BadArgument as bad:
        return failure(bad, "the cache of uploads", {})


def server_function(answer: Answer) -> Callable:
    """`answer` as Gradio calls it: `ask([name, values])`. The response is JSON already: no encoder runs again."""

    async def ask(question: list) -> Response:
        try:
            name, values = question
            return _response(await answer(name, values))
        except (NotAsked, TypeError, ValueError):  # nothing that our page would send
            return Response("There is no such question.", 400, media_type="text/plain")

    return ask


def encoded(value: Any) -> bytes:
    """A value as JSON; NumPy arrays and numbers are allowed."""
    return orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY)


def _response(answer: dict[str, Any]) -> Response:
    """JSON, compressed where it is large: every browser reads that, and Gradio does not do it here."""
    body = encoded(answer)
    headers = {}
    if len(body) > _LARGE:
        body = gzip.compress(body, 1)
        headers["Content-Encoding"] = "gzip"
    return Response(body, media_type="application/json", headers=headers)


def answered(source: Source, arguments: dict[str, Any]) -> dict[str, Any]:
    """The answer in the page's language, or {"error": {key, message}}: no traceback ever reaches a visitor."""
    try:
        return language.answer(source.name, own_words(source.answer(**arguments)))
    except Exception as problem:
        return failure(problem, f"source {source.name}", arguments)


def plain(arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments themselves; BadArgument for one that no control has: a list, or an object."""
    for key, value in arguments.items():
        if isinstance(value, list | dict):
            raise BadArgument(key, f"{key} is a {type(value).__name__}; allowed is one value")
    return arguments


def own_words(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer itself; TypeError where it uses a key by which the page knows what is no answer."""
    if taken := RESERVED.intersection(answer):
        raise TypeError(f"an answer may not use the keys {sorted(taken)}: to the page it would be none")
    return answer


def failure(problem: Exception, of: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """An exception for the page: a refusal beside its control, and one plain sentence for a fault of ours.

    A BadArgument is a refusal of its argument, any other ValueError one of the whole figure.
    """
    if isinstance(problem, BadArgument):
        error = {"key": problem.argument, "message": _sentence(str(problem))}
        return {"error": error if problem.offer is None else {**error, "offer": problem.offer}}
    if isinstance(problem, ValueError):
        return {"error": {"key": "", "message": _sentence(str(problem))}}
    log.error("%s failed for %s", of, _short(arguments), exc_info=problem)
    return {"error": {"key": "", "message": language.text(FAULT)}}


def _sentence(english: str) -> str:
    """A refusal as a sentence in the language of the page that asks."""
    text = language.text(english)
    if "\n" in text:  # a caret below shows a position in the line above: left as it is
        return text
    text = text or "this is not allowed"
    if text[0].isascii() and not SYMBOL.match(english):  # a capital β looks like a B
        text = text[0].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _short(arguments: dict[str, Any]) -> dict[str, str]:
    return {key: repr(value)[:80] for key, value in arguments.items()}
