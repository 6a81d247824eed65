"""What the page asks of the training: a shipped one, and one that goes on, takes a step, or begins anew."""

import inspect
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np

from explainer import shipped
from explainer.diffusion.plane import theory
from explainer.diffusion.plane.answers import clock
from explainer.diffusion.plane.samplers import levels
from explainer.diffusion.plane.settings import DATA, DATA_KEYS, OWN_ONLY, SCHEDULE, SCHEDULE_KEYS, STEPS
from explainer.diffusion.plane.training import figures, observe, recorded, stored
from explainer.diffusion.plane.training.observe import Frame, Ground, Observer
from explainer.diffusion.plane.training.options import TARGETS, Options
from explainer.diffusion.plane.training.settings import BEGIN_ANEW, KEYS, PREFIX
from explainer.diffusion.plane.training.training import Training
from explainer.diffusion.plane.training.weights import weights
from explainer.kit.asked import Source
from explainer.kit.live import Live, live_frame
from explainer.kit.replay import replay_film
from explainer.maths import arguments, runs
from explainer.maths.arguments import renamed
from explainer.maths.own_points import chosen

NAME = "plane/training"
OPENING = (DATA.value, None, SCHEDULE.value, STEPS.value)  # of the shipped training


@lru_cache(maxsize=8)
def _ground(data: str, points: str | None, schedule: str, T: int) -> Ground:
    return Ground(chosen(data, points)[0], clock(schedule, T))


@lru_cache(maxsize=32)
def _losses(data: str, points: str | None, schedule: str, T: int, target: str, weighting: str):
    arguments.choice("target", target, TARGETS, name="the target")
    found = _ground(data, points, schedule, T)
    weighed = weights(weighting, target, found.clock.schedule)
    return observe.known_losses(found, target, weighed, np.random.default_rng(7))


def ground(data: str, points: str | None, schedule: str, T: int) -> dict[str, Any]:
    """The exact densities behind the samples."""
    found = _ground(data, points, schedule, T)
    rng = np.random.default_rng(7)
    x0, eps = found.data.sample(observe.SHOWN, rng), rng.standard_normal((observe.SHOWN, 2))
    noised = np.stack([a * x0 + s * eps for a, s in levels(found.clock, found.knots)])
    scaling = chosen(data, points)[1]
    density = theory.densities(found.mixture, found.clock, found.knots)
    left = float(found.clock.signal(T))
    words = figures.ground_words("" if scaling is None else str(scaling), T, left)
    return figures.ground(found.knots, density, found.anchors, noised, words, found.judge.floor)


def axes(data, points, schedule, T, target, weighting, train_span) -> dict[str, Any]:
    """Plots over the steps so far, with the best that any network can reach."""
    best, guess = _losses(data, points, schedule, T, target, weighting)
    floor = _ground(data, points, schedule, T).judge.floor
    return figures.axes(int(train_span or recorded.STEPS[-1]), best, guess, floor, observe.GOAL, T)


@lru_cache(maxsize=1)
def _recorded() -> tuple[list[Frame], float, str]:
    file = shipped.arrays(NAME)
    return recorded.frames(file), float(file["floor"]), file["state"].tobytes().decode()


def seen() -> dict[str, Any]:
    """The last frame of the shipped training."""
    frames, floor, _ = _recorded()
    return figures.snapshot(frames[-1], floor, _ground(*OPENING).over_t(frames[-1].error))


def film() -> dict[str, Any]:
    """The shipped training, and what it needs to go on from its last frame."""
    frames, floor, state = _recorded()
    known = _ground(*OPENING)
    messages = [_message(frame, floor, known, None) | {"t": t} for t, frame in enumerate(frames)]
    return replay_film(messages) | {"saved": state}


def algorithm() -> dict[str, Any]:
    """Algorithm 1 beside the code of its draws and of its step."""
    return figures.algorithm(
        [line for function in (Training.draw, Training.advance) for line in _lines(function)]
    )


def _lines(function) -> list[str]:
    """The lines of a method without its docstring and its indent."""
    head, _, rest = inspect.getsource(function).partition('        """')
    return [line[4:] for line in (head + rest.partition('"""\n')[2]).rstrip().split("\n")]


def steps(
    move: str, saved: str | None, data: str, points: str | None, pace: str, **values: Any
) -> Iterator[dict[str, Any]]:
    """Frames of a training that begins anew, takes a line or a step, or goes on from the page's last frame."""
    options = Options(**Options.typed(values))
    found = _ground(data, points, options.schedule, options.T)
    if move == "new" or not saved:
        training = Training(found.data, options)
    else:
        with renamed(state=""):
            training = stored.resumed(saved, found.data, options)
    for frame, state in runs.run(training, Observer(found), move, pace):
        yield _message(frame, found.judge.floor, found, state and stored.dump(state))


def _message(frame: Frame, floor: float, ground: Ground, saved: str | None) -> dict[str, Any]:
    """A frame as the page keeps it; `saved` is all that the training needs to go on from there."""
    words = figures.words(frame, floor, observe.GOAL)
    values = {f"{PREFIX}step": frame.step, f"{PREFIX}line": frame.line + 1, f"{PREFIX}progress": words}
    span = max(200, 2 ** int(np.ceil(np.log2(frame.step + 1))))
    grows = {f"{PREFIX}span": span}
    return live_frame(
        figures.snapshot(frame, floor, ground.over_t(frame.error)),
        values,
        figures.tracks(frame),
        words,
        saved,
        frame.trouble,
        grows,
    )


_KEYS = (*DATA_KEYS, *SCHEDULE_KEYS)
SOURCES = {
    source.name: source
    for source in (
        Source("trained", seen, (), shipped=True),
        Source("train_ground", ground, _KEYS, slow=True, only=OWN_ONLY),
        Source("training", film, (), slow=True),
        Source("train_axes", axes, (*_KEYS, "target", "weighting", "train_span"), slow=True, only=OWN_ONLY),
        Source("algorithm1", algorithm, ()),
    )
}
STREAMS = (Live("train", steps, (*DATA_KEYS, "pace", *KEYS), film="training", prefix=PREFIX, fixed=BEGIN_ANEW),)
