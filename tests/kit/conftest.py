"""The kit's modules, run by themselves in the browser."""

import functools
import http.server
import threading

import pytest


@pytest.fixture(scope="module")
def module(profile):
    """`module(file, body)` runs `body` with the module's exports as `kit` and returns its value."""
    from conftest import ROOT

    from explainer.kit import gradio_internals

    class Handler(http.server.SimpleHTTPRequestHandler):
        log_message = staticmethod(lambda *_: None)

        def translate_path(self, path: str) -> str:  # Gradio's own files, too
            found = super().translate_path(path)
            return found.replace(f"{self.directory}/assets", str(gradio_internals._ASSETS))

    handler = functools.partial(Handler, directory=str(ROOT / "explainer" / "kit"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = profile.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/README.md")
    (typesetter,) = gradio_internals.frontend_files("auto-render-*.js")
    page.evaluate(
        "href => document.head.append(Object.assign(document.createElement('link'), { href }))", typesetter
    )

    def run(file: str, body: str, argument=None):
        source = f"async (given) => {{ const kit = await import('/{file}'); {body} }}"
        return page.evaluate(source, argument)

    yield run
    page.close()
    server.shutdown()
