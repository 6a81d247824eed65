"""What the race asks: shipped laps for each data set, and laps that are run now."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np

from explainer import shipped
from explainer.diffusion.plane.distance import Judge
from explainer.diffusion.plane.families import figures, race, stored
from explainer.diffusion.plane.families.settings import PREFIX
from explainer.diffusion.plane.settings import DATA_KEYS, OWN_ONLY
from explainer.kit.asked import Source
from explainer.kit.replay import replay_film, replay_frame
from explainer.kit.stream import Stream
from explainer.maths import arguments
from explainer.maths.own_points import chosen
from explainer.maths.toy2d import SHAPES

GOAL = 1.5  # times the distance of as many real points


@lru_cache(maxsize=8)
def _judge(data: str, points: str | None) -> Judge:
    return Judge(chosen(data, points)[0], race.JUDGED)


@lru_cache(maxsize=8)
def _laps(data: str, points: str | None) -> tuple[race.Lap, ...]:
    """The shipped laps of a data set; of a visitor's own points the untrained networks."""
    if data in SHAPES:
        return tuple(stored.laps(shipped.arrays(f"plane/families-{data}")))
    return (race.Race(chosen(data, points)[0], 0, _judge(data, points)).lap(0.0),)


def real(data: str, points: str | None) -> dict[str, Any]:
    """Real points."""
    return figures.real(chosen(data, points)[0].sample(race.SHOWN, np.random.default_rng(7)))


def axes(data: str, points: str | None) -> dict[str, Any]:
    """Axes of the distances."""
    return figures.axes(_judge(data, points).floor, GOAL, race.LONGEST)


def standing(data: str, points: str | None) -> dict[str, Any]:
    """Where all stand after the last lap that is shipped."""
    return _answer(_laps(data, points), _judge(data, points).floor)


def film(data: str, points: str | None) -> dict[str, Any]:
    """All shipped laps."""
    laps, floor = _laps(data, points), _judge(data, points).floor
    return replay_film([_frame(laps[: i + 1], floor, len(laps)) for i in range(len(laps))])


def run(data: str, points: str | None, seed: int, race_seconds: int) -> Iterator[dict[str, Any]]:
    """The laps of a race that is run now."""
    arguments.whole(f"{PREFIX}seconds", race_seconds, 1, race.LONGEST, name="the time for each, in seconds,")
    judge = _judge(data, points)
    of = sum(mark <= race_seconds for mark in race.MARKS)
    laps: list[race.Lap] = []
    for lap in race.Race(chosen(data, points)[0], arguments.seed(seed), judge).laps(race_seconds):
        laps.append(lap)
        yield _frame(laps, judge.floor, of)


def _answer(laps, floor: float) -> dict[str, Any]:
    reached = {name: race.reached(laps, name, GOAL * floor) for name in race.FAMILIES}
    return figures.standing(laps[-1], floor, reached, GOAL)


def _frame(laps, floor: float, of: int) -> dict[str, Any]:
    lap = laps[-1]
    t, words = round(100 * lap.seconds), figures.words(lap, floor)
    return replay_frame(t, _answer(laps, floor), {}, tracks=figures.tracks(lap), of=of, words=words)


SOURCES = {
    source.name: source
    for source in (
        Source("standing", standing, DATA_KEYS, shipped=True, only=OWN_ONLY),
        Source("race", film, DATA_KEYS, slow=True, only=OWN_ONLY),
        Source("race_real", real, DATA_KEYS, slow=True, only=OWN_ONLY),
        Source("race_axes", axes, DATA_KEYS, slow=True, only=OWN_ONLY),
    )
}
STREAMS = (Stream("race", run, (*DATA_KEYS, "seed", f"{PREFIX}seconds"), film="race", prefix=PREFIX),)
