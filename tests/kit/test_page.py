"""What every page is served with."""

import asyncio

import gradio as gr
import pytest
from conftest import run_async
from websockets.sync.client import connect

from explainer.kit import page


def test_the_channel_deflates_nothing_by_itself(app_url):
    with connect(app_url.replace("http", "ws") + "channel") as channel:  # it offers to, as browsers do
        assert "Sec-WebSocket-Extensions" in channel.request.headers
        assert channel.protocol.extensions == []


def test_what_typesets_a_lesson_is_named_in_the_head():
    """Gradio's own files, whose names change with its version."""
    for name, how in page.TYPESETTER.items():
        (file,) = page.ASSETS.glob(name)
        assert f'<link {how} href="./assets/{file.name}">' in page.head()


class Looked(Exception):
    """One look is enough."""


def test_gradio_s_queue_looks_seldom_for_events_that_never_come(monkeypatch):
    """Each look takes the interpreter from whoever computes; Gradio's own pace is 1,100 a second."""
    with gr.Blocks(analytics_enabled=False) as demo:
        gr.HTML("")
    page.calm(demo)
    waits = []

    async def wait(seconds):
        waits.append(seconds)
        raise Looked

    monkeypatch.setattr(asyncio, "sleep", wait)
    for looks in (demo._queue.start_processing, demo._queue.start_progress_updates):
        demo._queue.stopped = False
        with pytest.raises(Looked):
            run_async(looks())
    assert len(waits) == 2 and min(waits) >= 0.05
