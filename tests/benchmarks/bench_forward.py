"""The forward section's promises, measured in one run: `python tests/benchmarks/bench_forward.py`.

Real mouse drags in Chromium, frame times from requestAnimationFrame; start and first paint as
ratios to a bare Gradio app measured side by side. Times are of this machine; read the ratios.
"""

import base64
import io
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from conftest import start
from hand import dragged, fresh
from PIL import Image
from promises import app, p95, row, table

BARE = """
import gradio as gr
import torch
with gr.Blocks(analytics_enabled=False) as demo:
    gr.Slider(0, 1000, label="t")
    gr.HTML("<b>x</b>", js_on_load="element.dataset.ready = 'true'")
demo.launch()
"""


def dragging(browser, url: str) -> None:
    cases = [
        ("digit at 1280×720", "?at=forward", 1, 17),
        ("256×256 colour photograph", "?at=forward&picture=photo-cat", 1, 17),
        ("digit, CPU throttled 4×", "?at=forward", 4, 34),
        ("photograph, CPU throttled 4×", "?at=forward&picture=photo-cat", 4, 34),
    ]
    for name, query, throttle, limit in cases:
        page = fresh(browser)
        page.goto(url + query)
        page.wait_for_selector('#forward-figure [data-ready="true"]')
        page.wait_for_timeout(1500)
        page.asked.clear()
        client = page.context.new_cdp_session(page)
        client.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
        frames = dragged(page, "#forward-t")
        row(
            f"drag of t, {name}",
            f"frame p95 {p95(frames):.1f} ms, {len(page.asked)} questions",
            f"≤ {limit} ms, 0 questions",
            p95(frames) <= limit and not page.asked,
        )
        page.close()
    for figure in ("schedules", "densities", "jump", "river"):
        page = fresh(browser)
        page.goto(url + "?at=forward")
        page.locator(f"#forward-{figure}").scroll_into_view_if_needed()
        page.wait_for_selector(f'#forward-{figure} [data-ready="true"]')
        page.wait_for_timeout(1000)
        page.locator(f"#forward-{figure}").evaluate("node => node.scrollIntoView()")
        page.wait_for_timeout(500)
        frames = dragged(page, "#forward-t")
        row(f"drag with linked plots ({figure})", f"frame p95 {p95(frames):.1f} ms", "≤ 17 ms", p95(frames) <= 17)
        page.close()


def asking(browser, url: str) -> None:
    page = fresh(browser)
    page.goto(url + "?at=forward&t=600")
    page.wait_for_selector('#forward-figure [data-ready="true"]')
    page.wait_for_timeout(1500)
    steps = "[...Array(60).keys()].map((i) => ['steps', 700 + i])"
    names = "[...Array(60).keys()].map((i) => ['schedule', i % 2 ? 'linear' : 'cosine'])"
    for what, values in (
        ("schedule changed → repainted, a new one each time", steps),
        ("schedule changed → repainted, back and forth", names),
    ):
        times = page.evaluate(
            """async (changes) => {
              const canvas = document.querySelector("#forward-figure canvas"), times = [];
              const pixels = () => canvas.getContext("2d").getImageData(0, 0, 28, 28).data.join();
              for (const [key, value] of changes) {
                const control = document.querySelector(`#forward-${key}`);
                const before = pixels(), begun = performance.now();
                control.value = value;
                control.dispatchEvent(new Event("change", { bubbles: true }));
                const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
                while (pixels() === before) await frame();
                times.push(performance.now() - begun);
                await new Promise((done) => setTimeout(done, 60));
              }
              return times;
            }""",
            page.evaluate(values),
        )
        row(what, f"p50 {statistics.median(times):.0f}, p95 {p95(times):.0f} ms", "p95 ≤ 33 ms", p95(times) <= 33)
    photo = np.random.default_rng(0).integers(0, 255, (30, 40, 3)).astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(photo).resize((4000, 3000), Image.Resampling.BICUBIC).save(buffer, "JPEG", quality=92)
    page.evaluate("window.width_ = () => document.querySelector('#forward-figure canvas').width")
    begun = time.perf_counter()
    page.locator("#forward-upload").set_input_files(
        {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": buffer.getvalue()}
    )
    page.wait_for_function("window.width_() === 256", polling="raf")
    took = time.perf_counter() - begun
    size = len(base64.b64encode(buffer.getvalue())) / 1e6
    row(f"upload of 12 megapixels ({size:.1f} MB) → painted", f"{took:.2f} s", "≤ 1 s", took <= 1)
    page.close()


def starting() -> None:
    """`python app.py` → first 200, against a bare app that imports torch, in turns."""
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE)
        times = {"ours": [], "bare": []}
        for _ in range(5):
            for name, arguments in (("ours", ["app.py"]), ("bare", [str(bare)])):
                begun = time.perf_counter()
                process, _ = start(arguments)
                times[name].append(time.perf_counter() - begun)
                process.terminate()
                process.wait()
    ours, plain = (statistics.median(times[name]) for name in ("ours", "bare"))
    measured = f"{ours:.2f} s against {plain:.2f} s: {ours / plain:.2f}×"
    row("start → first 200", measured, "≤ 1.2×", ours / plain <= 1.2)


# by the page's own clock, each frame: a selector that is waited for is looked at every half second by then
STANDS = "selector => document.querySelector(selector)?.textContent.trim() && performance.now()"
READY = '[data-ready="true"]'


def opening(browser, url: str) -> None:
    """Forward's first paint, its figure and its bytes against the bare page's, fresh contexts, in turns."""
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE)
        process, bare_url = start([str(bare)])
        times: dict[str, list[float]] = {"lesson": [], "figure": [], "bare": []}
        sizes = {}
        for _ in range(7):
            for address, stands in (
                (url + "?at=forward", {"lesson": ".dl-lesson", "figure": READY}),
                (bare_url, {"bare": READY}),
            ):
                context = browser.new_context(viewport={"width": 1280, "height": 720})
                page = context.new_page()
                client = context.new_cdp_session(page)
                client.send("Network.enable")
                got = []
                client.on("Network.loadingFinished", lambda e, got=got: got.append(e["encodedDataLength"]))
                page.goto(address, wait_until="commit")
                for name, selector in stands.items():
                    times[name].append(page.wait_for_function(STANDS, arg=selector).json_value() / 1000)
                page.wait_for_load_state("networkidle")
                sizes["bare" if "bare" in stands else "ours"] = sum(got)
                context.close()
        process.terminate()
        process.wait()
    plain = statistics.median(times["bare"])
    for name, what, limit in (
        ("lesson", "first paint of forward (its lesson stands)", 1.5),
        ("figure", "forward's figure can be used", 2),
    ):
        ours = statistics.median(times[name])
        measured = f"{ours:.2f} s against {plain:.2f} s: {ours / plain:.2f}×"
        row(what, measured, f"≤ {limit}×", ours / plain <= limit)
    ratio = sizes["ours"] / sizes["bare"]
    measured = f"{sizes['ours'] / 1e3:.0f} kB against {sizes['bare'] / 1e3:.0f} kB: {ratio:.2f}×"
    row("bytes of forward", measured, "≤ 2×", ratio <= 2)


def main() -> None:
    with app() as (browser, url, _):
        dragging(browser, url)
        asking(browser, url)
        opening(browser, url)
    starting()
    table()


if __name__ == "__main__":
    main()
