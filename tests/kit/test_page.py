"""What every page is served with."""

import ast
import asyncio
import gc
from concurrent.futures import ThreadPoolExecutor

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
        assert f'<link {how} fetchpriority="low" href="./assets/{file.name}">' in page.head()


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


def test_threads_that_read_arrays_and_load_torch_do_not_break_each_other_s_syntax_trees(monkeypatch):
    """CPython 3.11 fails without; 3.12 collects garbage elsewhere."""
    header = "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4, 5), }"  # as NumPy reads it
    monkeypatch.setattr(ast, "parse", ast.parse)  # is put back
    page.parse_in_turn()

    def collected(*_):
        sum(range(200))  # Python's own code, during which threads change

    often = gc.get_threshold()
    gc.callbacks.append(collected)
    gc.set_threshold(5)
    try:
        with ThreadPoolExecutor(4) as threads:
            shapes = [one["shape"] for one in threads.map(ast.literal_eval, [header] * 16_000)]
    finally:
        gc.set_threshold(*often)
        gc.callbacks.remove(collected)
    assert shapes == [(3, 4, 5)] * 16_000
