"""One WebSocket per page, through which all of its figures ask and are streamed to.

A request costs a browser about 4 ms before and after the server's own time, a message a fraction of one.
That decides whether the answer to a drag is painted in the next frame but one. Where there is no socket,
because a proxy lets none through, the page fetches the same by `server_functions`.

The socket itself deflates nothing (`gradio_internals.deflate_no_messages`): a live game has about 6 % more
steps without it. Large answers, which come once, are sent compressed.
"""

import gzip
import logging
from contextlib import aclosing, suppress
from typing import Any
from urllib.parse import urlsplit

import anyio
import orjson
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from explainer.kit import language
from explainer.kit.asked import NotAsked, encoded
from explainer.kit.gradio_internals import allowed, component
from explainer.kit.stream import UNREAD
from explainer.kit.turns import Budget, Shares, Visitor, visitor

log = logging.getLogger(__name__)
PATH = "/channel"
LARGE = 64_000  # bytes; an answer of at least as many is compressed
# closing codes: can't be read, not allowed, too large, try again later
WRONG, FOREIGN, LONG, FULL = 1003, 1008, 1009, 1013
LONGEST = 2_000_000  # characters of a question; what is larger our page sends in a request
MOST = 32  # questions of one page that are being answered; the next message is read when one of them is done
ALIVE = 0  # the number of a question that only wants to be answered
RUNS = 16  # of one page, those that it was refused included
SOCKETS = 1_000  # of one address, which may be that of a whole lecture hall
SLOW = 60.0  # seconds; a page that takes an answer no sooner has left, or does not read
HELD = 100_000_000  # characters of the questions of one address that are being answered
_sockets = Shares(SOCKETS)
_questions = Budget(HELD)


async def served(socket: WebSocket) -> None:
    """Serve a page until it leaves; then everything that it still asked for ends.

    `[number, id of a figure, "ask", [name, values]]` is answered by `[number, answer]`; with "stream" by
    `[number, step]` for each step, then `[number]`. The page's own `[number]` stops that stream; `[0]` asks
    whether the server is alive, and is answered by the same. A large answer is sent as bytes, the gzip of
    its text.
    """
    if not own(socket) or not allowed(socket):
        return await socket.close(FOREIGN)
    address = socket.client and socket.client.host
    with _sockets.one(address) as granted:
        if not granted:
            return await socket.close(FULL)
        visitor.set(Visitor(address, object()))
        language.use(socket.query_params.get("lang"))
        await socket.accept()
        await _talk(socket, _Page(socket))


async def _talk(socket: WebSocket, page: "_Page") -> None:
    async with anyio.create_task_group() as tasks:
        page.scope = tasks.cancel_scope
        try:
            while socket.application_state == WebSocketState.CONNECTED:  # until a fault has closed it
                text = await socket.receive_text()
                if len(text) > LONGEST:
                    await _close(socket, LONG)
                    break
                number, *question = orjson.loads(text)
                if question:
                    figure, kind, arguments = question
                    _name, _values = arguments  # both functions take these two
                    figure = component(socket.app, figure)
                    await page.room(kind)
                    tasks.start_soon(page.guarded, number, figure, kind, arguments, len(text))
                elif number == ALIVE:
                    await page.send(b"[%d]" % ALIVE, True, SLOW)
                else:
                    page.stop(number)
        except WebSocketDisconnect:
            pass
        except (ValueError, TypeError, KeyError):  # nothing that our page would send
            await _close(socket, WRONG)
        tasks.cancel_scope.cancel()


async def _close(socket: WebSocket, code: int) -> None:
    """Close the socket, unless another question or the page itself has done it already."""
    if socket.application_state == WebSocketState.CONNECTED:
        with suppress(WebSocketDisconnect):
            await socket.close(code)


class _Page:
    """The questions of one page that are being answered."""

    def __init__(self, socket: WebSocket) -> None:
        self.socket = socket
        self.scopes: dict[int, anyio.CancelScope] = {}
        self.asked, self.runs = anyio.Semaphore(MOST), 0

    async def room(self, kind: str) -> None:
        """Wait until another question may be asked; ValueError for more runs than a page would start."""
        if kind == "ask":
            await self.asked.acquire()
        elif self.runs >= RUNS:
            raise ValueError("too many runs at once")
        else:
            self.runs += 1

    async def send(self, message: bytes, text: bool, seconds: float) -> None:
        """Send a message; WebSocketDisconnect if the page does not take it in time."""
        try:
            with anyio.fail_after(seconds):
                await (self.socket.send_text(message.decode()) if text else self.socket.send_bytes(message))
        except TimeoutError:
            self.scope.cancel()
            raise WebSocketDisconnect from None

    def stop(self, number: int) -> None:
        if number in self.scopes:
            self.scopes[number].cancel()

    async def guarded(self, number: int, figure: Any, kind: str, arguments: list, size: int) -> None:
        """Answer a question; a fault of ours closes the socket, and the page asks by a request."""
        try:
            with anyio.CancelScope() as self.scopes[number]:
                async with _questions.of(visitor.get().address, size):
                    await (self._answer if kind == "ask" else self._stream)(number, figure, arguments)
            del self.scopes[number]
        except WebSocketDisconnect:
            pass  # the page left meanwhile: `served` notices it too
        except NotAsked:
            await _close(self.socket, WRONG)
        except Exception:
            if self.socket.application_state == WebSocketState.CONNECTED:  # otherwise it is known already
                log.exception("the channel failed for %.200r", (number, figure, kind, arguments))
                await _close(self.socket, WRONG)
        finally:
            if kind == "ask":
                self.asked.release()
            else:
                self.runs -= 1

    async def _answer(self, number: int, figure: Any, arguments: list) -> None:
        message = _message(number, encoded(await figure.answer(*arguments)))
        if len(message) < LARGE:
            await self.send(message, True, SLOW)
        else:
            await self.send(await anyio.to_thread.run_sync(gzip.compress, message, 1), False, SLOW)

    async def _stream(self, number: int, figure: Any, arguments: list) -> None:
        async with aclosing(figure.run(*arguments)) as steps:
            async for step in steps:
                await self.send(_message(number, step), True, UNREAD)
        await self.send(b"[%d]" % number, True, UNREAD)


def _message(number: int, payload: bytes) -> bytes:
    return b"[%d,%b]" % (number, payload)


def own(socket: WebSocket) -> bool:
    """Whether a page of ours asks: browsers guard requests from foreign pages, but not their sockets."""
    headers = socket.headers
    origin = headers.get("origin")
    if origin is None:
        return True
    try:
        asked = urlsplit(origin).netloc
    except ValueError:  # no address at all
        return False
    forwarded = headers.get("x-forwarded-host", "").split(",")  # one for each proxy on the way
    return asked in (headers.get("host"), *(host.strip() for host in forwarded if host.strip()))
