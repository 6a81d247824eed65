"""One WebSocket per page, through which all of its figures ask and are streamed to.

A request costs a browser about 4 ms before and after the server's own time, a message a fraction of one.
That decides whether the answer to a drag is painted in the next frame but one. Where there is no socket,
because a proxy lets none through, the page fetches the same by `server_functions`.

The socket itself deflates nothing (`gradio_internals.deflate_no_messages`): a live game has about 6 % more
steps without it. Large answers, which come once, are sent compressed.
"""

import gzip
import logging
from contextlib import aclosing
from typing import Any
from urllib.parse import urlsplit

import anyio
import orjson
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from explainer.kit.asked import encoded
from explainer.kit.gradio_internals import component

log = logging.getLogger(__name__)
PATH = "/channel"
LARGE = 64_000  # bytes; an answer of at least as many is compressed
WRONG, FOREIGN = 1003, 1008  # closing codes of RFC 6455, section 7.4.1: can't be read, not allowed


async def served(socket: WebSocket) -> None:
    """Serve a page until it leaves; then everything that it still asked for ends.

    `[number, id of a figure, "ask", [name, values]]` is answered by `[number, answer]`; with "stream" by
    `[number, step]` for each step, then `[number]`. The page's own `[number]` stops that stream. A large
    answer is sent as bytes, the gzip of its text.
    """
    if not _own(socket):
        return await socket.close(FOREIGN)
    await socket.accept()
    page = _Page(socket)
    async with anyio.create_task_group() as tasks:
        try:
            while socket.application_state == WebSocketState.CONNECTED:  # until a fault has closed it
                number, *question = orjson.loads(await socket.receive_text())
                if question:
                    figure, kind, arguments = question
                    figure = component(socket.app, figure)
                    tasks.start_soon(page.guarded, number, figure, kind, arguments)
                else:
                    page.stop(number)
        except WebSocketDisconnect:
            pass
        except (ValueError, TypeError, KeyError):  # nothing that our page would send
            await socket.close(WRONG)
        tasks.cancel_scope.cancel()


class _Page:
    """The questions of one page that are being answered."""

    def __init__(self, socket: WebSocket) -> None:
        self.socket = socket
        self.scopes: dict[int, anyio.CancelScope] = {}

    def stop(self, number: int) -> None:
        if number in self.scopes:
            self.scopes[number].cancel()

    async def guarded(self, number: int, figure: Any, kind: str, arguments: list) -> None:
        """Answer a question; a fault of ours closes the socket, and the page asks by a request."""
        try:
            with anyio.CancelScope() as self.scopes[number]:
                await (self._answer if kind == "ask" else self._stream)(number, figure, arguments)
            del self.scopes[number]
        except WebSocketDisconnect:
            pass  # the page left meanwhile: `served` notices it too
        except Exception:
            if self.socket.application_state == WebSocketState.CONNECTED:  # otherwise it is known already
                log.exception("the channel failed for %.200r", (number, figure, kind, arguments))
                await self.socket.close(WRONG)

    async def _answer(self, number: int, figure: Any, arguments: list) -> None:
        message = _message(number, encoded(await figure.answer(*arguments)))
        if len(message) < LARGE:
            await self.socket.send_text(message.decode())
        else:
            await self.socket.send_bytes(await anyio.to_thread.run_sync(gzip.compress, message, 1))

    async def _stream(self, number: int, figure: Any, arguments: list) -> None:
        async with aclosing(figure.run(*arguments)) as steps:
            async for step in steps:
                await self.socket.send_text(_message(number, step).decode())
        await self.socket.send_text(f"[{number}]")


def _message(number: int, payload: bytes) -> bytes:
    return b"[%d,%b]" % (number, payload)


def _own(socket: WebSocket) -> bool:
    """Whether a page of ours asks: browsers guard requests from foreign pages, but not their sockets."""
    headers = socket.headers
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc in (headers.get("host"), headers.get("x-forwarded-host"))
