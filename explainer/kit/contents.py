"""The contents of the page: chapters, sections and figures with their numbers, in the order of the talk."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from explainer.kit.figure import Entry
from explainer.kit.gradio_internals import served
from explainer.kit.links import Chapter
from explainer.kit.talks import PICTURES


def contents(chapters: Sequence[Chapter], listed: Mapping[str, Sequence[Entry]]) -> list[dict[str, Any]]:
    """Chapters with their sections and figures, each with its number, such as "5.2.4".

    The first chapter opens the talk and has no number. The section of a chapter that has no other goes by
    the chapter's number. `listed` is that of `figure.listing`.
    """
    return [_chapter(chapter, str(i) if i else "", listed) for i, chapter in enumerate(chapters)]


def _chapter(chapter: Chapter, number: str, listed: Mapping[str, Sequence[Entry]]) -> dict[str, Any]:
    several = len(chapter.sections) > 1
    sections = []
    for i, section in enumerate(chapter.sections, start=1):
        own = f"{number}.{i}" if several else number
        figures = [
            {"name": entry.name, "id": entry.id, "title": entry.title, "number": f"{own}.{k}" if own else ""}
            for k, entry in enumerate(listed.get(section.name, []), start=1)
        ]
        title = section.title if several else chapter.title
        sections.append({"name": section.name, "title": title, "number": own, "figures": figures})
    return {"name": chapter.name, "title": chapter.title, "number": number, "sections": sections}


def place(found: Sequence[Mapping[str, Any]], name: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The chapter and the section of that name; the first ones if there is none."""
    every = [(chapter, section) for chapter in found for section in chapter["sections"]]
    return next((pair for pair in every if pair[1]["name"] == name), every[0])


def numbers(found: Sequence[Mapping[str, Any]]) -> str:
    """A style sheet that puts its number before each figure's title; it is not read out."""
    figures = [figure for chapter in found for section in chapter["sections"] for figure in section["figures"]]
    return "".join(
        f'#{figure["id"]}-title::before{{content:"{figure["number"]}\\2002"/""}}'
        for figure in figures
        if figure["number"]
    )


def pictures(found: Sequence[Mapping[str, Any]]) -> str:
    """A style sheet that puts a picture of its figure into each section's link on the map, not read out."""
    sections = [section["name"] for chapter in found for section in chapter["sections"]]
    files = {name: file for name in sections if (file := _picture(name))}
    return "".join(
        f'.dl-pictures a[href="?at={name}"]::before{{background-image:url("{served(file)}")}}'
        for name, file in files.items()
    )


def _picture(section: str) -> Path | None:
    """The talk's picture of a section's main figure or of its map, or else of another figure."""
    likely = [PICTURES / f"{section}-{name}.webp" for name in ("figure", "map")]
    return next((file for file in likely if file.exists()), min(PICTURES.glob(f"{section}-*.webp"), default=None))


def as_json(found: Any) -> str:
    """For a script element: no "<" can end it early."""
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
