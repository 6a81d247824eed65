"""What the plane's page asks: the chosen data's fields and points along t."""

from functools import lru_cache
from typing import Any

import numpy as np

from explainer import shipped
from explainer.diffusion import process
from explainer.diffusion.plane import distance, figures, theory
from explainer.diffusion.plane.clock import Clock
from explainer.diffusion.plane.mixture import Mixture
from explainer.diffusion.plane.settings import DATA_KEYS, OWN_ONLY, SCHEDULE, SCHEDULE_KEYS, SEED, STEPS
from explainer.diffusion.schedule import make
from explainer.kit.asked import Source
from explainer.maths import arguments
from explainer.maths.own_points import chosen
from explainer.maths.toy2d import SHAPES

POINTS, LINED, BACK = 2000, 160, 240
OPENING = (SCHEDULE.value, STEPS.value, SEED.value)  # of these the walks back are shipped


def clock(schedule: str, T: int) -> Clock:
    """The clock that the controls describe; BadArgument names the control that is wrong."""
    with arguments.renamed(name="schedule"):
        return _clock(schedule, T)


@lru_cache(maxsize=16)
def _clock(schedule: str, T: int) -> Clock:
    return Clock(make(schedule, T))


def field(data: str, points: str | None, schedule: str, T: int) -> dict[str, Any]:
    """p_t and its score on the square, along t."""
    mixture, time = Mixture.of(chosen(data, points)[0]), clock(schedule, T)
    ts, anchors = theory.knots(time), theory.anchors()
    return figures.field(
        ts, theory.densities(mixture, time, ts), anchors, theory.pulls(mixture, time, ts, anchors)
    )


def forward(data: str, points: str | None, schedule: str, T: int, seed: int) -> dict[str, Any]:
    """Data points and their noise; what the first of them are believed to come from, along t."""
    (cloud, scaling), time = chosen(data, points), clock(schedule, T)
    rng = np.random.default_rng(arguments.seed(seed))
    x0, eps = cloud.sample(POINTS, rng), rng.standard_normal((POINTS, 2))
    ts = theory.knots(time)
    believed = theory.believed(Mixture.of(cloud), time, ts, x0[:LINED], eps[:LINED])
    return figures.forward(
        x0, eps, believed, *process.jump(time.schedule), "" if scaling is None else str(scaling)
    )


def back(data: str, points: str | None, schedule: str, T: int, seed: int) -> dict[str, Any]:
    """Pure noise carried back along the exact score, and how good the points are that come out."""
    if data in SHAPES and (schedule, T, seed) == OPENING:
        stored = shipped.arrays(f"plane/back-{data}")
        return figures.back(stored["x"], stored["believed"], float(stored["sw"]))
    walk, sw = walked_back(data, points, schedule, T, seed)
    return figures.back(walk.x, walk.believed, sw)


def walked_back(data, points, schedule, T, seed) -> tuple[theory.Back, float]:
    """BACK points on the flow, what the first LINED of them are believed to become, and their distance."""
    cloud, time = chosen(data, points)[0], clock(schedule, T)
    rng = np.random.default_rng(arguments.seed(seed))
    walk = theory.flow_back(Mixture.of(cloud), time, theory.knots(time), rng.standard_normal((BACK, 2)))
    sw = distance.sliced(walk.x[0], cloud.sample(POINTS, rng))
    return theory.Back(walk.x, walk.believed[:, :LINED]), sw


_KEYS = (*DATA_KEYS, *SCHEDULE_KEYS)
SOURCES = {
    source.name: source
    for source in (
        Source("field", field, _KEYS, slow=True, only=OWN_ONLY),
        Source("forward", forward, (*_KEYS, "seed"), slow=True, only=OWN_ONLY),
        Source("back", back, (*_KEYS, "seed"), slow=True, calm=True, only=OWN_ONLY),
    )
}
