"""The page as it leaves the server: open where the link says, its head in place, compressed.

Gradio sends the settings of a page, its tabs among them, inside the HTML and uncompressed. The tabs of
the link's section are chosen before the page leaves, so that no other section is built first, and the
browser fetches the kit while Gradio unpacks.
"""

import gzip
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from explainer.kit import head, language
from explainer.kit.gradio_internals import opened
from explainer.kit.guard import accepts, below_root
from explainer.kit.talks import OWN, Talk


class Opening:
    """ASGI middleware for the page itself; `places` maps a section to the tabs' choices, {elem_id of tabs: tab}.

    `found` are the contents, from which the page's bar, title and metadata are written; `talks` those that
    `view=talk` opens, the first one unless `talk=NAME` says which. `first` goes before the page's first script.
    """

    def __init__(
        self,
        app: ASGIApp,
        places: Mapping[str, Mapping[str, str]],
        found: Sequence[Mapping[str, Any]] = (),
        talks: Sequence[Talk] = (),
        first: str = "",
    ) -> None:
        self.app, self.places, self.found, self.talks, self.first = app, places, found, talks, first
        # by section, talk and language: the digest of Gradio's page, and what became of that
        self.kept: dict[tuple[str | None, str | None, str], tuple[bytes, bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or below_root(scope) != "/":
            return await self.app(scope, receive, send)
        query = dict(parse_qsl(scope.get("query_string", b"").decode("latin-1")))
        headers = dict(scope["headers"])
        code = language.wanted(query.get("lang"), headers.get(b"accept-language", b"").decode("latin-1"))
        language.use(code)
        talk = self._talk(query)
        at = query.get("at") or (talk.at(query.get("stop", "1")) if talk else "")
        compress = accepts(headers.get(b"accept-encoding", b"").decode("latin-1"), "gzip")
        start: Message = {}
        body = b""

        async def hold(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            body = self._written(body, at if at in self.places else None, talk, code)
            headers = [(k, v) for k, v in start["headers"] if k.lower() != b"content-length"]
            headers.append((b"vary", b"Accept-Encoding, Accept-Language"))
            if compress:
                headers.append((b"content-encoding", b"gzip"))
            else:
                body = gzip.decompress(body)
            headers.append((b"content-length", str(len(body)).encode()))
            await send({**start, "headers": headers})
            await send({"type": "http.response.body", "body": body})

        await self.app(scope, receive, hold)

    def _written(self, body: bytes, section: str | None, talk: Talk | None, code: str) -> bytes:
        """Gradio's page as it leaves, compressed. It is nearly always the same, and takes 30 ms to write."""
        was = hashlib.sha256(body).digest()
        known = section, talk and talk.name, code
        kept = self.kept.get(known)
        if kept is None or kept[0] != was:
            shown = talk and language.talk(talk.shown())
            written = head.Head(language.declared(self.found), section, shown, code) if self.found else None
            html = opened(body.decode("utf-8"), self.places.get(section or "", {}), written)
            html = html.replace("<script", f"{self.first}<script", 1)
            kept = self.kept[known] = was, gzip.compress(html.encode("utf-8"), 6)
        return kept[1]

    def _talk(self, query: Mapping[str, str]) -> Talk | None:
        """The talk that a link opens."""
        if query.get("view") != "talk" or query.get("talk") == OWN:
            return None
        return next((talk for talk in self.talks if talk.name == query.get("talk")), next(iter(self.talks), None))
