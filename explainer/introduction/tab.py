"""The section `home`: something generated at once, three families before one judge, the map of the talk."""

from pathlib import Path

import gradio as gr

from explainer.introduction import answers
from explainer.kit import page
from explainer.kit.field import Cloud, Field
from explainer.kit.figure import Figure
from explainer.kit.film import Film
from explainer.kit.head import REPOSITORY
from explainer.kit.numbers import Numbers
from explainer.kit.scrubber import Scrubber
from explainer.kit.tiles import Tiles

TITLE = "Introduction"
SECTION = "home"
HERE = Path(__file__).parent
GLOSSARY = HERE / "glossary.toml"


def build() -> None:
    """The idea, a finished chain, the families side by side, the way through the talk, who made it."""
    page.lesson(HERE)
    Figure(
        SECTION,
        "figure",
        title="Sixteen digits out of noise",
        try_this="press play, or drag t. Which digit can you recognise first?",
        panels=[Film(film="chain", track="xt", label="$x_t$", columns=8, size=1.5)],
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
    digits()
    families()
    gr.Markdown(
        (HERE / "map.md").read_text(encoding="utf-8"), elem_id="map", elem_classes=["dl-map", "dl-pictures"]
    )
    about = (HERE / "about.md").read_text(encoding="utf-8").strip()
    gr.Markdown(f"{about}\n\n{source()}", elem_id="about", elem_classes="dl-about")


def source(repository: str = REPOSITORY) -> str:
    """Where the source is, in Markdown; where no address is known, so much."""
    if repository:
        return f"The source is on GitHub: [{repository}](https://github.com/{repository})."
    return "The source comes with this copy, which names no public address of it."


def digits() -> None:
    """Digits by each family before one judge, beside real ones."""
    sets = [
        Tiles(parts=((f"digits.{name.replace('-', '_')}", title),), columns=4, size=0.5)
        for name, (title, _) in answers.MAKERS.items()
    ]
    Figure(
        SECTION,
        "digits",
        title="Digits by VAE, GAN and U-Net, before one judge",
        try_this="rank the sets by eye first, then read the table. What does the U-Net gain from a class?",
        panels=[
            *sets,
            Numbers(source="digits", label="How good the digits of each network are, and their cost"),
        ],
        sources=[answers.SOURCES["digits"]],
        code=[answers.digits],
        layout="compare",
        caption="The judge is a classifier. It recognises a picture if it is sure of one digit and finds the "
        "picture no odder than 99% of real ones; the Fréchet distance compares its features of the pictures with "
        "those of the training set. Each ± is one standard error. For real digits it is the scatter of ten such "
        "sets: by these numbers the last row can't be told from them. Times are of one processor core. The U-Net "
        "looks 50 times at each digit, the others once, and it was trained far longer, so the table ranks these "
        "networks and not their families.",
    )


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
