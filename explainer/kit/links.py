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


def tabs(chapters: Sequence[Chapter]) -> None:
    """The chapters as tabs; a chapter of several sections shows them as tabs of its own."""
    with gr.Tabs(elem_id="chapters"):
        for chapter in chapters:
            with gr.Tab(chapter.title, id=chapter.name):
                if len(chapter.sections) == 1:
                    chapter.sections[0].build()
                    continue
                with gr.Tabs(elem_id=_inner(chapter)):
                    for section in chapter.sections:
                        with gr.Tab(section.title, id=section.name):
                            section.build()


def places(chapters: Sequence[Chapter]) -> dict[str, dict[str, str]]:
    """The tabs that show each section: {section: {elem_id of tabs: tab}}."""
    found = {}
    for chapter in chapters:
        for section in chapter.sections:
            inner = {_inner(chapter): section.name} if len(chapter.sections) > 1 else {}
            found[section.name] = {"chapters": chapter.name, **inner}
    return found


def _inner(chapter: Chapter) -> str:
    """The elem_id of a chapter's own tabs."""
    return f"{chapter.name}-sections"
