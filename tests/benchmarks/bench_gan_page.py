"""The GAN page's promises, measured in one run: `python tests/benchmarks/bench_gan_page.py`.

Training under Chromium's eyes: frames that were painted, steps against the bare loop, the time from a hand to
what it changed, two visitors at once, and how soon a closed tab ends its game. Read the ratios.
"""

import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1]))

from hand import dragged, fresh
from promises import app, p95, row, table
from threadpoolctl import threadpool_limits

from explainer.gan.game.game import Game
from explainer.gan.game.options import Options
from explainer.maths.toy2d import cloud

ROOT = "#gan-figure [data-ready]"
SECONDS, ROUNDS = 3.0, 7
# frames of the game that were painted while the screen was refreshed, and the steps that they stand for
PAINTED = """async (seconds) => {
  const d = document.querySelector("#gan-figure [data-ready]").dataset;
  const begun = performance.now(), first = Number(d.step);
  let painted = 0, refreshed = 0, last = d.step;
  while (performance.now() - begun < 1000 * seconds) {
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    refreshed++;
    if (d.step !== last) painted++;
    last = d.step;
  }
  const took = (performance.now() - begun) / 1000;
  return [painted / took, refreshed / took, (Number(d.step) - first) / took];
}"""
# from the choice of another loss to the first frame that was played with it: a critic has no V
CHANGED = """async (rounds) => {
  const d = document.querySelector("#gan-figure [data-ready]").dataset, times = [];
  const loss = document.querySelector("#gan-loss");
  for (let i = 0; i < rounds; i++) {
    const critic = i % 2 === 0, begun = performance.now();
    loss.value = critic ? "hinge" : "non-saturating";
    loss.dispatchEvent(new Event("change", { bubbles: true }));
    while ((d.v === "null") !== critic) await new Promise((done) => setTimeout(done, 2));
    times.push(performance.now() - begun);
    await new Promise((done) => setTimeout(done, 400));
  }
  return times;
}"""
# from the press of pause until the figure says so, and whether a step came after that
PAUSED = """async (rounds) => {
  const d = document.querySelector("#gan-figure [data-ready]").dataset, times = [];
  const play = document.querySelector("#gan-play");
  let late = 0;
  for (let i = 0; i < rounds; i++) {
    const begun = performance.now();
    play.click();
    while (d.state !== "paused") await new Promise((done) => setTimeout(done, 1));
    times.push(performance.now() - begun);
    const step = d.step;
    await new Promise((done) => setTimeout(done, 300));
    if (d.step !== step) late++;
    play.click();
    const on = () => d.state === "running" && Number(d.step) > Number(step) + 200;
    while (!on()) await new Promise((done) => setTimeout(done, 5));
  }
  return [times, late];
}"""


def opened(browser, url: str):
    """A page on the shipped game, at rest."""
    page = fresh(browser)
    page.goto(f"{url}?at=gan")
    page.wait_for_selector(f'{ROOT}[data-ready="true"][data-t="50"]')
    page.wait_for_timeout(1500)
    return page


def play(page) -> None:
    """Its game has run for a second."""
    page.click("#gan-play")
    page.wait_for_selector(f'{ROOT}[data-state="running"]')
    page.wait_for_timeout(1000)


def bare() -> float:
    """Steps/s of the loop alone, with nothing to draw."""
    game = Game(cloud("8-gaussians"), Options())
    rates = []
    for _ in range(5):
        begun = time.perf_counter()
        for _ in range(1000):
            game.advance()
        rates.append(1000 / (time.perf_counter() - begun))
    return statistics.median(rates)


def playing(browser, url: str) -> None:
    page = opened(browser, url)
    loops, painted, refreshed, shares = [], [], [], []
    for _ in range(ROUNDS):  # in turns: what else the host does changes within seconds
        loops.append(bare())
        play(page)
        frames, refreshes, steps = page.evaluate(PAINTED, SECONDS)
        painted.append(frames)
        refreshed.append(refreshes)
        shares.append(steps / loops[-1])
        page.click("#gan-play")
        page.wait_for_selector(f'{ROOT}[data-state="paused"]')
    alone, seen, share = statistics.median(loops), statistics.median(painted), statistics.median(shares)
    row("default steps/s of the bare loop", f"{alone:,.0f}", "≥ 1,500", alone >= 1500)
    told = f"{seen:.0f} of {statistics.median(refreshed):.0f} refreshes of the screen"
    row("frames painted a second while it trains", told, "≥ 60 (all of a 60 Hz screen)", seen >= 57)
    told = f"{100 * share:.0f} % ({', '.join(f'{100 * one:.0f}' for one in sorted(shares))})"
    row("steps/s on the page, of the bare loop's just before", told, "≥ 80 %", share >= 0.8)
    play(page)
    times = page.evaluate(CHANGED, 12)
    measured = f"p50 {statistics.median(times):.0f}, p95 {p95(times):.0f} ms"
    row("loss changed → seen in the running game", measured, "≤ 100 ms", p95(times) <= 100)
    times, late = page.evaluate(PAUSED, 10)
    measured = f"p95 {p95(times):.0f} ms, {late} of {len(times)} went on after it"
    row("pause pressed → paused", measured, "≤ 100 ms, none", p95(times) <= 100 and not late)
    page.click("#gan-play")
    page.wait_for_selector(f'{ROOT}[data-state="paused"]')
    page.wait_for_timeout(500)
    page.asked.clear()
    for slider in ("#gan-t", "#gan-versus-pair_t", "#gan-line-line_t"):
        page.locator(slider).scroll_into_view_if_needed()
        page.wait_for_timeout(2500)
        page.asked.clear()
        frames = dragged(page, slider)
        measured = f"frame p95 {p95(frames):.1f} ms, {len(page.asked)} questions"
        row(f"scrub of {slider}", measured, "≤ 17 ms, 0 questions", p95(frames) <= 17 and not page.asked)
    page.close()


def sharing(browser, url: str) -> None:
    alone = bare()
    pages = [opened(browser, url) for _ in range(2)]
    for page in pages:
        play(page)
    before = [int(page.get_attribute(ROOT, "data-step")) for page in pages]
    pages[0].wait_for_timeout(1000 * SECONDS)
    after = [int(page.get_attribute(ROOT, "data-step")) for page in pages]
    first, second = ((b - a) / SECONDS for a, b in zip(before, after, strict=True))
    even = min(first, second) / max(first, second)
    measured = f"{first:,.0f} and {second:,.0f} steps/s, {100 * (first + second) / alone:.0f} % of one bare loop"
    row("two visitors train at once", measured, "the slower ≥ 60 % of the faster", even >= 0.6)
    for page in pages:
        page.close()


def cpu(process) -> float:
    """Seconds of processor that the server has used."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def closing(browser, url: str, process) -> None:
    page = opened(browser, url)
    play(page)
    page.close()
    begun = last = time.perf_counter()
    used = cpu(process)
    while time.perf_counter() - begun < 20:
        time.sleep(0.25)  # over which the server's processor time is counted
        now, busy = time.perf_counter(), cpu(process)
        idle = (busy - used) / (now - last) < 0.1
        last, used = now, busy
        if idle:
            break
    gone = last - begun
    row("tab closed → its training has ended", f"within {gone:.2f} s", "≤ 5 s", gone <= 5)


def main() -> None:
    threadpool_limits(1, user_api="blas")  # as in the app
    with app() as (browser, url, process):
        playing(browser, url)
        sharing(browser, url)
        closing(browser, url, process)
    table()


if __name__ == "__main__":
    main()
