"""The GAN's speed and whether its presets keep their promise: `python tests/benchmarks/bench_gan.py`.

Prints Markdown tables: steps/s of the bare loop and with frames, the cost of a frame and of an
observer, and for each preset over how many seeds it does what it says. `--seeds 3` for a quick look.
"""

import argparse
import math
import os
import platform
import statistics
import sys
import time
from math import inf
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[2]))

from explainer.gan.answers import message  # noqa: E402
from explainer.gan.game import stored  # noqa: E402
from explainer.gan.game.game import Game  # noqa: E402
from explainer.gan.game.observe import Observer  # noqa: E402
from explainer.gan.game.options import Options  # noqa: E402
from explainer.gan.game.play import play  # noqa: E402
from explainer.gan.live import figures  # noqa: E402
from explainer.gan.presets import PRESETS  # noqa: E402
from explainer.maths.toy2d import cloud  # noqa: E402


def timed(work, rounds: int) -> tuple[float, float]:
    """Median seconds a round, by the wall and by this process."""
    walls, owns = [], []
    for _ in range(rounds):
        wall, own = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        owns.append(time.process_time() - own)
    return statistics.median(walls), statistics.median(owns)


def speeds() -> None:
    data = cloud("8-gaussians")
    print("| loop | steps/s, wall | steps/s, process time |\n|---|---|---|")
    chosen = {
        "default": Options(),
        "default with R1": Options(r1=0.1),
        "Wasserstein, gradient penalty": Options(loss="wasserstein"),
        "hinge, spectral norm": Options(loss="hinge", spectral_norm=True),
        "all at the cap, k = 10": Options(
            width_g=128, width_d=128, depth_g=3, depth_d=3, batch=256, d_steps=10, r1=0.1
        ),
    }
    for name, settings in chosen.items():
        game = Game(data, settings)
        steps = 5 if settings.d_steps == 10 else 1000
        wall, own = timed(lambda g=game, n=steps: [g.advance() for _ in range(n)], 5)
        print(f"| {name}, bare | {steps / wall:,.0f} | {steps / own:,.0f} |")
    for every in (5, 20, 50):
        game, observer = Game(data), Observer(data, Options())
        wall, own = timed(lambda g=game, o=observer, e=every: list(play(g, 1000, e, inf, o)), 5)
        print(f"| default, a frame every {every} steps | {1000 / wall:,.0f} | {1000 / own:,.0f} |")
    print("\n| cost | ms, wall | ms, process time |\n|---|---|---|")
    game, observer = Game(data), Observer(data, Options())
    slim = Observer(data, Options(), truth=False)
    for name, work in {
        "a frame": lambda: observer.frame(game),
        "a frame without D*": lambda: slim.frame(game),
        "an observer": lambda: Observer(data, Options()),
        "save": game.save,
        "a frame told to the page": lambda: message(observer.frame(game), figures, None),
        "the same with all that the game needs": lambda: message(
            observer.frame(game), figures, stored.dump(game.save())
        ),
    }.items():
        wall, own = timed(work, 30)
        print(f"| {name} | {1e3 * wall:.2f} | {1e3 * own:.2f} |")


def promises(seeds: int) -> None:
    print("\n| preset | seeds that do what it says | last: modes, JS, V, sliced |\n|---|---|---|")
    for preset in PRESETS.values():
        kept, ends = 0, []
        for seed in range(seeds):
            data = cloud(preset.data)
            game = Game(data, preset.options.changed(seed=seed))
            frames = list(play(game, preset.steps, max(1, preset.steps // 40), inf))
            kept += preset.holds(frames)
            f = frames[-1]
            v = "–" if f.v is None else f"{f.v:.2f}"
            ends.append(f"{f.modes}, {f.js:.2f}, {v}, {f.sliced:.2f}")
        print(f"| {preset.name} | {kept} of {seeds} | {'; '.join(ends[:3])} |", flush=True)


def coverage(seeds: int) -> None:
    """The default setting over seeds: the promise is at least 7 of 8 modes for 9 of 10."""
    steps, counts = PRESETS["eight-modes"].steps, []
    for seed in range(seeds):
        game = Game(cloud("8-gaussians"), Options(seed=seed))
        *_, last = play(game, steps, steps, inf, Observer(game.data, game.options, truth=False))
        counts.append(last.modes)
    kept = sum(count >= 7 for count in counts)
    told = ", ".join(map(str, counts))
    print(f"\n| default, {steps:,} steps | modes of 8 by seed | at least 7 |\n|---|---|---|")
    print(f"| {seeds} seeds | {told} | {kept} of {seeds} (promised {math.ceil(0.9 * seeds)}) |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--only", choices=("speed", "presets", "coverage"))
    chosen = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    if chosen.only in (None, "speed"):
        speeds()
    if chosen.only in (None, "coverage"):
        coverage(chosen.seeds)
    if chosen.only in (None, "presets"):
        promises(chosen.seeds)
