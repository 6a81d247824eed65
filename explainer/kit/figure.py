"""The figure: a `gr.HTML` that the kit's JavaScript fills with panels, controls and tools."""

import inspect
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import gradio as gr
import orjson

from explainer.kit import stream
from explainer.kit.asked import Source, answered, answering, server_function
from explainer.kit.controls import Control
from explainer.kit.plot import plotly_folder
from explainer.kit.scrubber import Scrubber
from explainer.kit.stream import Stream

KIT = Path(__file__).parent
CREDIT = "Diffusion Live"
_SERVED = "gradio_api/file="


class Figure(gr.HTML):
    """A framed figure with id `{section}-{name}`; its parts are declared, the page assembles them.

    `sources` are what it asks Python, `streams` what it lets run there; `reflects` are the values
    kept as data attributes on its root; `reports` are numbers of answers kept there, too, each
    (attribute in camelCase, "source.path"): the figure is ready once they are known. `code` are the
    functions that "show the code" opens. The figure called "figure" is the section's main one: its
    controls have the ids `{section}-{key}`.
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
        layout: str = "row",
        elem_id: str | None = None,
    ) -> None:
        elem_id = elem_id or f"{section}-{name}"
        sources = tuple(sources)
        defaults = {control.key: control.value for control in [*controls, *scrubbers]}
        self.section = section
        self.parts = {
            "id": elem_id,
            "stem": section if name == "figure" else elem_id,
            "section": section,
            "title": title,
            "try_this": try_this,
            "caption": caption,
            "layout": layout,
            "panels": [panel.spec() for panel in panels],
            "controls": [control.spec() for control in controls],
            "scrubbers": [scrubber.spec() for scrubber in scrubbers],
            "sources": [_source_spec(source, defaults) for source in sources],
            "streams": [one.spec() for one in streams],
            "reflects": list(reflects),
            "reports": [[attribute, *path.split(".")] for attribute, path in reports],
            "code": len(code),
            "plotly": served(plotly_folder() / "plotly.min.js"),
            "credit": CREDIT,
        }
        page = gr.context.Context.root_block
        self.answer = answering((*sources, _code(code), _specs(self, page)))
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


def _specs(figure: Figure, page: gr.Blocks | None) -> Source:
    """What the figures of the section are made of: asked when it is opened, so the page stays small."""

    def answer() -> dict[str, Any]:
        figures = [one for one in page.blocks.values() if isinstance(one, Figure)] if page else [figure]
        return {one.parts["id"]: one.parts for one in figures if one.section == figure.section}

    return Source("@specs", answer, ())


def _code(functions: Sequence[Callable]) -> Source:
    """What "show the code" asks: the page would carry it for nothing."""
    return Source("@code", lambda: {"code": [source_of(function) for function in functions]}, ())


def served(path: Path) -> str:
    """The address, relative to the page, of a file under `static_paths`."""
    return f"{_SERVED}{path.as_posix()}"


def source_of(function: Callable) -> dict[str, str]:
    """File and text of the very function, for "show the code"."""
    function = inspect.unwrap(function)
    file = Path(inspect.getsourcefile(function))
    line = inspect.getsourcelines(function)[1]
    root = KIT.parent.parent
    name = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name
    return {"file": f"{name}, line {line}", "text": inspect.getsource(function)}


def _source_spec(source: Source, defaults: dict[str, Any]) -> dict[str, Any]:
    initial = None
    if source.shipped and set(source.keys) <= set(defaults):  # by the figure with the controls
        answer = answered(source, {key: defaults[key] for key in source.keys})
        if "error" in answer:
            raise ValueError(f"source {source.name} refuses its own defaults: {answer['error']}")
        initial = orjson.loads(orjson.dumps(answer, option=orjson.OPT_SERIALIZE_NUMPY))
    return {
        "name": source.name,
        "keys": source.keys,
        "calm": source.calm,
        "only": dict(source.only),
        "initial": initial,
    }
