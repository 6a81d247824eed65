"""Shared by all tests: one thread for torch, the app in a process of its own, one browser."""

import asyncio
import concurrent.futures
import contextlib
import gc
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(Path(__file__).parent))


def pytest_configure():
    """One thread for torch, here and in the apps that tests start: as many tests run as there are cores."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")


def pytest_collection_finish():
    """What has been collected stays: looking through a million objects for garbage takes a test's time."""
    gc.freeze()


def run_async(coroutine):
    """The coroutine's result, from a thread of its own: Playwright's loop already runs in this one."""
    with concurrent.futures.ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(arguments: list[str], **environment: str) -> tuple[subprocess.Popen, str]:
    """A server of ours in a process of its own, once it answers; its address."""
    port = environment.get("GRADIO_SERVER_PORT") or free_port()
    environment = {"GRADIO_SERVER_PORT": str(port), "GRADIO_SERVER_NAME": "127.0.0.1"} | environment
    process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env={**os.environ, **environment})
    url = f"http://127.0.0.1:{port}/"
    for _ in range(1800):
        if process.poll() is not None:
            raise RuntimeError(f"{arguments} ended with {process.returncode}")
        try:
            urllib.request.urlopen(url, timeout=1).close()
            return process, url
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)  # the server is starting
    process.kill()
    raise RuntimeError(f"{arguments} did not answer in three minutes")


@contextlib.contextmanager
def serving(arguments: list[str], **environment: str):
    """The address of a server of ours that runs meanwhile."""
    process, url = start(arguments, **environment)
    try:
        yield url
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="session")
def app_url():
    """Where the app is: started for the tests, or hosted already at the address in APP_URL."""
    if hosted := os.environ.get("APP_URL"):
        yield hosted.rstrip("/") + "/"
        return
    with serving(["app.py"]) as url:
        yield url


@pytest.fixture(scope="session")
def gallery():
    with serving(["-m", "explainer.kit"]) as url:
        yield url


@pytest.fixture(scope="session")
def profile():
    import chromium
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = chromium.profile(playwright)
        running.set_default_timeout(1000 * chromium.PATIENCE_S)
        yield running
        running.close()


@pytest.fixture(scope="session")
def browser(profile):
    return profile.browser


@pytest.fixture
def tab(profile):
    """A page of the browser's own profile: `tab(width=…, height=…, dark=…)`; closed at the end."""
    pages = []

    def new(width=1280, height=900, dark=False):
        pages.append(page := profile.new_page())
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if dark else "light")
        return page

    yield new
    for page in pages:
        page.close()


# every figure of the section has come, and those on the screen have what they asked for
CALM = """() => [...document.querySelectorAll(".dl-host")].filter((host) => host.offsetParent).every((host) => {
  const { top, bottom } = host.getBoundingClientRect(), root = host.querySelector("[data-ready]");
  const calm = () => root.dataset.ready === "true" && root.ariaBusy !== "true";
  return root && (bottom < 0 || top > innerHeight || calm());
})"""


class Visit:
    """A page of the app under watch: what it asked, said and got wrong."""

    def __init__(self, page, url: str, fragile: bool = False) -> None:
        from chromium import calls

        self.page, self.url = page, url
        self.requests: list[str] = []
        self.calls = calls(page)
        self.errors: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda said: said.type == "error" and self.errors.append(said.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.sockets: list = []
        if fragile:
            page.route_web_socket("**/channel", self._through)

    def _through(self, channel) -> None:
        if self.sockets:
            return channel.close()  # it has been lost once: no second one
        self.sockets.append(channel)
        channel.connect_to_server()

    @property
    def asked(self) -> list[str]:
        """What Python was asked, by name."""
        questions = [json.loads(call) for call in self.calls if call[0] in "[{"]
        return [(one["data"] if isinstance(one, dict) else one[3])[0] for one in questions]

    def settled(self, hand: str | None = None) -> int:
        """How much was asked, once nothing more is: what comes near the screen asks for its own first.

        `hand`: the control that is used next; reaching for it later would scroll, and bring others near.
        """
        if hand:
            self.page.locator(hand).first.scroll_into_view_if_needed()
        self.page.wait_for_function(CALM)
        asked = -1
        while asked != (asked := len(self.calls)):
            self.page.wait_for_timeout(400)
        return asked

    def lose(self) -> None:
        """The server goes: whatever is asked from now on fails. For a visit with `fragile`."""
        self.page.route("**/component_server", lambda route: route.abort())
        for one in self.sockets:
            one.close()

    def open(self, query: str = "?at=forward", figure: str = "forward-figure") -> "Visit":
        self.page.goto(self.url + query)
        self.ready(figure)
        return self

    def ready(self, figure: str) -> None:
        """Bring a figure on the screen and wait until it can be used and Python has answered."""
        from chromium import bring

        bring(self.page, figure, '[data-ready="true"][aria-busy="false"]')

    def data(self, figure: str = "forward-figure") -> dict[str, str]:
        return self.page.eval_on_selector(f"#{figure} [data-ready]", "root => ({...root.dataset})")

    def shows(self, key: str, value: str, figure: str = "forward-figure") -> None:
        """Wait until a figure says that it shows a value, with Python's answer to it."""
        name = key.replace("_", "-")
        calm = '[data-ready][aria-busy="false"]'
        self.page.wait_for_selector(f'#{figure} {calm}[data-{name}="{value}"]', state="attached")

    def outside(self) -> list[str]:
        local = (self.url, "data:", "blob:")
        return [url for url in self.requests if not url.startswith(local)]


@pytest.fixture
def visit(app_url, browser, tab):
    """Open the app: `visit(width=…, height=…, dark=…)` → Visit; closed at the end.

    Other options are Playwright's for a context, which then is one of its own.
    """
    from chromium import PATIENCE_S

    contexts = []

    def new(width=1280, height=720, dark=False, url=app_url, fragile=False, **options) -> Visit:
        if not options:
            return Visit(tab(width, height, dark), url, fragile)
        options |= {"viewport": {"width": width, "height": height}, "color_scheme": "dark" if dark else "light"}
        contexts.append(context := browser.new_context(**options))
        context.set_default_timeout(1000 * PATIENCE_S)
        return Visit(context.new_page(), url, fragile)

    yield new
    for context in contexts:
        context.close()
