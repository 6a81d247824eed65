"""What the straight couplings ask: tables along τ, the curves on a clock, quality over steps."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from explainer import shipped
from explainer.diffusion.plane import distance
from explainer.diffusion.plane import theory as plane
from explainer.diffusion.plane.answers import clock
from explainer.diffusion.plane.mixture import Mixture
from explainer.diffusion.plane.settings import DATA_KEYS, OWN_ONLY
from explainer.diffusion.plane.straight import figures, theory
from explainer.kit.asked import Source
from explainer.maths.own_points import chosen

POINTS, JUDGED = 400, 200
KNOWN = ("moons", "spiral", "checkerboard", "8-gaussians")  # to the shipped network


def couplings(data: str, points: str | None) -> dict[str, Any]:
    """Density and marginal velocity along τ, and points on their straight lines."""
    cloud = chosen(data, points)[0]
    mixture, rng = Mixture.of(cloud), np.random.default_rng(6)
    knots, anchors = theory.KNOTS, plane.anchors()
    density = np.stack([mixture.on_grid(plane.axis(), 1 - tau, tau) for tau in theory.TAUS])
    velocities = np.stack([theory.velocity(mixture, anchors, tau) for tau in theory.TAUS])
    x0, eps = cloud.sample(POINTS, rng), rng.standard_normal((POINTS, 2))
    pairs = np.stack([(1 - k / 100) * x0 + k / 100 * eps for k in knots])
    known = _learned(data)
    arrows = np.full_like(velocities, np.nan) if known is None else known["arrows"]
    return figures.couplings(knots, density, anchors, velocities, arrows, pairs)


def _learned(data: str) -> Mapping[str, np.ndarray] | None:
    """What the shipped network says of a data set; None where it does not know it."""
    return shipped.arrays(f"plane/velocity-{data}") if data in KNOWN else None


@lru_cache(maxsize=16)
def _curves(data: str, points: str | None):
    start = np.random.default_rng(8).standard_normal((theory.PATHS, 2))
    return theory.curves(Mixture.of(chosen(data, points)[0]), start)


def frame() -> dict[str, Any]:
    """The square of the curves."""
    return figures.frame()


def curves(data: str, points: str | None, power: float) -> dict[str, Any]:
    """The flow's curves on the clock of that power."""
    z, u = _curves(data, points)
    x = theory.drawn_with(z, u, power)
    return figures.curves(x, theory.drawn_with(z, u, 1.0), theory.bend(x))


def quality(data: str, points: str | None) -> dict[str, Any]:
    """How good points are after few steps and many."""
    cloud, rng = chosen(data, points)[0], np.random.default_rng(9)
    real, start = cloud.sample(2000, rng), rng.standard_normal((JUDGED, 2))
    found = theory.quality(Mixture.of(cloud), clock("linear", 1000), real, start)
    if (known := _learned(data)) is not None:
        found["network"] = known["quality"]
    return figures.quality(theory.COUNTS, found, distance.sliced(cloud.sample(JUDGED, rng), real))


SOURCES = {
    source.name: source
    for source in (
        Source("couplings", couplings, DATA_KEYS, slow=True, only=OWN_ONLY),
        Source("frame", frame, (), shipped=True),
        Source("curves", curves, (*DATA_KEYS, "power"), slow=True, only=OWN_ONLY),
        Source("quality", quality, DATA_KEYS, slow=True, calm=True, only=OWN_ONLY),
    )
}
