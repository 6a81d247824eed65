"""Everything that reaches into Gradio or uvicorn beyond what they document, each with its reason.

`tests/kit/test_gradio_internals.py` tries each of them against the installed versions, so that an upgrade
that breaks one fails there. What reaches into Gradio's page stands in `gradio.js`.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from functools import cache, partialmethod
from pathlib import Path
from typing import Any, Protocol

import gradio as gr
import uvicorn
from jinja2.utils import htmlsafe_json_dumps
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp

MARK = "window.gradio_config = "
# Gradio's own cards for messengers: the logo and the name of the library
_CARDS = re.compile(r"<meta\s+(?:property=\"og|name=\"twitter):[^>]*>\s*")
# no app to install; and it is looked for at the root of the host, wherever the page is
_MANIFEST = re.compile(r"<link\s+rel=\"manifest\"[^>]*>")
_ASSETS = Path(gr.__file__).parent / "templates" / "frontend" / "assets"


def served(path: Path) -> str:
    """The address, relative to the page, of a file below `gr.set_static_paths`.

    Gradio documents which files it serves, not where: only its own components know the route.
    """
    return f"gradio_api/file={path.as_posix()}"


def static(*folders: Path) -> dict[str, Path]:
    """Where the page's files lie: {beginning of the path in an address: folder}, Gradio's own among them."""
    return {"/assets/": _ASSETS} | {f"/{served(folder)}/": folder for folder in folders}


def frontend_files(pattern: str) -> Iterator[str]:
    """Addresses, relative to the page, of Gradio's own scripts, styles and fonts.

    Their names change with the version. The head names some of them, so that no lesson waits for them.
    """
    return (f"./assets/{file.name}" for file in _ASSETS.glob(pattern))


def typesetter() -> str:
    """The module with which Gradio's Markdown typesets, for a page that Gradio does not serve."""
    (file,) = _ASSETS.glob("auto-render-*.js")
    return file.read_text(encoding="utf-8")


def face(name: str) -> bytes:
    """One of the faces that `formula_styles` names."""
    return (_ASSETS / name).read_bytes()


@cache
def formula_styles() -> str:
    """KaTeX's style sheet and faces, as Gradio ships them, for formulas anywhere in the page.

    Gradio's own rules hold inside its container alone, and come with the first Markdown.
    """
    (file,) = _ASSETS.glob("katex-*.css")
    rules = re.sub(r"\.gradio-container-[\w-]+ ", "", file.read_text(encoding="utf-8"))
    rules = re.sub(r",url\([^)]*\)format\(\"(?:woff|truetype)\"\)", "", rules)  # every browser reads woff2
    return rules.replace("url(./", "url(./assets/")


def page_under_construction() -> gr.Blocks | None:
    """The Blocks in whose `with` this is called; None outside of one.

    A figure needs the other figures of its section; a component is told of its parent alone.
    """
    return gr.context.Context.root_block


def component(app: ASGIApp, number: int) -> gr.blocks.Block:
    """The component that the page knows by this number; KeyError if there is none.

    Our WebSocket gets the app alone. Gradio has no socket of its own through which a component is asked.
    """
    return app.get_blocks().blocks[number]


def allowed(connection: HTTPConnection) -> bool:
    """Whether somebody asks who may: anybody, or a visitor who has logged in where `launch(auth=…)` is set.

    Gradio asks this of its own routes alone.
    """
    app = connection.app
    if getattr(app, "auth", None) is None and getattr(app, "auth_dependency", None) is None:
        return True
    names = (f"access-token-{app.cookie_id}", f"access-token-unsecure-{app.cookie_id}")
    return any(app.tokens.get(connection.cookies.get(name)) is not None for name in names)


def reloading() -> bool:
    """Whether the `gradio` command runs the app and loads it anew when a file changes.

    The command tells its child by an environment variable; the page of such a child asks `/dev/reload`.
    """
    return "GRADIO_WATCH_DIRS" in os.environ


class Written(Protocol):
    """What a page says of itself, in place of what Gradio would say."""

    title: str
    bar: str
    language: str

    def metadata(self, root: str) -> str: ...
    def component(self, kind: str, props: dict[str, Any]) -> None: ...


def opened(html: str, chosen: Mapping[str, str], written: Written | None = None) -> str:
    """Gradio's page with the tabs of `chosen` ({elem_id: tab}) open and its head in place; others as they are.

    Gradio builds whichever tab stands first, and adds `head` once its JavaScript runs. A link would thus
    open one section to leave it for another, and the kit's modules would be fetched late. Both are settings
    that Gradio writes into its HTML.
    """
    before, mark, after = html.partition(MARK)
    if not mark:
        return html
    config, end = json.JSONDecoder().raw_decode(after)
    for part in config["components"]:
        props: dict[str, Any] = part["props"]
        if (tabs := props.get("elem_id")) in chosen:
            props["selected"] = chosen[tabs]
        if written:
            written.component(part["type"], props)
    head, config["head"] = config.get("head") or "", None
    if written:
        config["title"] = written.title
        before = _CARDS.sub("", before).replace('lang="en"', f'lang="{written.language}"', 1)
        head = f"<title>{written.title}</title>{written.metadata(config['root'])}{head}"
    html = _MANIFEST.sub("", before + mark + str(htmlsafe_json_dumps(config)) + after[end:])
    html = html.replace("</head>", f"{head}</head>", 1)  # after Gradio's own styles, which ours override
    return html.replace("<gradio-app", f"{written.bar}<gradio-app", 1) if written else html


def calm_queue(demo: gr.Blocks) -> None:
    """Let Gradio's queue look for events twenty times a second, as seldom as it does on Windows.

    No figure uses the queue. At its own pace it wakes 1,100 times a second, and takes the interpreter from
    a thread that computes each time.
    """
    demo._queue.sleep_when_free, demo._queue.progress_update_sleep_when_free = 0.05, 0.1


def deflate_no_messages() -> None:
    """Let uvicorn send the messages of WebSockets as they are.

    Ours are small or compressed already: deflating each costs more than it saves. `Blocks.launch` makes
    uvicorn's settings itself and passes none on. Our own server (`gr.mount_gradio_app`, `uvicorn.run`)
    could set this, but it has no hot reload (`gradio app.py`), no Space's reload and no search for a free
    port, and it starts no sooner.
    """
    plain = partialmethod(uvicorn.Config.__init__, ws_per_message_deflate=False)
    uvicorn.Config.__init__ = plain
