"""Chapters as tabs, sections inside them, and the tabs that a link to a section opens."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import gradio as gr


@dataclass(frozen=True)
class Section:
    """A section: its name in links, its title, and the function that builds it."""

    name: str
    title: str
    build: Callable[[], None]


@dataclass(frozen=True)
class Chapter:
    """A tab of the page with its sections."""

    name: str
    title: str
    sections: Sequence[Section]


def tabs(chapters: Sequence[Chapter]) -> dict[str, dict[str, str]]:
    """The chapters as tabs; a chapter of several sections shows them as tabs of its own.

    Returns the tabs that show each section, {section: {elem_id of tabs: tab}}, for `page.launch`.
    """
    places: dict[str, dict[str, str]] = {}
    with gr.Tabs(elem_id="chapters"):
        for chapter in chapters:
            with gr.Tab(chapter.title, id=chapter.name):
                if len(chapter.sections) == 1:
                    places[chapter.sections[0].name] = {"chapters": chapter.name}
                    chapter.sections[0].build()
                    continue
                inner = f"{chapter.name}-sections"
                with gr.Tabs(elem_id=inner):
                    for section in chapter.sections:
                        places[section.name] = {"chapters": chapter.name, inner: section.name}
                        with gr.Tab(section.title, id=section.name):
                            section.build()
    return places
