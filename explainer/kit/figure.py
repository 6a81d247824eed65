"""The figure: a `gr.HTML` that the kit's JavaScript fills with panels, controls and tools."""

import inspect
from collections.abc import Callable, Sequence
from contextvars import Context
from pathlib import Path
from typing import Any, NamedTuple

import gradio as gr
import orjson

from explainer.kit import declared, paths, stream, talks
from explainer.kit.asked import FAULT, Source, answered, answering, encoded, server_function
from explainer.kit.controls import Control
from explainer.kit.gradio_internals import page_under_construction, served
from explainer.kit.named import named
from explainer.kit.plot import plotly_folder
from explainer.kit.scrubber import Scrubber
from explainer.kit.stream import Stream

KIT = Path(__file__).parent
CREDIT = "Diffusion Live"


class Figure(gr.HTML):
    """A framed figure with id `{section}-{name}`; its parts are declared, the page assembles them.

    `answer` is folded: the question of `try_this` comes first. `sources` are what it asks Python, `streams`
    what it lets run there. `reflects` are the values that its
    root shows as data attributes. `reports` are numbers of answers that it shows there, too, each
    (attribute in camelCase, "source.path"): the figure is ready once they are known. `code` are the
    functions that "show the code" opens. The figure called "figure" is the section's main one: its
    controls have the ids `{section}-{key}`.

    ValueError if a part names what the figure does not have, or what means something else in another figure
    of the section (`declared.py`).
    """

    def __init__(
        self,
        section: str,
        name: str,
        *,
        title: str,
        try_this: str,
        panels: Sequence[Any],
        sources: Sequence[Source],
        controls: Sequence[Control] = (),
        scrubbers: Sequence[Scrubber] = (),
        streams: Sequence[Stream] = (),
        reflects: Sequence[str] = (),
        reports: Sequence[tuple[str, str]] = (),
        code: Sequence[Callable] = (),
        caption: str = "",
        answer: str = "",
        layout: str = "row",
        elem_id: str | None = None,
    ) -> None:
        elem_id = elem_id or f"{section}-{name}"
        self.section = section
        self.parts = {
            "id": elem_id,
            "stem": section if name == "figure" else elem_id,
            "section": section,
            **{"title": title, "try_this": try_this, "caption": caption, "answer": answer, "layout": layout},
            "panels": [panel.spec() for panel in panels],
            "controls": [control.spec() for control in controls],
            "scrubbers": [scrubber.spec() for scrubber in scrubbers],
            "sources": [_source_spec(source) for source in sources],
            "streams": [stream.spec() for stream in streams],
            "reflects": list(reflects),
            "reports": [[attribute, *path.split(".")] for attribute, path in reports],
            "code": len(code),
            "plotly": served(plotly_folder() / "plotly.min.js"),
            "credit": CREDIT,
        }
        self.parts["names"] = named(try_this, caption, self.parts["controls"])
        declared.check(self.parts)
        self.sources = {source.name: source for source in sources}
        self.defaults = {control.key: control.value for control in [*controls, *scrubbers]}
        self.shipped: dict[str, Any] | None = None
        self.streams = {stream.name: stream for stream in streams}
        page = page_under_construction()
        declared.agree(self, figures(page, section))
        self.answer = answering((*sources, _code(code), _specs(self, page), _talk(page), _index(page), PATHS))
        self.run = stream.running(tuple(streams))
        super().__init__(
            html_template='<div class="dl-host"></div>',
            js_on_load=(
                f'import(new URL("{served(KIT / "figure.js")}", document.baseURI).href)'
                ".then((kit) => kit.fromGradio(element, props))"
            ),
            apply_default_css=False,
            elem_id=elem_id,
            section=section,
            figure=elem_id,
            server_functions=[server_function(self.answer), stream.server_function(self.run)],
        )

    def get_config(self) -> dict[str, Any]:
        """What the page's settings say of it. Gradio would write every argument there, functions among them."""
        ours = ("sources", "streams", "answer")
        return {name: value for name, value in super().get_config().items() if name not in ours}

    def opening(self) -> dict[str, Any]:
        """Its parts with the answers that are shipped: computed when its section is first opened.

        ValueError if a source refuses the default values.
        """
        if self.shipped is None:
            self.shipped = {one.name: _first_answer(one, self.defaults) for one in self.sources.values()}
        sources = [{**one, "initial": self.shipped[one["name"]]} for one in self.parts["sources"]]
        return {**self.parts, "sources": sources}


class Entry(NamedTuple):
    """A figure in the list of its section."""

    name: str
    id: str
    title: str


def listing(demo: gr.Blocks) -> dict[str, list[Entry]]:
    """The figures of each section of a page, in the page's order, for outlines and links.

    `/?at=SECTION&figure=NAME` opens a section at a figure.
    """
    listed: dict[str, list[Entry]] = {}
    for figure in figures(demo):
        entry = Entry(declared.link_name(figure.parts), figure.parts["id"], figure.parts["title"])
        listed.setdefault(figure.section, []).append(entry)
    return listed


def figures(page: gr.Blocks | None, section: str | None = None) -> list[Figure]:
    """The figures that a page has so far; those of one section if that is given."""
    found = [block for block in page.blocks.values() if isinstance(block, Figure)] if page else []
    return [figure for figure in found if section in (None, figure.section)]


def _specs(figure: Figure, page: gr.Blocks | None) -> Source:
    """The parts of the section's figures: asked when the section is opened, so that the page stays small."""

    def answer() -> dict[str, Any]:
        found = figures(page, figure.section) or [figure]
        return {figure.parts["id"]: figure.opening() for figure in found}

    return Source("@specs", answer, (), slow=True)


def _talk(page: gr.Blocks | None) -> Source:
    """A visitor's own talk, which may name every figure of the page."""

    def answer(text: str) -> dict[str, Any]:
        return talks.read(text, talks.OWN, talks.known(figures(page))).shown()

    return Source("@talk", answer, ("text",), slow=True)


def _index(page: gr.Blocks | None) -> Source:
    """What the search looks through: asked when somebody searches or the first term is to be explained."""
    return Source("@index", lambda: getattr(page, "index", {}), ())


# what to do in each section: asked by who follows a path
PATHS = Source("@paths", paths.shown, ())


def _code(functions: Sequence[Callable]) -> Source:
    """The code that "show the code" opens: asked then, because few visitors open it."""
    return Source("@code", lambda: {"code": [source_of(function) for function in functions]}, ())


def source_of(function: Callable) -> dict[str, str]:
    """File, line and text of a function, for "show the code"."""
    function = inspect.unwrap(function)
    file = Path(inspect.getsourcefile(function))
    line = inspect.getsourcelines(function)[1]
    root = KIT.parent.parent
    name = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name
    return {"file": f"{name}, line {line}", "text": inspect.getsource(function)}


def _source_spec(source: Source) -> dict[str, Any]:
    return {"name": source.name, "keys": source.keys, "calm": source.calm, "only": dict(source.only)}


def _first_answer(source: Source, defaults: dict[str, Any]) -> dict[str, Any] | None:
    """The answer to the defaults if it is shipped: it is kept for all visitors, so it is in English."""
    if not source.shipped or not set(source.keys) <= set(defaults):  # then the figure with the controls has it
        return None
    answer = Context().run(answered, source, {key: defaults[key] for key in source.keys})
    if "error" not in answer:
        return orjson.loads(encoded(answer))
    if answer["error"]["message"] != FAULT:
        raise ValueError(f"source {source.name} refuses its own defaults: {answer['error']}")
    return None  # as where a file is missing: the page asks, and tells the visitor
