"""Going about the page, measured in one run: `python tests/benchmarks/bench_stage.py`.

Drags on a hall's screen, the way from figure to figure and from section to section, and the first paint of
`forward` as a ratio to a bare Gradio page. Times are of this machine; read the ratios.
"""

import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench_forward import opening
from chromium import calls
from hand import dragged
from promises import app, p95, row, table

DRAGS = {
    "forward": "#forward-t",
    "reverse": "#reverse-t",
    "unet": "#unet-t",
    "plane": "#plane-t",
    "gan": "#gan-t",
    "elbo": "#elbo-q-mean",
}
# ms from a press until the next figure is in place and painted, one per figure
STEPPED = """async (count) => {
  const page = document.documentElement, times = [];
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const next = () => [...document.querySelectorAll(".dl-staged")].find((root) => root.clientWidth);
  for (let i = 0; i < count; i++) {
    const before = next(), begun = performance.now();
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "PageDown", bubbles: true }));
    while (next() === before && performance.now() - begun < 3000) await frame();
    await frame();
    times.push(performance.now() - begun);
    await new Promise((done) => setTimeout(done, 400));
  }
  return times;
}"""
# ms from a press on a tab until the section's first figure is painted
OPENED = """async (names) => {
  const times = [];
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  for (const name of names) {
    const begun = performance.now();
    document.querySelector(`[role="tab"][data-tab-id="${name}"]`).click();
    const stands = () => document.querySelector(`#${name}-figure [data-ready="true"]`)?.getClientRects().length;
    while (!stands() && performance.now() - begun < 5000) await frame();
    await frame();
    times.push(performance.now() - begun);
    await new Promise((done) => setTimeout(done, 700));
  }
  return times;
}"""


def hall(browser):
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.asked = calls(page)
    return page


def dragging(browser, url: str) -> None:
    for section, hand in DRAGS.items():
        for view in ("", "&view=lecture"):
            page = hall(browser)
            page.goto(f"{url}?at={section}{view}")
            page.wait_for_selector(f'[data-section="{section}"][data-ready="true"]')
            page.wait_for_timeout(1500)
            page.asked.clear()
            frames = dragged(page, hand)
            what = f"drag of {hand} at 1920×1080{', lecture' if view else ''}"
            row(what, f"frame p95 {p95(frames):.1f} ms", "≤ 17 ms", p95(frames) <= 17)
            if hand.endswith("-t"):
                row(f"{what}: requests", str(len(page.asked)), "0", not page.asked)
            page.close()


def stepping(browser, url: str) -> None:
    page = hall(browser)
    page.goto(f"{url}?at=forward&view=lecture")
    page.wait_for_selector('.dl-staged[data-ready="true"]')
    page.wait_for_timeout(3000)
    first = page.evaluate(STEPPED, 5)
    page.goto(f"{url}?at=forward&view=lecture")
    page.wait_for_timeout(4000)
    times = [*first, *page.evaluate(STEPPED, 5)]
    measured = f"p50 {statistics.median(times):.0f}, max {max(times):.0f} ms"
    row("figure → next figure, lecture at 1920×1080", measured, "≤ 100 ms", max(times) <= 100)
    page.close()


def visiting(browser, url: str) -> None:
    page = hall(browser)
    page.goto(f"{url}?at=forward")
    page.wait_for_selector('#forward-figure [data-ready="true"]')
    page.wait_for_timeout(1500)
    names = ["reverse", "unet", "plane", "forward"]
    page.evaluate(OPENED, names)  # each once
    times = page.evaluate(OPENED, names * 2)
    measured = f"p50 {statistics.median(times):.0f}, max {max(times):.0f} ms"
    row("section → section, opened before", measured, "≤ 300 ms", max(times) <= 300)
    page.close()


if __name__ == "__main__":
    with app() as (browser, url, _):
        dragging(browser, url)
        stepping(browser, url)
        visiting(browser, url)
        opening(browser, url)
    table()
