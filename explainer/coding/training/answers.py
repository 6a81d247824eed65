"""What the training asks: shipped runs, and one that trains on while it is watched."""

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from explainer import shipped
from explainer.coding import program, runs, stored
from explainer.coding.presets import OPENED, PRESETS, named
from explainer.coding.training import figures
from explainer.coding.training.settings import COUNTERPART, KEYS, OWN
from explainer.kit import stream
from explainer.kit.asked import Source
from explainer.kit.live import Live, live_frame
from explainer.kit.replay import replay_film
from explainer.maths import arguments
from explainer.maths.arguments import BadArgument

SLICE = 20.0  # seconds of training per request: then it is the next visitor's turn
SAVED = 4.0  # seconds between frames that a run can go on from
JUDGE = "classifier-mnist"


@cache
def recorded(name: str) -> tuple[runs.Frame, ...]:
    """The frames of a preset's shipped run."""
    run = shipped.arrays(f"coding/{name}")
    columns = (run["step"].tolist(), run["loss"].tolist(), run["read"].tolist(), run["pictures"])
    T = _settings(name)["T"]
    return tuple(
        runs.Frame(step, loss, None, step, 0 if step else T, pictures, read if step else None)
        for step, loss, read, pictures in zip(*columns, strict=True)
    )


def _settings(name: str) -> dict[str, Any]:
    return program.defaults() | PRESETS[name].changes


def message(frame: runs.Frame, T: int, saved: str | None = None, **named: str) -> dict[str, Any]:
    """A frame as the page keeps it; `saved` is all that the training needs to go on from there."""
    words = figures.words(frame, T)
    return live_frame(
        figures.snapshot(frame, **named),
        {"step": frame.step, "progress": words},
        figures.tracks(frame),
        words,
        saved,
        frame.trouble or None,
        {"span": figures.span(frame.step)},
    )


def seen() -> dict[str, Any]:
    """The last frame of the run that the page opens on."""
    return figures.snapshot(recorded(OPENED)[-1])


def run() -> dict[str, Any]:
    """That run."""
    frames = [message(frame, _settings(OPENED)["T"]) for frame in recorded(OPENED)]
    return replay_film([frame | {"t": t} for t, frame in enumerate(frames)])


def beside_seen() -> dict[str, Any]:
    """The last frame of the run that stands beside it at first."""
    name = PRESETS[OPENED].beside
    return figures.snapshot(recorded(name)[-1], title=PRESETS[name].title)


def kept(beside: str, preset: str | None) -> dict[str, Any]:
    """A shipped run to stand beside, whose times are steps; BadArgument while the visitor has kept none."""
    if beside == OWN:
        raise BadArgument("beside", "no run is kept yet; press “Keep this run” first")
    if beside == COUNTERPART:
        beside = PRESETS[preset].beside if preset in PRESETS else OPENED
    arguments.choice("beside", beside, PRESETS, name="the run beside")
    T, title = _settings(beside)["T"], PRESETS[beside].title
    frames = [message(frame, T, title=title) for frame in recorded(beside)]
    return replay_film([frame | {"t": frame["values"]["step"], "values": {}} for frame in frames])


def axes(span: int | None) -> dict[str, Any]:
    """Axes of the loss that stay the same while the run goes on."""
    return figures.axes(int(span or figures.span(recorded(OPENED)[-1].step)))


def steps(move: str, saved: str | None, **values: Any) -> Iterator[dict[str, Any]]:
    """Frames of a run: the shipped one of these settings or the first noise, or one that trains on."""
    from explainer.coding.ddpm import Settings

    chosen = runs.checked(**values)
    name = named(chosen, program.defaults())
    if move == "new":
        frames = recorded(name) if name else (runs.fresh(Settings(**chosen)),)
        yield from (message(frame, chosen["T"]) for frame in frames)
        return
    settings = Settings(**chosen)
    if saved:
        yield from trained(*stored.load(saved, settings))
    else:
        first = runs.fresh(settings)
        yield message(first, settings.T)
        yield from trained(runs.begun(settings), first)


def trained(training, last: runs.Frame) -> Iterator[dict[str, Any]]:
    """Messages of a slice of a run from its frame `last`. The judge reads each finished set of samples."""
    begun, count, good = time.monotonic(), last.read, None
    kept_at = begun
    for frame in _sharing(runs.play(training, last)):
        now = time.monotonic()
        if frame.trouble:
            yield message(frame, training.s.T, good)
            return
        if frame.finished:
            count = read(frame.pictures)
        frame = replace(frame, read=count)
        over = now - begun >= SLICE and not frame.sampling
        due = over or frame.finished or (now - kept_at >= SAVED and not frame.sampling)
        if due:
            good, kept_at = stored.dump(training, frame), now
        yield message(frame, training.s.T, good if due else None)
        if over:
            return


def read(pictures) -> int:
    """How many of the pictures the app's judge reads as digits."""
    from models import scores

    limit = float(shipped.arrays("coding/digits")["limit"])
    return int(scores.recognised(JUDGE, pictures, limit).sum())


def _sharing(frames: Iterator[runs.Frame]) -> Iterator[runs.Frame]:
    """The frames, each computed on a fair share of the cores: more threads than that would only wait."""
    import torch

    cores = min(4, os.cpu_count() or 1)
    while True:
        if "OMP_NUM_THREADS" not in os.environ:
            torch.set_num_threads(max(1, cores // max(1, stream.active())))
        frame = next(frames, None)
        if frame is None:
            return
        yield frame


SOURCES = {
    source.name: source
    for source in (
        Source("seen", seen, (), shipped=True),
        Source("run", run, (), slow=True),
        Source("beside_seen", beside_seen, (), shipped=True),
        Source("kept", kept, ("beside", "preset"), slow=True, only={"preset": ("beside", COUNTERPART)}),
        Source("axes", axes, ("span",)),
    )
}
STREAMS = (Live("train", steps, KEYS, film="run", fixed=KEYS),)
