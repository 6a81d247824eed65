"""The section `home`: something generated at once, and the map of the talk."""

from pathlib import Path

import gradio as gr

from explainer.introduction import answers
from explainer.kit import page
from explainer.kit.field import Cloud, Field
from explainer.kit.figure import Figure
from explainer.kit.film import Film
from explainer.kit.numbers import Numbers
from explainer.kit.scrubber import Scrubber

TITLE = "Introduction"
SECTION = "home"
HERE = Path(__file__).parent
GLOSSARY = HERE / "glossary.toml"


def build() -> None:
    """The idea, a finished chain, the way through the talk."""
    page.lesson(HERE)
    Figure(
        SECTION,
        "figure",
        title="Sixteen digits out of noise",
        try_this="press play, or drag t. Which digit can you recognise first?",
        panels=[Film(film="chain", track="xt", label="$x_t$", columns=8)],
        sources=[answers.SOURCES["chain"]],
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
    families()
    gr.Markdown((HERE / "map.md").read_text(encoding="utf-8"), elem_classes=["dl-map", "dl-pictures"])


def families() -> None:
    """The three families of the talk on the same points: the small form of the plane's race."""
    squares = [
        Field(
            label=title,
            at="clock",
            knots="families.knots",
            reach=1.4,
            clouds=(
                Cloud(points="families.real", label="real points", color="noise", mark="cross", size=2),
                Cloud(points=f"families.{name}", label=title, color="model", size=2.6),
            ),
        )
        for name, title in answers.FAMILIES.items()
    ]
    Figure(
        SECTION,
        "families",
        title="Three families learn the same points",
        try_this="drag the clock from 0: each family has had the same time on one processor core.",
        panels=[*squares, Numbers(source="families", label="How good the last points are")],
        sources=[answers.SOURCES["families"]],
        scrubbers=[
            Scrubber(
                key="clock",
                symbol="clock",
                label="Training time in seconds",
                help="What each family makes of noise after so much training.",
                value=600,
                maximum=600,
                per=100,
                unit="s",
            )
        ],
        reflects=("clock",),
        code=[answers.families],
        layout="compare",
        caption="Grey crosses are real points of two moons. These runs are shipped. In the section Plane you can "
        "train all three yourself, on data of your choice, before the same judge.",
    )


if __name__ == "__main__":
    page.preview(build, TITLE)
