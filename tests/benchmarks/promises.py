"""What a benchmark measures beside what is promised, as a table; the app and a browser to measure in."""

import contextlib
import sys

import numpy as np
from chromium import launch
from conftest import start
from playwright.sync_api import sync_playwright

_rows: list[tuple[str, str, str, bool]] = []


@contextlib.contextmanager
def app():
    """The app in a process of its own and a browser: (browser, url, process)."""
    process, url = start(["app.py"])
    try:
        with sync_playwright() as playwright:
            browser = launch(playwright)
            yield browser, url, process
            browser.close()
    finally:
        process.terminate()
        process.wait()


def p95(values) -> float:
    return float(np.percentile(values, 95))


def row(what: str, measured: str, promised: str, kept: bool) -> None:
    _rows.append((what, measured, promised, kept))
    print(f"{'ok ' if kept else 'MISS'} {what}: {measured} (promised {promised})", flush=True)


def table() -> None:
    """All rows so far; ends the process with 1 if a promise was missed."""
    print("\n| what | measured | promised | |\n|---|---|---|---|")
    for what, measured, promised, kept in _rows:
        print(f"| {what} | {measured} | {promised} | {'kept' if kept else '**missed**'} |")
    sys.exit(not all(kept for *_, kept in _rows))
