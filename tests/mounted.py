"""Somebody's FastAPI app with ours below a path of it: `python tests/mounted.py`."""

import os
import sys
from pathlib import Path

import gradio as gr
import uvicorn
from fastapi import FastAPI

sys.path.insert(0, str(Path(__file__).parents[1]))
from app import demo  # noqa: E402

theirs = FastAPI()


@theirs.get("/")
def own() -> dict[str, bool]:
    """Their own page."""
    return {"theirs": True}


if __name__ == "__main__":
    gr.mount_gradio_app(theirs, demo, path="/lecture/hall", **demo.served())
    uvicorn.run(theirs, port=int(os.environ["GRADIO_SERVER_PORT"]), log_level="warning")
