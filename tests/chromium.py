"""A Chromium for the tests: the system's, else Playwright's own, else one installed now."""

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
# Calls home switched off: the tests count every request that leaves the machine.
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

PATIENCE_S = 90  # for what comes at once on a machine that does nothing else

FILES = ("/gradio_api/file=", "/assets/")  # ours and Gradio's


def launch(playwright):
    """A running browser; RuntimeError if none can be found or installed (never a skip)."""
    return playwright.chromium.launch(**_options(playwright))


def profile(playwright):
    """A running browser's own profile, which keeps compiled code: half of a page's time to be ready.

    RuntimeError if no browser can be found or installed (never a skip).
    """
    return playwright.chromium.launch_persistent_context("", **_options(playwright))


def _options(playwright) -> dict:
    arguments = [*QUIET, *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])]
    return {"executable_path": find(playwright), "args": arguments}


def bring(page, figure: str, state: str = '[data-ready="true"]', patience: int = PATIENCE_S) -> None:
    """A figure on the screen, in the state; what grows above it meanwhile may push it out again.

    RuntimeError with what it says instead, after `patience` seconds.
    """
    from playwright.sync_api import TimeoutError as Late

    host = page.locator(f"#{figure}")
    for _ in range(patience):
        host.scroll_into_view_if_needed()
        with contextlib.suppress(Late):
            page.wait_for_selector(f"#{figure} {state}", timeout=1000)
            return
    data = host.evaluate("host => ({...host.querySelector('[data-ready]')?.dataset})")
    raise RuntimeError(f"#{figure} has no {state}, but {data}: {host.inner_text()}")


def calls(page) -> list[str]:
    """What a fresh page will ask, as it asks it: messages of its channel, and requests but for its own files.

    A message or the body of a request, one text each, without what ends a stream.
    """
    made: list[str] = []

    def requested(request) -> None:
        if not any(folder in request.url for folder in FILES):  # come once, when they are needed
            made.append(request.post_data or request.url)

    def opened(socket) -> None:
        socket.on("framesent", lambda text: "," in text and made.append(text))

    page.on("request", requested)
    page.on("websocket", opened)
    return made


def find(playwright) -> str | None:
    """Path of the system's browser, or None for Playwright's own."""
    if path := _installed(playwright):
        return path
    own = Path(playwright.chromium.executable_path)
    if not own.exists():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if own.exists():
        return None
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False)
    if path := _installed(playwright):
        return path
    raise RuntimeError("no Chromium or Chrome is installed, and none could be installed for the tests")


def _installed(playwright) -> str | None:
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or (str(MAC) if MAC.exists() else None)
