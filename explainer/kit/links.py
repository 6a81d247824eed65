"""Chapters as tabs, sections inside them, and the deep link that opens one of them."""

import json
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


# Opens what `?at=` names through Gradio's own updates; the settings are read by `links.js`.
_OPEN = """() => {
  const places = %s;
  const at = new URLSearchParams(location.search).get("at");
  const none = Array(%d).fill({__type__: "update"});
  if (!at) return none;
  if (!(at in places)) {
    const say = () => window.dispatchEvent(new CustomEvent("dl:unknown", {detail: {at, places}}));
    setTimeout(say, 300);
    return none;
  }
  const [chapter, inner] = places[at];
  return none.map((same, i) =>
    i === 0 ? {__type__: "update", selected: chapter}
    : i === inner ? {__type__: "update", selected: at} : same);
}"""


def tabs(demo: gr.Blocks, chapters: Sequence[Chapter]) -> None:
    """The chapters as tabs; a chapter of several sections shows them as tabs of its own."""
    places: dict[str, tuple[str, int]] = {}
    with gr.Tabs(elem_id="chapters") as outer:
        opened = [outer]
        for chapter in chapters:
            with gr.Tab(chapter.title, id=chapter.name):
                if len(chapter.sections) == 1:
                    places[chapter.sections[0].name] = (chapter.name, -1)
                    chapter.sections[0].build()
                    continue
                with gr.Tabs(elem_id=f"{chapter.name}-sections") as inner:
                    opened.append(inner)
                    for section in chapter.sections:
                        places[section.name] = (chapter.name, len(opened) - 1)
                        with gr.Tab(section.title, id=section.name):
                            section.build()
    demo.load(None, None, opened, js=_OPEN % (json.dumps(places), len(opened)))
