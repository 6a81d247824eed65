"""The page round the chapters: theme, styles, static files, launch options, a chapter alone."""

import ast
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partialmethod, wraps
from pathlib import Path

import gradio as gr
import uvicorn
from starlette.middleware import Middleware
from starlette.routing import WebSocketRoute
from threadpoolctl import threadpool_limits

from explainer.kit import channel
from explainer.kit.figure import KIT, served
from explainer.kit.guard import Guard
from explainer.kit.opening import Opening
from explainer.kit.plot import plotly_folder

STYLES = (
    "page",
    "figure",
    "controls",
    "scrubber",
    "picture",
    "film",
    "listing",
    "plot",
    "handles",
    "numbers",
    "derivation",
    "plane",
    "tiles",
    "diagram",
    "atlas",
)
# what every figure imports, and what nearly every section does; `load.js` fetches the rest
MODULES = (
    *("figure", "tools", "dom", "section", "source", "asked", "codec", "check", "controls", "scrubber"),
    *("links", "load", "server", "channel", "gradio"),
    *("picture", "blend", "pixels", "roles", "plot", "axes", "overlays", "handles", "held"),
)
# what Gradio's Markdown typesets a lesson with: asked for early, since the figures below wait for it
TYPESETTER = {
    "markdown-code-*.js": 'rel="modulepreload"',
    "auto-render-*.js": 'rel="modulepreload"',
    "katex-*.css": 'rel="preload" as="style" crossorigin',
    "KaTeX_Main-Regular-*.woff2": 'rel="preload" as="font" crossorigin',
    "KaTeX_Math-Italic-*.woff2": 'rel="preload" as="font" crossorigin',
}
MATH = [
    {"left": "$$", "right": "$$", "display": True},
    {"left": "$", "right": "$", "display": False},
]
SLIP = "The slide says"
ASSETS = Path(gr.__file__).parent / "templates" / "frontend" / "assets"
FONTS = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"]


@cache
def styles() -> str:
    """The kit's style sheets in one."""
    return "\n".join((KIT / f"{name}.css").read_text(encoding="utf-8") for name in STYLES)


def head() -> str:
    """What the page's head needs: the styles, and the modules named early so that none waits.

    At low priority: a browser opens six connections, and Gradio's own scripts come first.
    """
    hints = "".join(
        f'<link rel="modulepreload" fetchpriority="low" href="{served(KIT / name)}.js">' for name in MODULES
    )
    hints += "".join(
        f'<link {how} fetchpriority="low" href="./assets/{file.name}">'
        for name, how in TYPESETTER.items()
        for file in ASSETS.glob(name)
    )
    return (
        f'<style id="dl-style">{styles()}</style>{hints}'
        f'<script type="module" src="{served(KIT / "early.js")}"></script>'
    )


def theme() -> gr.themes.Base:
    """Calm, system fonts (nothing is fetched), contrasts that meet AA where Gradio's do not."""
    return gr.themes.Base(
        primary_hue="blue", neutral_hue="slate", font=FONTS, font_mono=["ui-monospace", "monospace"]
    ).set(
        body_background_fill="#ffffff",
        body_background_fill_dark="#0e1116",
        body_text_color="#16191d",
        body_text_color_dark="#eef1f4",
        body_text_color_subdued="#525a64",
        body_text_color_subdued_dark="#b1bac5",
        block_background_fill="#ffffff",
        block_background_fill_dark="#0e1116",
        link_text_color="#0b57a4",
        link_text_color_dark="#6cb6ff",
        color_accent="#0b57a4",
        color_accent_soft_dark="#171b22",
        border_color_accent="#0b57a4",
    )


def launch(demo: gr.Blocks, places: Mapping[str, Mapping[str, str]] | None = None) -> None:
    """Serve the page; `places` are those of `links.tabs`."""
    gr.set_static_paths([KIT, plotly_folder()])
    # visitors have a thread each: BLAS's own would wait for one another on the cores that these need
    threadpool_limits(1, user_api="blas")
    parse_in_turn()
    calm(demo)
    # the channel's messages are small, or packed already: deflating each costs more than it saves
    uvicorn.Config.__init__ = partialmethod(uvicorn.Config.__init__, ws_per_message_deflate=False)
    demo.launch(
        theme=theme(),
        head=head(),
        footer_links=["settings"],
        ssr_mode=False,
        state_session_capacity=100,  # no state is kept on the server; each session would cost 0.24 MB
        app_kwargs={
            "middleware": [
                Middleware(Guard, reloading="GRADIO_WATCH_DIRS" in os.environ),
                Middleware(Opening, places=places or {}),
            ],
            "routes": [WebSocketRoute(channel.PATH, channel.served)],
        },
    )


def parse_in_turn() -> None:
    """Let one thread at a time make a syntax tree.

    CPython 3.11 keeps the depth of a tree in one place for all threads: where a garbage collection lets
    another in, both may end in a SystemError. NumPy makes a tree for each array of a file, torch makes some
    while it is loaded, and can't be loaded again after one has failed.
    """
    parse, turn = ast.parse, threading.RLock()

    @wraps(parse)
    def parsed(*arguments, **options):
        with turn:
            return parse(*arguments, **options)

    ast.parse = parsed


def calm(demo: gr.Blocks) -> None:
    """Let Gradio's queue look for events as seldom as it does on Windows; ours pass it by.

    Elsewhere it wakes 1,100 times a second, and takes the interpreter from whoever computes each time.
    """
    demo._queue.sleep_when_free, demo._queue.progress_update_sleep_when_free = 0.05, 0.1


def preview(build: Callable[[], None], title: str) -> None:
    """Run one section alone: `python -m explainer.CHAPTER.tab`."""
    with gr.Blocks(title=title, analytics_enabled=False, fill_width=True) as demo:
        build()
    launch(demo)


def lesson(folder: str | Path) -> None:
    """The section's own README.md: title (heard, not seen), idea, equation, symbols; not what `slips` shows."""
    told = [part for part in _paragraphs(folder) if not part.startswith(SLIP)]
    gr.Markdown("\n\n".join(told), latex_delimiters=MATH, elem_classes="dl-lesson")


def slips(folder: str | Path) -> None:
    """Where the talk's slides differ: the paragraphs of README.md that begin with "The slide says"."""
    for part in _paragraphs(folder):
        if part.startswith(SLIP):
            gr.Markdown(part, latex_delimiters=MATH, elem_classes="dl-slide")


def formulas(name: str, latex: Sequence[str]) -> None:
    """LaTeX that a panel of the page shows by and by: rendered here, out of sight, under id `name`."""
    lines = "\n\n".join(f"$$ {line} $$" for line in latex)
    gr.Markdown(lines, latex_delimiters=MATH, elem_id=name, elem_classes="dl-formulas")


def _paragraphs(folder: str | Path) -> list[str]:
    return (Path(folder) / "README.md").read_text(encoding="utf-8").strip().split("\n\n")
