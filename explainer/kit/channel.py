"""One WebSocket a page, through which all of its figures ask and are streamed to.

A request costs a browser some 4 ms before and after the server's own time, a message a fraction of one:
that decides whether the answer to a hand is painted in the next frame but one. Where there is no socket
(a proxy that lets none through), the page fetches the same by `server_functions`.

Nothing is deflated by the socket itself (`page.launch`): a live game has some 6 % more steps without it.
Large answers, which come once, are sent packed.
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

log = logging.getLogger(__name__)
PATH = "/channel"
LARGE = 64_000  # bytes of an answer from which on it is packed
WRONG, FOREIGN = 1003, 1008  # closing codes of RFC 6455, section 7.4.1: can't be read, not allowed


async def served(socket: WebSocket) -> None:
    """Serve a page until it leaves; then all that it still asked for ends.

    `[number, id of a figure, "ask", [name, values]]` is answered by `[number, answer]`; with "stream" by
    `[number, step]` for each step, then `[number]`. The page's own `[number]` stops that stream. A large
    answer comes as bytes, gzip of its text.
    """
    if not _own(socket):
        return await socket.close(FOREIGN)
    await socket.accept()
    figures = socket.app.get_blocks().blocks
    stops: dict[int, anyio.CancelScope] = {}

    async def serve(number: int, figure: Any, kind: str, question: list) -> None:
        with anyio.CancelScope() as stops[number]:
            if kind == "ask":
                told = _told(number, encoded(await figure.answer(*question)))
                if len(told) < LARGE:
                    await socket.send_text(told.decode())
                else:
                    await socket.send_bytes(await anyio.to_thread.run_sync(gzip.compress, told, 1))
            else:
                async with aclosing(figure.run(*question)) as steps:
                    async for step in steps:
                        await socket.send_text(_told(number, step).decode())
                await socket.send_text(f"[{number}]")
        del stops[number]

    async def guarded(*question) -> None:
        try:
            await serve(*question)
        except WebSocketDisconnect:
            pass  # gone while it was answered: the loop below sees it too
        except Exception:
            if socket.application_state == WebSocketState.CONNECTED:  # else it is known already
                log.exception("the channel failed for %.200r", question)
                await socket.close(WRONG)

    async with anyio.create_task_group() as tasks:
        try:
            while socket.application_state == WebSocketState.CONNECTED:  # until a fault has closed it
                number, *asked = orjson.loads(await socket.receive_text())
                if asked:
                    figure, kind, question = asked
                    tasks.start_soon(guarded, number, figures[figure], kind, question)
                elif number in stops:
                    stops[number].cancel()
        except WebSocketDisconnect:
            pass
        except (ValueError, TypeError, KeyError):  # nothing that our page would send
            await socket.close(WRONG)
        tasks.cancel_scope.cancel()


def _told(number: int, payload: bytes) -> bytes:
    return b"[%d,%b]" % (number, payload)


def _own(socket: WebSocket) -> bool:
    """Whether a page of ours asks: browsers guard requests from foreign pages, but not their sockets."""
    headers = socket.headers
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc in (headers.get("host"), headers.get("x-forwarded-host"))
