"""The page as it leaves the server: open where the link says, its head in place, compressed.

Gradio sends the settings of a page, its tabs among them, inside the HTML, uncompressed, and adds
`head` once its JavaScript runs. Here the named section's tabs are chosen before the page leaves, so
that no other section is built first, and the browser fetches the kit while Gradio unpacks.
"""

import gzip
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from jinja2.utils import htmlsafe_json_dumps
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MARK = "window.gradio_config = "


class Opening:
    """ASGI middleware for `/`; `places` maps a section to the tabs' choices, {elem_id of tabs: tab}."""

    def __init__(self, app: ASGIApp, places: Mapping[str, Mapping[str, str]]) -> None:
        self.app, self.places = app, places

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] != "/":
            return await self.app(scope, receive, send)
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        chosen = self.places.get(query.get("at", [""])[0], {})
        packs = "gzip" in dict(scope["headers"]).get(b"accept-encoding", b"").decode("latin-1")
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
            body = opened(body.decode("utf-8"), chosen).encode("utf-8")
            headers = [(k, v) for k, v in start["headers"] if k.lower() != b"content-length"]
            if packs:
                body = gzip.compress(body, 5)
                headers += [(b"content-encoding", b"gzip"), (b"vary", b"Accept-Encoding")]
            headers.append((b"content-length", str(len(body)).encode()))
            await send({**start, "headers": headers})
            await send({"type": "http.response.body", "body": body})

        await self.app(scope, receive, hold)


def opened(html: str, chosen: Mapping[str, str]) -> str:
    """Gradio's page with these tabs chosen and its head where a head belongs; another page as it is."""
    at = html.find(MARK)
    if at < 0:
        return html
    before, rest = html[:at], html[at + len(MARK) :]
    config, end = json.JSONDecoder().raw_decode(rest)
    for component in config["components"]:
        props: dict[str, Any] = component["props"]
        if (tabs := props.get("elem_id")) in chosen:
            props["selected"] = chosen[tabs]
    head, config["head"] = config.get("head") or "", None
    html = before + MARK + str(htmlsafe_json_dumps(config)) + rest[end:]
    return html.replace("</head>", f"{head}</head>", 1)  # after Gradio's own styles, which ours overrule
