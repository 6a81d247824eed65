"""Each section alone, as `python -m` its module shows it, below /SECTION/ of one server."""

import os
import runpy
import sys
from pathlib import Path

import gradio as gr
import uvicorn
from fastapi import FastAPI

sys.path.insert(0, str(Path(__file__).parents[1]))
import app  # noqa: E402
from explainer.kit import page  # noqa: E402

server = FastAPI()


@server.get("/")
def answers() -> None:
    """The server is up."""


for section in [section for chapter in app.CHAPTERS for section in chapter.sections]:
    shown = []
    page.run = shown.append
    runpy.run_path(sys.modules[section.build.__module__].__file__, run_name="__main__")
    gr.mount_gradio_app(server, shown[0], path=f"/{section.name}", **shown[0].served())
uvicorn.run(server, port=int(os.environ["GRADIO_SERVER_PORT"]), log_level="warning")
