"""The VAE sections' promises, measured in one run: `python tests/benchmarks/bench_vae.py`.

Real mouse drags over the map in Chromium, frame times from requestAnimationFrame. Times are of this
machine; read the ratios.
"""

import io
import json
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
from conftest import ROOT
from hand import fresh, swept
from PIL import Image, ImageDraw
from promises import app, p95, row, table


def round_the_map(page, canvas: str, seconds: float = 2.0) -> tuple[list[float], int]:
    """Frame times in ms while a mouse goes round on the map, and how much was asked meanwhile."""
    box = page.locator(canvas).first.bounding_box()

    def at(turn):
        x = box["x"] + box["width"] * (0.5 + 0.3 * np.cos(turn))
        return x, box["y"] + box["height"] * (0.5 + 0.3 * np.sin(turn))

    frames, requests = swept(page, lambda gone: at(6 * gone), seconds), len(page.asked)
    page.mouse.up()  # what the release asks belongs to the rest, not to the drag
    return frames, requests


def dragging(browser, url: str) -> None:
    for section, figure, throttle, limit in (
        ("latent", "latent-map", 1, 17),
        ("latent", "latent-map", 4, 34),
        ("autoencoder", "autoencoder-map", 1, 17),
    ):
        page = fresh(browser)
        page.goto(f"{url}?at={section}")
        page.wait_for_selector(f'#{figure} [data-shown="network"]')
        page.wait_for_timeout(1500)
        client = page.context.new_cdp_session(page)
        client.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
        page.asked.clear()
        frames, requests = round_the_map(page, f"#{figure} .dl-map canvas")
        name = f"drag on {figure}" + (f", CPU throttled {throttle}×" if throttle > 1 else "")
        measured = f"frame p95 {p95(frames):.1f} ms, {requests} questions"
        row(name, measured, f"≤ {limit} ms, 0 questions", p95(frames) <= limit and not requests)
        page.close()


def resting(browser, url: str) -> None:
    page = fresh(browser)
    page.goto(f"{url}?at=latent")
    page.wait_for_selector('#latent-map [data-shown="network"]')
    page.evaluate(
        """() => {
          const root = document.querySelector("#latent-map [data-shown]");
          let begun = 0;
          window.rested_ = [];
          addEventListener("pointerup", () => (begun = performance.now()), true);
          new MutationObserver(() => {
            if (begun && root.dataset.shown === "network") {
              window.rested_.push(performance.now() - begun);
              begun = 0;
            }
          }).observe(root, { attributes: true });
        }"""
    )
    box = page.locator("#latent-map .dl-map canvas").bounding_box()
    for i in range(30):
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * (0.3 + 0.01 * i), box["y"] + box["height"] * 0.4, steps=4)
        page.mouse.up()
        page.wait_for_function(f"window.rested_.length === {i + 1}")
    times = page.evaluate("window.rested_")
    measured = f"p50 {statistics.median(times):.0f}, p95 {p95(times):.0f} ms"
    row("hand lets go → the network's picture", measured, "p95 ≤ 60 ms", p95(times) <= 60)
    page.close()


def encoding(browser, url: str) -> None:
    """An own picture given → its ellipse's numbers on the figure."""
    page = fresh(browser)
    page.goto(f"{url}?at=latent")
    page.locator("#latent-encode").scroll_into_view_if_needed()
    page.wait_for_selector('#latent-encode [data-ready="true"][aria-busy="false"]')
    times = []
    for i in range(20):
        image = Image.new("L", (280, 280))
        ImageDraw.Draw(image).line((140, 40, 120 + 3 * i, 240), fill=255, width=24)
        buffer = io.BytesIO()
        image.save(buffer, "PNG")
        page.evaluate(
            """() => {
              const root = document.querySelector("#latent-encode [data-kl]");
              const old = root.dataset.kl, begun = performance.now();
              window.took_ = 0;
              const watch = new MutationObserver(() => {
                if (root.dataset.kl === old) return;
                window.took_ = performance.now() - begun;
                watch.disconnect();
              });
              watch.observe(root, { attributes: true });
            }"""
        )
        page.locator("#latent-encode-upload").set_input_files(
            {"name": "stroke.png", "mimeType": "image/png", "buffer": buffer.getvalue()}
        )
        page.wait_for_function("window.took_ > 0")
        times.append(page.evaluate("window.took_"))
    measured = f"p50 {statistics.median(times):.0f}, p95 {p95(times):.0f} ms"
    row("own picture → ellipse, with Playwright's upload", measured, "p95 ≤ 100 ms", p95(times) <= 100)
    page.close()


def shipped() -> None:
    """Bytes on disk and how far the blends are from the networks."""
    from explainer.vae import atlas

    manifest = json.loads((ROOT / "assets" / "vae" / "manifest.json").read_text())
    for name in ("vae-mnist", "vae-fashion", "ae-mnist"):
        size, (mean, most) = manifest[name]["bytes"] / 1e6, atlas.shipped(name)["gap"]
        measured = f"{size:.2f} MB; blend off by {mean:.2f} of 255 on average, {most:.0f} at worst"
        row(f"atlas of {name}", measured, "≤ 2.5 MB, mean ≤ 2", size <= 2.5 and mean <= 2)
    total = sum(entry["bytes"] for entry in manifest.values()) / 1e6
    row("shipped data of the chapter", f"{total:.2f} MB", "≤ 8 MB", total <= 8)


def main() -> None:
    shipped()
    with app() as (browser, url, _):
        dragging(browser, url)
        resting(browser, url)
        encoding(browser, url)
    table()


if __name__ == "__main__":
    main()
