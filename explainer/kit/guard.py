"""What the outside may ask for: the routes that the page and programs use, bodies of a bounded size.

Gradio serves many more routes than this app needs: uploads that are stored, a proxy, its own settings.
Whatever is not listed here does not exist for the outside.
"""

import logging
import re
from collections.abc import Sequence
from urllib.parse import parse_qsl

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from explainer.kit import language
from explainer.kit.turns import Budget, Visitor, visitor

log = logging.getLogger(__name__)
LARGEST = 60_000_000  # bytes of a body: an upload of 40 MB in base64, and its frame
HELD = 180_000_000  # bytes of the bodies of one address that are being answered
SENTENCE = f"A body may have {LARGEST // 1_000_000} MB at most."
GET = (
    r"/(config/?)?",
    r"/(theme\.css|robots\.txt|favicon\.ico)",
    r"/(assets|static|svelte)/.+",
    r"/gradio_api/file=.+\.(js|css|woff2|png|webp|svg|json)",  # Gradio checks that it is one of `static_paths`
    r"/gradio_api/startup-events",  # `launch` asks for it itself
    r"/gradio_api/(info|queue/(data|status)|heartbeat/\w+)",
    r"/gradio_api/call/(v2/)?\w+/\w+",
    r"/log(in|out)/?",
    r"/talk-file",
)
POST = (
    r"/gradio_api/(component_server|queue/join|cancel|reset)",
    r"/gradio_api/call/(v2/)?\w+",
    r"/login/?",
    r"/talk-file",
)
MCP = (r"/gradio_api/mcp(/.*)?",)
RELOADING = (r"/gradio_api/dev/reload", r"/dev/reload")  # of `gradio app.py`
OWN = re.compile(r"/gradio_api/component_server")  # other sites' pages would let a visitor's computer compute
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    # Gradio compiles the scripts and templates of `gr.HTML` in the page, hence 'unsafe-eval'; any page may
    # frame the app, as a Space's does
    (
        b"content-security-policy",
        b"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
        b"style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        b"connect-src 'self' ws: wss: data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'; "
        b"frame-ancestors *",
    ),
)


class Guard:
    """ASGI middleware: 404 for what is not listed, 413 for a body that is too large, safe headers on all else."""

    def __init__(self, app: ASGIApp, reloading: bool = False, mcp: bool = False) -> None:
        self.app = app
        self.bodies = Budget(HELD)
        reload, tools = RELOADING if reloading else (), MCP if mcp else ()
        get, post = _pattern((*GET, *reload, *tools)), _pattern((*POST, *tools))
        self.known = {"GET": get, "HEAD": get, "POST": post}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        known = self.known.get(scope["method"])
        if known is None or not known.fullmatch(below_root(scope)):
            return await _refuse(send, 404, "There is nothing at this address.")
        headers = dict(scope["headers"])
        if OWN.fullmatch(below_root(scope)) and headers.get(b"sec-fetch-site") == b"cross-site":
            return await _refuse(send, 403, "Only the app's own pages ask here.")
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > LARGEST:
            return await _refuse(send, 413, SENTENCE)
        address = scope["client"] and scope["client"][0]
        visitor.set(Visitor(address))
        language.use(dict(parse_qsl(scope.get("query_string", b"").decode("latin-1"))).get("lang"))
        told = int(length) if b"transfer-encoding" not in headers else LARGEST
        async with self.bodies.of(address, told):
            await self._exchange(scope, receive, send)

    async def _exchange(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = _Exchange(receive, send)
        try:
            await self.app(scope, exchange.receive, exchange.send)
        except (LookupError, TypeError, ValueError, AttributeError) as problem:  # Gradio checks little of a body
            if exchange.begun or scope["method"] != "POST":
                raise
            log.info("%s can't be read: %r", scope["path"], problem)
            if not exchange.too_large:
                await _refuse(send, 400, "This can't be read.")
        except Exception:
            if not exchange.too_large:
                raise
        if exchange.too_large and not exchange.begun:
            await _refuse(send, 413, SENTENCE)


class _Exchange:
    """One request: its body is counted, and cut off beyond LARGEST; its answer gets the safe headers."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self.taken, self.begun = 0, False

    @property
    def too_large(self) -> bool:
        return self.taken > LARGEST

    async def receive(self) -> Message:
        message = await self._receive()
        self.taken += len(message.get("body", b""))
        return {"type": "http.disconnect"} if self.too_large else message

    async def send(self, message: Message) -> None:
        if self.too_large and not self.begun:
            return  # whatever the app makes of a body that broke off
        if message["type"] == "http.response.start":
            self.begun = True
            given = {name.lower() for name, _ in message["headers"]}
            added = [(name, value) for name, value in HEADERS if name not in given]
            message = {**message, "headers": [*message["headers"], *added]}
        await self._send(message)


def _pattern(paths: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{path})" for path in paths))


def accepts(header: str, coding: str) -> bool:
    """Whether an Accept-Encoding header names the coding, and not with the weight 0 (RFC 9110, 12.5.3)."""
    for part in header.lower().split(","):
        name, _, weight = part.replace(" ", "").partition(";q=")
        if name == coding:
            return not re.fullmatch(r"0(\.0*)?", weight)
    return False


def below_root(scope: Scope) -> str:
    """The path without the prefix under which the app is mounted or served."""
    root, path = scope.get("root_path", "").rstrip("/"), scope["path"]
    if root and (path == root or path.startswith(f"{root}/")):
        return path.removeprefix(root) or "/"
    return path


async def _refuse(send: Send, status: int, sentence: str) -> None:
    body = sentence.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *HEADERS]})
    await send({"type": "http.response.body", "body": body})
