"""The file and the notebook, to take home."""

import gradio as gr

from explainer.coding import notebook, program, take_away
from explainer.coding.settings import SECTION
from explainer.coding.taken import settings
from explainer.coding.taken.answers import SOURCES
from explainer.kit.figure import Figure
from explainer.kit.numbers import Numbers


def build() -> None:
    """Both files with the settings on screen, and the way to Colab."""
    Figure(
        SECTION,
        "download",
        title="Take it with you",
        try_this="choose a preset, download the file and run “python diffusion.py”: it writes samples.png.",
        panels=[Numbers(source="taken", label="The settings that the files will have")],
        sources=list(SOURCES.values()),
        controls=settings.FILES,
        code=[take_away.python, program.filled, notebook.cells],
        layout="wide",
        caption="Both files hold the code of this page, these settings and the 5,000 digits, and need no "
        "internet. The notebook goes the talk's way: the coin, noise, training, sampling, the terms of the "
        "bound, a picture of your own, and exercises that are checked.",
    )
    gr.Markdown(settings.colab(), elem_id="coding-colab", elem_classes="dl-slide")
