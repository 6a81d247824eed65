"""Diffusion Live: the talk "Diffusion Models", one tab a chapter, in the order of the talk."""

import gradio as gr

from explainer.diffusion.forward import tab as forward
from explainer.kit import page
from explainer.kit.links import Chapter, Section, tabs

CHAPTERS = [
    Chapter("diffusion", "Diffusion", [Section(forward.SECTION, forward.TITLE, forward.build)]),
]

with gr.Blocks(title="Diffusion Live", analytics_enabled=False, fill_width=True) as demo:
    tabs(demo, CHAPTERS)

if __name__ == "__main__":
    demo.launch(**page.launch_options())
