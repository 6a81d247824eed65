"""What reaches into Gradio and uvicorn beyond their documents: an upgrade that moves it fails here."""

import asyncio
import json
import re
import urllib.request

import gradio as gr
import pytest
import uvicorn
from conftest import run_async
from starlette.applications import Starlette
from websockets.sync.client import connect

from explainer.kit import gradio_internals, page
from explainer.kit.figure import KIT, Figure


def fetched(url: str) -> tuple[int, str]:
    with urllib.request.urlopen(url, timeout=20) as response:
        return response.status, response.read().decode()


def config_of(html: str) -> dict:
    return json.JSONDecoder().raw_decode(html.partition(gradio_internals.MARK)[2])[0]


def test_gradio_serves_the_kit_s_modules_at_their_address(gallery):
    status, module = fetched(gallery + gradio_internals.served(KIT / "figure.js"))
    assert status == 200 and module == (KIT / "figure.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("pattern", page.TYPESETTER)
def test_what_typesets_a_lesson_is_a_file_of_gradio_s_that_the_head_names(gallery, pattern):
    """Their names change with the version."""
    (address,) = gradio_internals.frontend_files(pattern)
    assert f'<link {page.TYPESETTER[pattern]} fetchpriority="low" href="{address}">' in page.head()
    with urllib.request.urlopen(gallery + address.removeprefix("./"), timeout=20) as response:
        assert response.status == 200


def test_formulas_have_gradio_s_styles_and_faces_anywhere_in_the_page(gallery):
    styles = gradio_internals.formula_styles()
    assert ".katex{" in styles and ".katex .mfrac" in styles and "gradio-container" not in styles
    faces = re.findall(r"url\(\./([^)]+)\)", styles)
    assert styles.count("@font-face") == len(faces) + styles.count("url(data:font/woff2") > 10
    assert all(face.endswith(".woff2") for face in faces)
    with urllib.request.urlopen(gallery + faces[0], timeout=20) as response:
        assert response.status == 200


def test_the_page_under_construction_is_the_one_in_whose_with_a_figure_stands():
    assert gradio_internals.page_under_construction() is None
    with gr.Blocks(analytics_enabled=False) as demo, gr.Tabs(), gr.Tab("one"):
        assert gradio_internals.page_under_construction() is demo


def test_a_component_is_found_by_the_number_that_the_page_knows(gallery):
    """Oracle: the figure that the channel reaches is the one that the page's settings name."""
    components = config_of(fetched(gallery)[1])["components"]
    number = next(part["id"] for part in components if part["props"].get("elem_id") == "gallery-map")
    with connect(gallery.replace("http", "ws") + "channel") as channel:
        channel.send(json.dumps([1, number, "ask", ["@specs", {}]]))
        _, specs = json.loads(channel.recv(timeout=20))
    assert "gallery-map" in specs


def test_a_component_that_is_not_there_is_a_key_error():
    with gr.Blocks(analytics_enabled=False) as demo:
        figure = Figure("one", "figure", title="", try_this="", panels=[], sources=[])
    app = gr.routes.App.create_app(demo)
    assert gradio_internals.component(app, figure._id) is figure
    with pytest.raises(KeyError):
        gradio_internals.component(app, 10_000)


@pytest.mark.parametrize(
    "at, chosen", [("unet", {"chapters": "diffusion", "diffusion-sections": "unet"}), ("nowhere", {})]
)
def test_the_page_opens_at_the_tabs_of_the_link_with_its_head_in_place(app_url, at, chosen):
    config = config_of(html := fetched(f"{app_url}?at={at}")[1])
    tabs = [part["props"] for part in config["components"] if part["type"] == "tabs"]
    assert {tab["elem_id"]: tab["selected"] for tab in tabs if tab.get("selected")} == chosen and len(tabs) > 2
    head = html.partition("</head>")[0]
    assert 'id="dl-style"' in head and config["head"] is None
    assert 'rel="manifest"' not in html


def test_tabs_call_the_tab_that_is_open_selected_as_the_page_s_settings_do():
    with gr.Blocks(analytics_enabled=False), gr.Tabs(selected="two", elem_id="both") as tabs:
        gr.Tab("two", id="two")
    assert tabs.get_config()["selected"] == "two" and tabs.get_config()["elem_id"] == "both"


class Looked(Exception):
    """One look is enough."""


def test_gradio_s_queue_looks_seldom_for_events_that_never_come(monkeypatch):
    """Each look takes the interpreter from whoever computes; Gradio's own pace is 1,100 a second."""
    with gr.Blocks(analytics_enabled=False) as demo:
        gr.HTML("")
    gradio_internals.calm_queue(demo)
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


def test_uvicorn_takes_the_setting_that_deflates_no_messages(monkeypatch):
    monkeypatch.setattr(uvicorn.Config, "__init__", uvicorn.Config.__init__)  # is put back
    assert uvicorn.Config(Starlette()).ws_per_message_deflate is True
    gradio_internals.deflate_no_messages()
    assert uvicorn.Config(Starlette()).ws_per_message_deflate is False


def test_the_channel_deflates_nothing_by_itself(app_url):
    with connect(app_url.replace("http", "ws") + "channel") as channel:  # it offers to, as browsers do
        assert "Sec-WebSocket-Extensions" in channel.request.headers
        assert channel.protocol.extensions == []
