"""A talk as one HTML file that needs no server, and prints as a handout: its stops with their answers in it.

The file is written stop by stop, so that a browser can save it while it is being made, and can break off.
"""

import base64
import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from explainer.kit import gradio_internals, language
from explainer.kit.asked import answered, encoded
from explainer.kit.contents import as_json
from explainer.kit.declared import link_name
from explainer.kit.figure import CREDIT, KIT, Figure, figures
from explainer.kit.plot import plotly_folder
from explainer.kit.qr import qr
from explainer.kit.talks import Stop, Talk, picture_file

ENTRY, LOOK = "taken.js", KIT / "taken.css"
# a relative import, static or dynamic, as `save.js` finds it, too
IMPORT = re.compile(r"""((?:from|import)\s*\(?\s*")(\.[^"]+)(")""")
FACE = re.compile(r"url\(\./assets/([^)]+\.woff2)\)")
TYPESETTER = "kit/auto-render.js"  # as `gradio.js` names the copy of a saved page
TRAINED = "This run is played by the server: the link below opens it."
NOBODY = "http://localhost:7860/"  # where `python app.py` serves the page


def talk_file(talk: Talk, page: Any, styles: str, address: str = NOBODY) -> Iterator[str]:
    """The file, piece by piece, in the language of the page that asks; the talk's own words stay.

    `page` has the figures, `styles` its style sheet, `address` is its own.
    """
    known = figures(page)
    yield _top(talk, styles)
    answers: dict[str, str] = {}
    for number, stop in enumerate(talk.stops, start=1):
        yield _stop(number, stop, known, answers, address)
    yield _end()


def in_language(talk: Talk) -> Talk:
    """A shipped talk in the language of the page that asks."""
    said = language.talk({"title": talk.title, "stops": [vars(stop) for stop in talk.stops]})
    return replace(talk, title=said["title"], stops=[Stop(**stop) for stop in said["stops"]])


def _top(talk: Talk, styles: str) -> str:
    title, words = html.escape(talk.title), language.words()
    look = f"{styles}\n{LOOK.read_text(encoding='utf-8')}"
    buttons = (
        f'<button type="button" id="taken-previous" aria-label="{language.text("Previous stop (p)")}">‹</button>'
        f'<button type="button" id="taken-next" aria-label="{language.text("Next stop (n)")}">›</button>'
        f'<button type="button" id="taken-print">{language.text("Print")}</button>'
    )
    return (
        f'<!doctype html>\n<html lang="{language.code()}">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        + (f'<script type="application/json" id="dl-words">{as_json(words)}</script>\n' if words else "")
        + f'<style id="dl-formulas">{_formulas()}</style>\n<style id="dl-style">{look}</style>\n'
        f'<body class="dl-taken dl-saved">\n<header id="taken-bar"><b>{title}</b>'
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


def _stop(number: int, stop: Stop, known: Sequence[Figure], answers: dict[str, str], address: str) -> str:
    """A stop: its figure's parts and answers as data, its words below, its link as text and as a QR code."""
    spoken = {} if language.current() is None else {"lang": language.code()}
    link = f"{address}?{urlencode({'at': stop.at, 'figure': stop.figure, **stop.raw, **spoken})}"
    shown, data = _figure(f"stop{number}", stop, known, answers, link)
    asked = ""
    if stop.question:
        choices = "".join(f"<li>{html.escape(choice)}</li>" for choice in stop.choices)
        shows = language.text("Show the answer")
        asked = (
            f'<p class="dl-taken-question">{html.escape(stop.question)}</p><ol>{choices}</ol>'
            f"<details><summary>{shows}</summary><p>{html.escape(stop.answer)}</p></details>"
        )
    return (
        f'<section class="dl-taken-stop" id="stop-{number}">\n'
        f'<h2 tabindex="-1">{number}. {html.escape(stop.title)}</h2>\n'
        f'<div class="dl-host dl-alone">{shown}</div>\n'
        f'<div class="dl-taken-notes"><p>{html.escape(stop.say)}</p>{asked}'
        f'<p class="dl-source"><span class="dl-taken-qr">{qr(link)}</span>'
        f'{html.escape(stop.slides)}<br><a href="{html.escape(link)}">{html.escape(link)}</a></p></div>\n'
        f"{data}</section>\n"
    )


def _figure(
    name: str, stop: Stop, known: Sequence[Figure], answers: dict[str, str], link: str
) -> tuple[str, str]:
    """What stands in a figure's place until it is made, and the script elements of which it is made."""
    section = [figure for figure in known if figure.section == stop.at]
    figure = next(one for one in section if link_name(one.parts) == stop.figure)
    controls = [one for each in section for kind in ("controls", "scrubbers") for one in each.parts[kind]]
    values = {one["key"]: one.get("value") for one in reversed(controls)} | given(controls, stop.raw)
    if _trains(figure, values):
        return f'<p class="dl-explain">{language.text(TRAINED)}</p>', ""
    spec, fresh = _frozen(name, figure, values, answers, link)
    picture = picture_file(stop)
    shown = (
        f'<img class="dl-taken-picture" alt="" src="data:image/webp;base64,{_base64(picture.read_bytes())}">'
        if picture.exists()
        else ""
    )
    data = "".join(f'<script type="application/json" id="{key}">{text}</script>\n' for key, text in fresh)
    stands = _inert({"spec": spec, "values": values})
    return shown, f'{data}<script type="application/json" class="dl-taken-data">{stands}</script>\n'


def _frozen(
    name: str, figure: Figure, values: Mapping[str, Any], answers: dict[str, str], link: str
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """A figure under a section of its own at these values, and the answers that are new to the file."""
    parts, fresh, sources = language.declared(figure.parts), [], []
    for source in figure.sources.values():
        arguments = source.asked(values)
        question = f"{figure.section} {source.name} {json.dumps(arguments, sort_keys=True)}"
        if question not in answers:
            answers[question] = f"answer{len(answers)}"
            fresh.append((answers[question], _inert(answered(source, arguments))))
        sources.append({"name": source.name, "keys": source.keys, "initial": answers[question]})
    valued = {
        kind: [{**one, "value": values.get(one["key"])} for one in parts[kind]]
        for kind in ("controls", "scrubbers")
    }
    spec = {
        **parts,
        **valued,
        "id": f"{name}-figure",
        "stem": name,
        "section": name,
        "streams": [],
        "sources": sources,
        "code": [],
        "address": link,
        "credit": CREDIT,
    }
    return spec, fresh


def given(controls: Sequence[Mapping[str, Any]], raw: Mapping[str, str]) -> dict[str, Any]:
    """The values that a link names, those of a preset among them (`wanted` of `places.js`)."""
    found: dict[str, Any] = {}
    for one in controls:
        if one.get("type") == "presets" and one["key"] in raw:
            settings = (choice[2] for choice in one["choices"])
            found |= next((each for each in settings if each.get(one["key"]) == raw[one["key"]]), {})
    return found | {one["key"]: parsed(one, raw[one["key"]]) for one in controls if one["key"] in raw}


def _trains(figure: Figure, values: Mapping[str, Any]) -> bool:
    """Whether a figure shows a run of other settings than the shipped one's, which only a server can train."""
    fixed = {key for one in figure.parts["streams"] for key in one.get("live", {}).get("fixed", ())}
    controls = {one["key"]: one.get("value") for one in figure.parts["controls"]}
    return any(key in fixed and values[key] != value for key, value in controls.items())


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


def _inert(value: Any) -> str:
    """JSON that can stand in a script element: it neither ends it nor opens a comment."""
    return encoded(value).decode().replace("<", "\\u003c")


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
