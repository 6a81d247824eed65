"""The head of the page: its bar, and what browsers, searches and messengers show of it."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from explainer.kit import language
from explainer.kit.contents import as_json, numbers, pictures, place
from explainer.kit.gradio_internals import served

NAME = "Diffusion Live"
REPOSITORY = ""  # "owner/name" on GitHub, once this is public there
DESCRIPTION = (
    "The talk “Diffusion Models” as a page on which every figure can be dragged: "
    "divergences, variational inference, VAEs, GANs and diffusion, computed while you look."
)
ASSETS = Path(__file__).parents[2] / "assets"
ICON, PICTURE = ASSETS / "icon.svg", ASSETS / "screenshots" / "forward.png"
# 24×24 line drawings
ICONS = {
    "path": '<path d="M5 21V4h13l-3 4.5L18 13H5"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5L21 21"/>',
    "outline": '<path d="M9 6h12M9 12h12M9 18h12M3.5 6h.01M3.5 12h.01M3.5 18h.01"/>',
    "theme": '<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z"/>',
    "lecture": '<path d="M3 4h18M5 4v11h14V4M12 15v4M8 21l4-3 4 3"/>',
}


class Head:
    """What the page says of itself, opened at a section or, if that is None, at its beginning; in a `talk`."""

    def __init__(
        self,
        found: Sequence[Mapping[str, Any]],
        section: str | None,
        talk: Mapping[str, Any] | None = None,
        code: str = language.ENGLISH,
    ) -> None:
        self.found, self.talk, self.language = found, talk, code
        self.chapter, self.section = place(found, section or "")
        self.title = f"{self.section['title']} · {NAME}" if section else NAME

    def metadata(self, root: str) -> str:
        """Description, icon, the card of a shared link, the contents; `root` is the address of the page."""
        about, words = escape(language.text(DESCRIPTION)), language.words()
        said, picture = escape(self.title), escape(f"{root.rstrip('/')}/{served(PICTURE)}")
        return (
            f'<meta name="description" content="{about}">'
            f'<link rel="icon" type="image/svg+xml" href="{served(ICON)}">'
            f'<meta property="og:type" content="website"><meta property="og:site_name" content="{NAME}">'
            f'<meta property="og:title" content="{said}">'
            f'<meta property="og:description" content="{about}">'
            f'<meta property="og:image" content="{picture}">'
            '<meta name="twitter:card" content="summary_large_image">'
            f"<style>{numbers(self.found)}{pictures(self.found)}</style>"
            f'<script type="application/json" id="dl-contents">{as_json(self.found)}</script>'
            + (f'<script type="application/json" id="dl-talk">{as_json(self.talk)}</script>' if self.talk else "")
            + (f'<script type="application/json" id="dl-words">{as_json(words)}</script>' if words else "")
        )

    @property
    def bar(self) -> str:
        """The bar at the top: where one is, and what changes the whole page."""
        links = "".join(_chapter(one, one is self.chapter) for one in self.found)
        skip = language.text("Skip to the first figure")
        return (
            f'<header id="dl-bar"><a id="dl-skip" href="#chapters">{skip}</a>'
            f'<p id="dl-where"><b>{NAME}</b> '
            f'<span id="dl-place">{escape(_words(self.section))}</span></p>'
            f'<nav id="dl-chapters" aria-label="{language.text("Chapters")}">{links}</nav>'
            f'<div id="dl-switches" role="toolbar" aria-label="{language.text("Page")}">'
            + "".join(_other(code, name) for code, name in language.offered().items() if code != self.language)
            + _button("path", "What to try here (g)", 'aria-expanded="false" aria-controls="dl-path"')
            + _button("search", "Search (/)", 'aria-haspopup="dialog"')
            + _button("outline", "Outline (o)", 'aria-expanded="false" aria-controls="dl-outline"')
            + _button("theme", "Light or dark (d)", 'aria-pressed="false"')
            + _button("lecture", "Lecture view (l)", 'class="dl-lecture" aria-pressed="false"')
            + "</div></header>"
        )

    def component(self, kind: str, props: dict[str, Any]) -> None:
        """Put what a component of Gradio shows into the page's language: tabs and lessons."""
        if kind == "tabitem":
            props["label"] = language.text(props["label"])
        elif kind == "markdown":
            props["value"] = language.markdown(props["value"])


def _chapter(chapter: Mapping[str, Any], here: bool) -> str:
    address, current = f"?at={chapter['sections'][0]['name']}", ' aria-current="true"' if here else ""
    name, title = chapter["name"], escape(chapter["title"])
    return f'<a href="{address}" data-chapter="{name}"{current}>{title}</a>'


def _words(section: Mapping[str, Any]) -> str:
    return f"{section['number']} {section['title']}".strip()


def _other(code: str, name: str) -> str:
    """The link to another language; the page puts its present address into it once it is followed."""
    tongue = f'hreflang="{code}" lang="{code}" title="{name}" aria-label="{name}"'
    return f'<a class="dl-language" href="?lang={code}" {tongue}>{code.upper()}</a>'


def _button(name: str, words: str, state: str) -> str:
    words = language.text(words)
    return (
        f'<button type="button" id="dl-{name}-switch" title="{words}" aria-label="{words}" {state}>'
        '<svg viewBox="0 0 24 24" width="22" height="22" fill="none" stroke="currentColor" stroke-width="2" '
        f'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{ICONS[name]}</svg></button>'
    )
