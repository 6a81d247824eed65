"""What the page's search looks through beside titles: lessons, controls and the glossary."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from explainer.kit import language
from explainer.kit.links import Chapter

LESSONS = ("dl-lesson", "dl-slide")


def glossary(file: Path) -> list[dict[str, Any]]:
    """The terms of a TOML file, each {name, also, tex, local, at, says}, in its order.

    ValueError for a word that stands for two terms.
    """
    known = tomllib.loads(file.read_text(encoding="utf-8"))
    terms = [{"name": name, "also": [], "tex": [], "local": False, **term} for name, term in known.items()]
    seen: dict[str, str] = {}
    for term in terms:
        for word in (term["name"], *term["also"], *term["tex"]):
            if word in seen:
                raise ValueError(f"{word!r} stands for {seen[word]!r} and {term['name']!r}; allowed is one term")
            seen[word] = term["name"]
    return terms


def index(page: gr.Blocks, chapters: Sequence[Chapter], terms: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Lessons and controls of all sections, and the terms, as `search.js` reads them, in the page's language."""
    return {
        "lessons": _lessons(page, chapters),
        "controls": language.declared(_controls(page)),
        "terms": [language.term(term) for term in terms],
    }


def _lessons(page: gr.Blocks, chapters: Sequence[Chapter]) -> list[dict[str, str]]:
    """The paragraphs of each section's lesson, without the formulas that stand alone."""
    sections = {section.name: section.name for chapter in chapters for section in chapter.sections}
    sections |= {chapter.name: chapter.sections[0].name for chapter in chapters if len(chapter.sections) == 1}
    found = []
    for block in page.blocks.values():
        if not isinstance(block, gr.Markdown) or not {*(block.elem_classes or ())} & {*LESSONS}:
            continue
        at = sections.get(str(_tab(block)))
        paragraphs = re.sub(r"\$\$.*?\$\$", "", language.markdown(block.value or ""), flags=re.DOTALL).split(
            "\n\n"
        )
        words = [re.sub(r"[*#]|\[(.*?)\]\(.*?\)", r"\1", text).strip() for text in paragraphs]
        found += [{"at": at, "text": text} for text in words if at and text]
    return found


def _tab(block: Any) -> Any:
    """The id of the innermost tab that holds a block."""
    while block is not None and not isinstance(block, gr.Tab):
        block = block.parent
    return block.id if block else None


def _controls(page: gr.Blocks) -> list[dict[str, str]]:
    """Each control of a section once, with the first figure that has it."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for block in page.blocks.values():
        parts = getattr(block, "parts", None) or {}
        for control in (*parts.get("scrubbers", ()), *parts.get("controls", ())):
            here = {
                "at": parts["section"],
                "figure": parts["id"],
                "label": control["label"],
                "help": control["help"],
            }
            found.setdefault((parts["section"], control["key"]), here)
    return list(found.values())
