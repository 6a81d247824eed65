"""The section `coding`: the talk's last part, a whole diffusion model as code that runs."""

from pathlib import Path

import gradio as gr

from explainer.coding import settings
from explainer.coding.listing import tab as listing
from explainer.coding.taken import tab as taken
from explainer.coding.training import tab as training
from explainer.kit import page

TITLE = "Coding"
SECTION = settings.SECTION
HERE = Path(__file__).parent


def build() -> None:
    """The lesson, the file at work, line by line, to take home, and what lies ahead."""
    page.lesson(HERE)
    training.build()
    listing.build()
    taken.build()
    page.slips(HERE)
    text = (HERE / "ahead.md").read_text(encoding="utf-8")
    gr.Markdown(text, latex_delimiters=page.MATH, elem_id="coding-ahead", elem_classes="dl-map")


if __name__ == "__main__":
    page.preview(build, TITLE)
