"""What the outside may ask for, asked of the guard before a small app of its own."""

import anyio
import pytest
from conftest import run_async
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from explainer.kit import guard
from explainer.kit.guard import Guard


async def measured(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"{request.url.path} {len(await request.body())}")


def client(root: str = "", **options) -> TestClient:
    app = Guard(Starlette(routes=[Route("/{path:path}", measured, methods=["GET", "POST", "PUT"])]), **options)
    return TestClient(Starlette(routes=[Mount(root, app)]) if root else app)


@pytest.mark.parametrize(
    "path",
    ["/", "/?at=gan", "/config", "/theme.css", "/assets/index.js", "/static/js/a.min.js", "/robots.txt",
     "/gradio_api/file=/x/explainer/kit/figure.js", "/gradio_api/info", "/gradio_api/queue/data?session_hash=a"],
)  # fmt: skip
def test_what_the_page_needs_is_served_with_safe_headers(path):
    answer = client().get(path)
    assert answer.status_code == 200
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert answer.headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    "method, path",
    [("POST", "/gradio_api/upload"), ("GET", "/gradio_api/upload_progress?upload_id=1"), ("GET", "/openapi.json"),
     ("GET", "/monitoring"), ("GET", "/monitoring/summary"), ("GET", "/gradio_api/proxy=http://127.0.0.1"),
     ("GET", "/gradio_api/dev/reload"), ("POST", "/gradio_api/process_recording"), ("PUT", "/"),
     ("GET", "/gradio_api/file=/x/explainer/kit/figure.py"), ("GET", "/gradio_api/file=/etc/passwd"),
     ("GET", "/gradio_api/deep_link"), ("POST", "/"), ("GET", "/gradio_api/mcp/sse"), ("DELETE", "/config")],
)  # fmt: skip
def test_nothing_else_exists(method, path):
    answer = client().request(method, path)
    assert answer.status_code == 404 and answer.headers["x-content-type-options"] == "nosniff"


def test_what_is_served_on_request_only_can_be_switched_on():
    assert client(reloading=True).get("/gradio_api/dev/reload").status_code == 200
    assert client(mcp=True).post("/gradio_api/mcp/messages").status_code == 200


def test_a_prefix_is_left_out_of_the_path():
    below = client("/lecture")
    assert below.get("/lecture/").status_code == 200
    assert below.get("/lecture/monitoring").status_code == 404


def test_a_body_has_a_largest_size_however_it_is_sent(monkeypatch):
    monkeypatch.setattr(guard, "LARGEST", 1000)
    asked = client()
    path = "/gradio_api/component_server"
    assert asked.post(path, content=b"x" * 1000).text.endswith(" 1000")
    assert asked.post(path, content=b"x" * 1001).status_code == 413
    pieces = (b"x" * 300 for _ in range(4))
    assert asked.post(path, content=pieces).status_code == 413
    assert asked.post(path, headers={"content-length": "-1"}).status_code in (400, 413)


def test_the_bodies_of_one_address_are_held_within_its_share(monkeypatch):
    monkeypatch.setattr(guard, "HELD", 1000)

    async def crowd():
        held = most = 0

        async def app(scope, receive, send):
            nonlocal held, most
            size = len((await receive())["body"])
            held += size
            most = max(most, held)
            await anyio.sleep(0.01)
            held -= size

        guarded = Guard(app)

        async def ask(size):
            headers = [(b"content-length", str(size).encode())]
            path = "/gradio_api/component_server"
            scope = {"type": "http", "method": "POST", "path": path, "headers": headers, "client": ("a", 1)}

            async def body():
                return {"type": "http.request", "body": b"x" * size}

            await guarded(scope, body, None)

        async with anyio.create_task_group() as tasks:
            for size in (400, 500, 600, 700, 100):
                tasks.start_soon(ask, size)
        return most

    assert 0 < run_async(crowd()) <= 1000


@pytest.mark.parametrize(
    ("site", "status"), [("same-origin", 200), ("same-site", 200), (None, 200), ("cross-site", 403)]
)
def test_another_site_s_page_cannot_let_a_visitor_s_computer_compute(site, status):
    """Behind a proxy that changes the host the two can't be told apart by their addresses; a browser knows."""
    headers = {"content-type": "text/plain"} | ({"sec-fetch-site": site} if site else {})
    answer = client().post("/gradio_api/component_server", content="{}", headers=headers)
    assert answer.status_code == status
    assert client().post("/gradio_api/call/divergence", content="{}", headers=headers).status_code == 200
    assert client().get("/", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("header", "reads"),
    [("gzip", True), ("br, gzip", True), ("GZIP;q=0.5", True), ("gzip; q=0", False), ("gzip;q=0.000", False),
     ("", False), ("xgzip", False), ("br", False), ("gzip;q=0.01, br", True)],
)  # fmt: skip
def test_a_coding_is_used_only_where_it_is_accepted(header, reads):
    assert guard.accepts(header, "gzip") == reads
