"""What guidance in the plane asks: all weights at once, so that the hand asks nothing."""

from functools import lru_cache
from typing import Any

import numpy as np

from explainer import shipped
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
    """Where each weight leads the same noise, which is shipped, beside real points."""
    data, rng = theory.labelled(classes), np.random.default_rng(6)
    wanted, others = (_sample(part, rng) for part in (data.wanted, data.others))
    ends = shipped.arrays(f"plane/led-{classes}")["ends"].astype(np.float64)
    return figures.led(WEIGHTS, ends, wanted, others, theory.measures(data, wanted, ends))


def ends(classes: str) -> np.ndarray:
    """Where each weight leads LED points of noise, (k, n, 2)."""
    data, time = theory.labelled(classes), clock("linear", 1000)
    start = np.random.default_rng(5).standard_normal((LED, 2))
    return np.stack([theory.led(data, time, start, w) for w in WEIGHTS])


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
