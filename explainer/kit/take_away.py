"""A talk as one HTML file that needs no server, and prints as a handout: its stops with their answers in it.

The file is written stop by stop, so that a browser can save it while it is being made, and can break off.
"""

import base64
import html
import json
import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from explainer.kit import gradio_internals, talks
from explainer.kit.asked import Source, answered, encoded
from explainer.kit.declared import link_name
from explainer.kit.figure import CREDIT, KIT, Figure, figures
from explainer.kit.plot import plotly_folder
from explainer.kit.qr import qr
from explainer.kit.talks import Stop, Talk, picture_file
from explainer.kit.turns import Lane

FILE = "/talk-file"  # its address
ENTRY, LOOK = "taken.js", KIT / "taken.css"
# a relative import, static or dynamic, as `save.js` finds it, too
IMPORT = re.compile(r"""((?:from|import)\s*\(?\s*")(\.[^"]+)(")""")
FACE = re.compile(r"url\(\./assets/([^)]+\.woff2)\)")
TYPESETTER = "kit/auto-render.js"  # as `gradio.js` names the copy of a saved page
MATH = re.compile(r"\$\$(.+?)\$\$", re.S)
ADDRESS = re.compile(r"https?://[^\s\"'<>]{1,500}")  # of the page, as it sends it itself
NOBODY = "http://localhost:7860/"  # where `python app.py` serves the page


class Files:
    """The files of a page's talks, and of one that a visitor sends: `styles` is the page's style sheet."""

    def __init__(self, page: Any, given: Sequence[Talk], styles: str) -> None:
        self.page, self.talks, self.styles = page, {talk.name: talk for talk in reversed(given)}, styles
        self.lane = Lane(1)

    async def served(self, request: Request) -> Response:
        """The talk of that name, or that of a posted text, as a file to save."""
        if not gradio_internals.allowed(request):
            return PlainTextResponse("Log in first.", 401)
        asked = await request.form() if request.method == "POST" else request.query_params
        text, name, address = (str(asked.get(key, "")) for key in ("text", "talk", "address"))
        talk = talks.read(text, talks.OWN, talks.known(figures(self.page))) if text else self.talks.get(name)
        if talk is None or not talk.stops:
            return PlainTextResponse(f"There is no talk “{name[:40]}”; there are {', '.join(self.talks)}.", 404)
        pieces = self._pieces(talk, address if ADDRESS.fullmatch(address) else NOBODY)
        named = {"content-disposition": f'attachment; filename="{re.sub("[^a-zA-Z0-9-]", "-", talk.name)}.html"'}
        return StreamingResponse(pieces, media_type="text/html", headers=named)

    async def _pieces(self, talk: Talk, address: str) -> AsyncIterator[bytes]:
        pieces = talk_file(talk, self.page, self.styles, address)
        while (piece := await self.lane.run(next, pieces, None)) is not None:
            yield piece.encode()


def talk_file(talk: Talk, page: Any, styles: str, address: str = NOBODY) -> Iterator[str]:
    """The file, piece by piece: `page` has the figures, `styles` its style sheet, `address` is its own."""
    known = figures(page)
    yield _top(talk, styles)
    answers: dict[str, str] = {}
    for number, stop in enumerate(talk.stops, start=1):
        yield _stop(number, stop, page, known, answers, address)
    yield _end()


def _top(talk: Talk, styles: str) -> str:
    title = html.escape(talk.title)
    look = f"{styles}\n{LOOK.read_text(encoding='utf-8')}"
    buttons = (
        '<button type="button" id="taken-previous" aria-label="Previous stop (p)">‹</button>'
        '<button type="button" id="taken-next" aria-label="Next stop (n)">›</button>'
        '<button type="button" id="taken-print">Print</button>'
    )
    return (
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f'<style id="dl-formulas">{_formulas()}</style>\n<style id="dl-style">{look}</style>\n'
        f'<body class="dl-taken">\n<header id="taken-bar"><b>{title}</b>'
        f'<span id="taken-stop" role="status"></span>{buttons}</header>\n'
        f'<main>\n<h1 class="dl-taken-title">{title}</h1>\n'
    )


def _end() -> str:
    plotly = (plotly_folder() / "plotly.min.js").read_text(encoding="utf-8").replace("</script", "<\\/script")
    imports = json.dumps({"imports": _modules()}).replace("</", "<\\/")
    return (
        f"</main>\n<script>{plotly}</script>\n"
        f'<script type="importmap">{imports}</script>\n'
        f'<script type="module">import {{ openTaken }} from "kit/{ENTRY}";\nopenTaken();</script>\n'
        "</body>\n</html>\n"
    )


def _stop(
    number: int, stop: Stop, page: Any, known: Sequence[Figure], answers: dict[str, str], address: str
) -> str:
    """A stop: its figure's parts and answers as data, its words below, its link as text and as a QR code."""
    link = f"{address}?{urlencode({'at': stop.at, 'figure': stop.figure, **stop.raw})}"
    spec, values, fresh = _frozen(f"stop{number}", stop, page, known, answers, link)
    data = _inert({"spec": spec, "values": values})
    picture = picture_file(stop)
    shown = (
        f'<img class="dl-taken-picture" alt="" src="data:image/webp;base64,{_base64(picture.read_bytes())}">'
        if picture.exists()
        else ""
    )
    asked = ""
    if stop.question:
        choices = "".join(f"<li>{html.escape(choice)}</li>" for choice in stop.choices)
        asked = (
            f'<p class="dl-taken-question">{html.escape(stop.question)}</p><ol>{choices}</ol>'
            f"<details><summary>Show the answer</summary><p>{html.escape(stop.answer)}</p></details>"
        )
    return (
        f'<section class="dl-taken-stop" id="stop-{number}">\n'
        f'<h2 tabindex="-1">{number}. {html.escape(stop.title)}</h2>\n'
        f'<div class="dl-host dl-alone">{shown}</div>\n'
        f'<div class="dl-taken-notes"><p>{html.escape(stop.say)}</p>{asked}'
        f'<p class="dl-source"><span class="dl-taken-qr">{qr(link)}</span>'
        f'{html.escape(stop.slides)}<br><a href="{html.escape(link)}">{html.escape(link)}</a></p></div>\n'
        + "".join(f'<script type="application/json" id="{key}">{text}</script>\n' for key, text in fresh)
        + f'<script type="application/json" class="dl-taken-data">{data}</script>\n</section>\n'
    )


def _frozen(
    name: str, stop: Stop, page: Any, known: Sequence[Figure], answers: dict[str, str], link: str
) -> tuple[dict[str, Any], dict[str, Any], list[tuple[str, str]]]:
    """A stop's figure under a section of its own, the section's values, and answers new to the file."""
    section = [figure for figure in known if figure.section == stop.at]
    values: dict[str, Any] = {}
    for figure in section:
        for control in [*figure.parts["controls"], *figure.parts["scrubbers"]]:
            raw = stop.raw.get(control["key"])
            values.setdefault(control["key"], control.get("value") if raw is None else parsed(control, raw))
    figure = next(one for one in section if link_name(one.parts) == stop.figure)
    fresh = []
    sources = []
    for source in figure.sources.values():
        arguments = {key: values.get(key) if _sent(source, key, values) else None for key in source.keys}
        question = f"{stop.at} {source.name} {json.dumps(arguments, sort_keys=True)}"
        if question not in answers:
            answers[question] = f"answer{len(answers)}"
            fresh.append((answers[question], _inert(answered(source, arguments))))
        sources.append({"name": source.name, "keys": source.keys, "initial": answers[question]})
    valued = {
        kind: [{**one, "value": values.get(one["key"])} for one in figure.parts[kind]]
        for kind in ("controls", "scrubbers")
    }
    spec = {
        **figure.parts,
        **valued,
        "id": f"{name}-figure",
        "stem": name,
        "section": name,
        "streams": [],
        "sources": sources,
        "panels": [_panel(panel, page) for panel in figure.parts["panels"]],
        "code": [],
        "address": link,
        "credit": CREDIT,
    }
    return spec, values, fresh


def _sent(source: Source, key: str, values: Mapping[str, Any]) -> bool:
    if key not in source.only:
        return True
    other, value = source.only[key]
    return values.get(other) == value


def parsed(control: Mapping[str, Any], text: str) -> Any:
    """A link's text as the value that the page makes of it (`check.js`)."""
    if control["type"] == "switch":
        return text == "true"
    if control["type"] in ("number", "range", "stops"):
        if text == "":
            return None
        number = float(text)
        return int(number) if number.is_integer() else number
    return text


def _panel(panel: Mapping[str, Any], page: Any) -> dict[str, Any]:
    """A panel; a derivation has its lines as LaTeX in it, which the page had typeset beside it."""
    if panel["type"] != "derivation":
        return dict(panel)
    lines = next(block.value for block in page.blocks.values() if block.elem_id == panel["formulas"])
    return {**panel, "latex": [line.strip() for line in MATH.findall(lines)]}


def _inert(value: Any) -> str:
    """JSON that can stand in a script element."""
    return encoded(value).decode().replace("</", "<\\/")


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


@cache
def _formulas() -> str:
    """KaTeX's style sheet with its faces in it."""

    def inlined(found: re.Match[str]) -> str:
        return f"url(data:font/woff2;base64,{_base64(gradio_internals.face(found[1]))})"

    return FACE.sub(inlined, gradio_internals.formula_styles())


@cache
def _modules() -> dict[str, str]:
    """The kit's modules that the file needs, each as a data: URL under its name from the kit's root."""
    found: dict[str, str] = {}
    waiting = [KIT / ENTRY]
    while waiting:
        file = waiting.pop()
        name = _module(file)
        if name in found:
            continue
        text = file.read_text(encoding="utf-8")
        waiting += [(file.parent / path).resolve() for _, path, _ in IMPORT.findall(text)]
        renamed = IMPORT.sub(lambda m, file=file: f"{m[1]}{_module((file.parent / m[2]).resolve())}{m[3]}", text)
        renamed = renamed.replace("import.meta.url", "document.baseURI")
        found[name] = _carried(renamed)
    return {**found, TYPESETTER: _carried(gradio_internals.typesetter())}


def _carried(text: str) -> str:
    return f"data:text/javascript;base64,{_base64(text.encode())}"


def _module(file: Path) -> str:
    return f"kit/{file.relative_to(KIT).as_posix()}"
