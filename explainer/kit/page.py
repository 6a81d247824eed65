"""The page round the chapters: theme, styles, static files, launch options, a chapter alone."""

import os
import sys
from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import gradio as gr
from starlette.middleware import Middleware
from starlette.routing import Route, WebSocketRoute
from threadpoolctl import threadpool_limits

from explainer.kit import channel, gradio_internals, hall, language, links, talks
from explainer.kit import head as bar
from explainer.kit import index as search
from explainer.kit.bundle import Bundle
from explainer.kit.contents import contents
from explainer.kit.figure import KIT, figures, listing
from explainer.kit.gradio_internals import served
from explainer.kit.guard import Guard
from explainer.kit.kept import Kept
from explainer.kit.memory import give_back
from explainer.kit.opening import Opening
from explainer.kit.plot import plotly_folder
from explainer.kit.syntax_trees import parse_in_turn
from explainer.kit.take_away import in_language, talk_file
from explainer.kit.talk_files import FILE, Files

STYLES = (
    "page",
    "head",
    "figure",
    "keys",
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
    "field",
    "tiles",
    "diagram",
    "atlas",
    "stage",
    "dock",
    "search",
    "talk",
    "path",
    "touch",
    "print",
)
# what every figure needs, and what nearly every section does; `load.js` fetches the rest
FIRST = ("figure", "picture", "plot", "early")
BUNDLE = Bundle(KIT, FIRST)
REST = (KIT / "rest.js").read_text(encoding="utf-8")
# what typesets formulas, in Gradio's lessons and in a figure's words: fetched early, because figures wait for it
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
QUEUED = 100  # calls of named endpoints that wait at once
SESSIONS = 100  # that Gradio remembers: no state is kept on the server, and each would cost 0.24 MB
SLIP = "The slide says"
FONTS = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"]


@cache
def styles() -> str:
    """The kit's style sheets in one."""
    return "\n".join((KIT / f"{name}.css").read_text(encoding="utf-8") for name in STYLES)


def head() -> str:
    """The page's head: the styles, and what figures need, named early so that none waits for another.

    It has low priority: a browser opens six connections, and Gradio's own scripts come first.
    """
    hints = f'<link rel="modulepreload" fetchpriority="low" href="{BUNDLE.address}">'
    hints += "".join(
        f'<link {how} fetchpriority="low" href="{file}">'
        for pattern, how in TYPESETTER.items()
        for file in gradio_internals.frontend_files(pattern)
    )
    return (
        f'<style id="dl-formulas">{gradio_internals.formula_styles()}</style>'
        f'<style id="dl-style">{styles()}</style>{hints}'
        f'<script type="module">import "./{served(KIT / "early.js")}";</script>'
    )


def theme() -> gr.themes.Base:
    """Quiet colours, system fonts (nothing is fetched), contrasts that meet AA where Gradio's do not."""
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


class Page(gr.Blocks):
    """The page with all that belongs to it, wherever it is served: theme, files, routes, guard.

    With `chapters`, as `links.tabs` builds them, it has a head, an outline, a search and talks; terms of the
    file `glossary` are explained where they stand.
    """

    def __init__(self, title: str, chapters: Sequence[links.Chapter] = (), glossary: Path | None = None) -> None:
        super().__init__(title=title, analytics_enabled=False, fill_width=True)
        self.chapters = chapters
        self.terms = search.glossary(glossary) if glossary else []
        self._index: dict[str, dict[str, Any]] = {}

    @property
    def index(self) -> dict[str, Any]:
        """What the search looks through, once the page is built, in the language of the page that asks."""
        code = language.code()
        if code not in self._index:
            self._index[code] = search.index(self, self.chapters, self.terms)
        return self._index[code]

    def talks(self, own: Path | None = None) -> list[talks.Talk]:
        """The talks that `view=talk` opens: a lecturer's own first, if its file is given."""
        return talks.shipped(talks.known(figures(self)), own) if self.chapters else []

    def export(self, file: Path, own: Path | None = None, spoken: str = language.ENGLISH) -> None:
        """Write a talk as one HTML file that needs no server: a lecturer's own, or the whole one.

        `spoken` is the code of the language of its figures, and of the words of a shipped talk.
        """
        language.use(spoken)
        talk = self.talks(own)[0]
        with file.open("w", encoding="utf-8") as opened:
            opened.writelines(talk_file(talk if own else in_language(talk), self, styles()))

    def served(self, talk: Path | None = None) -> dict[str, Any]:
        """What `gr.mount_gradio_app(app, page, path, **page.served())` needs, and `launch` uses.

        `talk` is the file of a lecturer's own talk, which `view=talk` opens then.
        """
        gr.set_static_paths([KIT, plotly_folder(), bar.ICON, bar.PICTURE, talks.PICTURES])
        # each visitor's work has a thread: BLAS's own threads would compete with them for the cores
        threadpool_limits(1, user_api="blas")
        give_back()
        parse_in_turn()
        self.queue(max_size=QUEUED)
        gradio_internals.calm_queue(self)
        gradio_internals.deflate_no_messages()
        self.state_session_capacity = SESSIONS
        tools = find_spec("mcp") is not None
        given = self.talks(talk)
        opening = Middleware(
            Opening,
            places=links.places(self.chapters),
            first=f"<script>{REST}</script>{BUNDLE.import_map()}",
            found=contents(self.chapters, listing(self)),
            talks=given,
        )
        return {
            "theme": theme(),
            "head": head(),
            "footer_links": [],
            "ssr_mode": False,
            "mcp_server": tools,
            "app_kwargs": {
                "middleware": [
                    Middleware(Guard, reloading=gradio_internals.reloading(), mcp=tools),
                    Middleware(
                        Kept,
                        folders=gradio_internals.static(KIT, plotly_folder()),
                        written={f"/{BUNDLE.address}": BUNDLE},
                    ),
                    opening,
                ],
                "routes": [
                    WebSocketRoute(channel.PATH, channel.served),
                    WebSocketRoute(hall.PATH, hall.Halls().served),
                    Route(FILE, Files(self, given, styles()).served, methods=["GET", "POST"]),
                ],
            },
        }

    def launch(self, talk: Path | None = None, **options: Any) -> Any:
        """Serve the page; the options are those of `gr.Blocks.launch`, `talk` is that of `served`."""
        return super().launch(**{**self.served(talk), "state_session_capacity": SESSIONS, **options})


def run(page: Page, **options: Any) -> None:
    """Serve the page from a shell until it is stopped, on the next port where the wanted one is taken."""
    wanted = os.environ.get("GRADIO_SERVER_PORT", "7860")
    try:
        page.launch(prevent_thread_lock=True, **options)
    except OSError as problem:
        sys.exit(f"The page can't be served: {problem}")
    if not page.is_running:  # a change of a file: the page that is served takes it over
        return
    if str(page.server_port) != wanted:
        print(f"Port {wanted} is taken: the page is at {page.local_url}", flush=True)
    page.block_thread()


def preview(build: Callable[[], None], title: str) -> None:
    """Run one section alone: `python -m explainer.CHAPTER.tab`."""
    with Page(title) as demo:
        build()
    run(demo)


def lesson(folder: str | Path) -> None:
    """The section's own README.md: title (heard, not seen), idea, equation, symbols; without its `slips`."""
    paragraphs = [text for text in _paragraphs(folder) if not text.startswith(SLIP)]
    gr.Markdown("\n\n".join(paragraphs), latex_delimiters=MATH, elem_classes="dl-lesson")


def slips(folder: str | Path) -> None:
    """Where the slides differ, in one fold: the paragraphs of README.md that begin with "The slide says"."""
    found = "\n\n".join(text for text in _paragraphs(folder) if text.startswith(SLIP))
    fold = f"<details><summary>Corrections to the talk</summary>\n\n{found}\n\n</details>"
    gr.Markdown(fold, latex_delimiters=MATH, elem_classes="dl-slide")


def _paragraphs(folder: str | Path) -> list[str]:
    return (Path(folder) / "README.md").read_text(encoding="utf-8").strip().split("\n\n")
