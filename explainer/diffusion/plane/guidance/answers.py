"""What guidance in the plane asks: all weights at once, so that the hand asks nothing."""

from functools import lru_cache
from typing import Any

import numpy as np

from explainer.diffusion.plane import theory as plane
from explainer.diffusion.plane.answers import clock
from explainer.diffusion.plane.guidance import figures, theory
from explainer.kit.asked import Source
from explainer.maths import arguments

WEIGHTS = np.concatenate([np.arange(-1, 2, 0.25), np.arange(2, 8.5, 0.5)])
LED, REAL = 200, 400


def tilted(classes: str, level: int) -> dict[str, Any]:
    """The density that each weight asks for at t = `level`."""
    data, time = theory.labelled(classes), clock("linear", 1000)
    arguments.whole("level", level, 0, 1000, name="t")
    a, s = float(time.signal(level)), float(time.sigma(level))
    return figures.density(WEIGHTS, np.stack([theory.tilted(data, w, plane.axis(), a, s) for w in WEIGHTS]))


@lru_cache(maxsize=len(theory.KINDS))
def led(classes: str) -> dict[str, Any]:
    """Where each weight leads the same noise, beside real points."""
    data, time, rng = theory.labelled(classes), clock("linear", 1000), np.random.default_rng(5)
    start = rng.standard_normal((LED, 2))
    wanted, others = (_sample(part, rng) for part in (data.wanted, data.others))
    ends = np.stack([theory.led(data, time, start, w) for w in WEIGHTS])
    found = [theory.measures(data, wanted, end) for end in ends]
    return figures.led(WEIGHTS, ends, wanted, others, found)


def _sample(mixture, rng) -> np.ndarray:
    picks = mixture.centres[rng.integers(len(mixture.centres), size=REAL)]
    return picks + np.sqrt(mixture.variance) * rng.standard_normal((REAL, 2))


SOURCES = {
    source.name: source
    for source in (
        Source("tilted", tilted, ("classes", "level"), slow=True),
        Source("led", led, ("classes",), slow=True),
    )
}
