"""The kit's modules, run by themselves in the browser."""

import functools
import http.server
import threading

import pytest


@pytest.fixture(scope="module")
def module(profile):
    """`module(file, body)` runs `body` with the module's exports as `kit` and returns its value."""
    from conftest import ROOT

    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=ROOT / "explainer" / "kit")
    handler.log_message = lambda *_: None
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = profile.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/README.md")

    def run(file: str, body: str, argument=None):
        source = f"async (given) => {{ const kit = await import('/{file}'); {body} }}"
        return page.evaluate(source, argument)

    yield run
    page.close()
    server.shutdown()
