"""The promises of the section on the U-Net and of edits: `python tests/benchmarks/bench_unet.py`.

Real mouse drags in Chromium over the atlas and the shipped edits, an own drawing's maps, the weight of
what ships, and the first frames of streams. Times are of this machine.
"""

import base64
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

from conftest import ROOT
from hand import dragged, fresh
from promises import app, p95, row, table

from explainer.diffusion.reverse.edit import answers as edit_answers
from explainer.diffusion.unet import answers
from explainer.maths import pictures

DRAGS = (
    ("atlas of a digit", "?at=unet", "unet-figure", "#unet-t", 1, 17),
    ("atlas, CPU throttled 4×", "?at=unet", "unet-figure", "#unet-t", 4, 34),
    ("cuts", "?at=unet", "unet-cuts", "#unet-t", 1, 17),
    ("edits over strength", "?at=reverse", "reverse-edit", "#edit-strength", 1, 17),
    ("digits between two noises", "?at=reverse", "reverse-interpolate", "#reverse-interpolate-mix_t", 1, 17),
    ("copies along t", "?at=reverse", "reverse-copying", "#reverse-t", 1, 17),
)


def dragging(browser, url: str) -> None:
    """Frames and requests of a real drag."""
    for what, query, figure, slider, throttle, most in DRAGS:
        page = fresh(browser)
        page.goto(url + query)
        page.wait_for_selector(f"#{figure}", state="attached")
        page.locator(f"#{figure}").scroll_into_view_if_needed()
        page.wait_for_selector(f'#{figure} [data-ready="true"]')
        page.locator(slider).scroll_into_view_if_needed()
        page.wait_for_timeout(2500)
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": throttle})
        page.asked.clear()
        frames = dragged(page, slider)
        measured = f"frame p95 {p95(frames):.1f} ms, {len(page.asked)} questions"
        row(f"drag: {what}", measured, f"≤ {most} ms, 0 questions", p95(frames) <= most and not page.asked)
        page.close()


def drawing() -> None:
    """An own drawing's maps at all t, in Python: decoded, run through the network, packed."""
    content = base64.b64encode((pictures.FOLDER / "digit-5.png").read_bytes()).decode()
    times = []
    for _ in range(22):
        begun = time.perf_counter()
        answers.atlas(answers.DRAWING, content)
        times.append(1000 * (time.perf_counter() - begun))
    row(
        "an own drawing's feature maps, all 26 t",
        f"p95 {p95(times[2:]):.0f} ms",
        "≤ 150 ms",
        p95(times[2:]) <= 150,
    )


def first_frames() -> None:
    """Warm streams: how long until the first frame."""
    for what, run, most in (
        ("edit", lambda: edit_answers.denoise("digit-3", None, 1, 0), 200),
        ("fill in", lambda: edit_answers.fill_in("digit-3", None, "middle", None, 1, 0), 200),
    ):
        next(run())
        steps = run()
        begun = time.perf_counter()
        next(steps)
        ms = 1000 * (time.perf_counter() - begun)
        steps.close()
        row(f"{what}: first frame", f"{ms:.0f} ms", f"≤ {most} ms", ms <= most)


def weight() -> None:
    """Bytes that ship for both sections."""
    folders = ("reverse", "unet", "edits")
    size = sum(path.stat().st_size for name in folders for path in (ROOT / "assets" / name).iterdir())
    row("shipped data of reverse and unet", f"{size / 1e6:.2f} MB", "≤ 6 MB", size <= 6e6)


if __name__ == "__main__":
    weight()
    drawing()
    first_frames()
    with app() as (browser, url, _):
        dragging(browser, url)
    table()
