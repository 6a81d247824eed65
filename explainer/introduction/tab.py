"""The section `home`: something generated at once, and the map of the talk."""

from pathlib import Path

import gradio as gr

from explainer.introduction import answers
from explainer.kit import page
from explainer.kit.figure import Figure
from explainer.kit.film import Film
from explainer.kit.scrubber import Scrubber

TITLE = "Introduction"
SECTION = "home"
HERE = Path(__file__).parent


def build() -> None:
    """The idea, a finished chain, the way through the talk."""
    page.lesson(HERE)
    Figure(
        SECTION,
        "figure",
        title="Sixteen digits out of noise",
        try_this="press play, or drag t. Which digit can you recognise first?",
        panels=[Film(film="chain", track="xt", label="$x_t$", columns=8)],
        sources=list(answers.SOURCES.values()),
        scrubbers=[
            Scrubber(
                key="t",
                label="Timestep t",
                help="From noise (1000) to finished pictures (0).",
                value=250,
                maximum=1000,
                backwards=True,
            )
        ],
        reflects=("t",),
        code=[answers.chain],
        layout="wide",
        caption="These were generated in advance by the app's own U-Net. Make new ones in the section Reverse.",
    )
    gr.Markdown((HERE / "map.md").read_text(encoding="utf-8"), elem_classes="dl-map")


if __name__ == "__main__":
    page.preview(build, TITLE)
