"""The language of a page: its link's or its browser's, and all that leaves the server for it.

Where a text is made it is English. Each page that asks says in which language it wants its answers; what they
say is looked up in that language's catalogue, and an English page costs nothing.
"""

import re
import tomllib
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

from explainer.kit.catalogue import Catalogue

FOLDER = Path(__file__).parents[2] / "assets" / "languages"
ENGLISH = "en"

_chosen: ContextVar[str] = ContextVar("language", default=ENGLISH)


def offered() -> dict[str, str]:
    """The languages of the page, {code: its own name}, English first."""
    return {ENGLISH: "English", **{code: catalogue(code).name for code in _codes()}}


@cache
def _codes() -> list[str]:
    return sorted(file.stem for file in FOLDER.glob("*.toml"))


@cache
def catalogue(code: str) -> Catalogue | None:
    """The catalogue of a language; None for English, and for one that is not offered."""
    if code not in _codes():
        return None
    return Catalogue(tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8")))


def wanted(asked: str | None, browser: str = "") -> str:
    """The language that a link asks for; else the first one of the browser's list that is offered."""
    known = offered()
    if asked in known:
        return asked
    weighed = []
    for place, entry in enumerate(browser.split(",")[:20]):
        tag, _, rest = entry.strip().partition(";")
        quality = re.search(r"q=([\d.]{1,5})", rest)
        weighed.append(
            (-float(quality[1]) if quality and quality[1].count(".") < 2 else -1.0, place, tag[:2].lower())
        )
    return next((code for weight, _, code in sorted(weighed) if code in known and weight < 0), ENGLISH)


def use(code: str | None) -> None:
    """Answer in this language from now on, in what this task does."""
    _chosen.set(code if code in _codes() else ENGLISH)


def code() -> str:
    """The code of the language of the page that asks."""
    return _chosen.get()


def current() -> Catalogue | None:
    """The catalogue of the page that asks; None for English."""
    return catalogue(_chosen.get())


def text(english: str) -> str:
    """A text in the language of the page that asks."""
    known = current()
    return known.text(english) if known else english


def answer(name: str, found: dict[str, Any]) -> dict[str, Any]:
    """What a source or the page's own questions answer, in the language of the page that asks."""
    known = current()
    if known is None or name in ("@code", "@keep", "@index", "@paths"):  # the last two have it already
        return found
    if name == "@specs":
        return known.declared(found)
    if name == "@talk":  # a visitor's own words
        return {**found, "problems": [known.text(problem) for problem in found.get("problems", ())]}
    return known.answer(found)


def declared(part: Any) -> Any:
    """What declares figures, sections or chapters, in the language of the page that asks."""
    known = current()
    return known.declared(part) if known else part


def talk(shown: dict[str, Any]) -> dict[str, Any]:
    """A shipped talk as the page reads it, in its language; the slides keep the titles that they have."""
    return {**shown, "title": text(shown["title"]), "stops": [_stop(stop) for stop in shown["stops"]]}


def _stop(stop: Mapping[str, Any]) -> dict[str, Any]:
    said = {key: text(stop[key]) for key in ("title", "say", "question", "answer") if stop[key]}
    return {**stop, **said, "choices": [text(choice) for choice in stop["choices"]]}


def markdown(english: str) -> str:
    """A lesson, whose paragraphs are looked up one by one, or formulas, of which the words are."""
    known = current()
    return "\n\n".join(map(known.paragraph, english.split("\n\n"))) if known else english


def term(english: Mapping[str, Any]) -> dict[str, Any]:
    """A term of the glossary; other words for it are those that have a translation."""
    known = current()
    if not known:
        return dict(english)
    also = [said for word in english["also"] if (said := known.find(word)) is not None]
    return {**english, "name": text(english["name"]), "says": text(english["says"]), "also": also}


def words() -> dict[str, Any] | None:
    """What the page's own modules need, which goes along with the page; None for English."""
    known = current()
    return known and {"code": code(), "decimal": known.decimal, "entries": known.page}
