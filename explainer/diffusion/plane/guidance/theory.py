"""Guidance where everything is known: the density that it asks for, and the points that it leads to.

ε̂_w = (1 + w) E[ε | x, c] − w E[ε | x] is the noise of p_t(x) p_t(c | x)^(1+w) (Ho & Salimans, 2207.12598).
These densities are not one process: the tilted p_t is no noised tilted p_0, so points led by ε̂_w end elsewhere.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion.plane import samplers, theory
from explainer.diffusion.plane.clock import Clock
from explainer.diffusion.plane.mixture import Mixture
from explainer.maths import arguments, points

Array = NDArray[np.float64]
LEAST, MOST = -1.0, 8.0
STEPS = 40


@dataclass(frozen=True, eq=False)
class Labelled:
    """Data of two classes: the one that is asked for, `wanted`, and the `others`."""

    wanted: Mixture
    others: Mixture

    @property
    def whole(self) -> Mixture:
        """All data, without their class."""
        return Mixture(np.concatenate([self.wanted.centres, self.others.centres]), self.wanted.variance)

    @property
    def prior(self) -> float:
        """p(c) of the wanted class."""
        return len(self.wanted.centres) / len(self.whole.centres)

    def log_class(self, x: Array, a: float, s: float) -> Array:
        """ln p_t(c | x) at x (n, 2), (n,)."""
        return np.log(self.prior) + self.wanted.log_density(x, a, s) - self.whole.log_density(x, a, s)

    def noise(self, w: float):
        """ε̂_w as a denoiser for the samplers; BadArgument("w") for a weight outside [−1, 8]."""
        arguments.number("w", w, LEAST, MOST, name="the guidance w")
        whole = self.whole

        def guided(x: Array, a: float, s: float) -> Array:
            return (1 + w) * self.wanted.noise(x, a, s) - w * whole.noise(x, a, s)

        return guided


def labelled(name: str) -> Labelled:
    """Two classes by name; BadArgument("classes") for an unknown one."""
    arguments.choice("classes", name, KINDS, name="the data")
    return KINDS[name]()


def _overlap() -> Labelled:
    middles = np.array([[0.45, 0.0], [-0.35, 0.5], [-0.35, -0.5]])
    return Labelled(Mixture(middles[:1], 0.16), Mixture(middles[1:], 0.16))


def _split(centres: Array, count: int) -> Labelled:
    variance = points.SPREAD**2
    return Labelled(Mixture(centres[:count], variance), Mixture(centres[count:], variance))


KINDS = {
    "overlap": _overlap,
    "moons": lambda: _split(points.moons(), points.CENTRES // 2),
    "8-gaussians": lambda: _split(points.gaussians(), 1),
}


def tilted(data: Labelled, w: float, axis: Array, a: float, s: float) -> Array:
    """p_t(x) p_t(c|x)^(1+w) over its integral, on the grid `axis` × `axis`, (n, n) as [y, x].

    The integral is the sum over the cells of the grid, which must hold the density.
    """
    x = np.stack(np.meshgrid(axis, axis), -1).reshape(-1, 2)
    log = data.whole.log_density(x, a, s) + (1 + w) * data.log_class(x, a, s)
    density = np.exp(log - log.max()).reshape(len(axis), len(axis))
    return density / (density.sum() * (axis[1] - axis[0]) ** 2)


def led(data: Labelled, clock: Clock, start: Array, w: float) -> Array:
    """Where `start` (n, 2) at T ends under ε̂_w, by DDIM without noise, (n, 2)."""
    *_, end = samplers.ddim(data.noise(w), start, clock, theory.stops(clock, STEPS + 1)[::-1])
    return end


@dataclass(frozen=True)
class Measures:
    """Of points led by ε̂_w: mean p(c | x), spread over that of the class, and the share beyond the data."""

    sure: float
    spread: float
    beyond: float


def measures(data: Labelled, real: Array, ends: Array) -> list[Measures]:
    """Each of `ends` (k, n, 2) beside points of the wanted class, `real` (m, 2).

    Beyond the data is where the class's density is below that of 99 of 100 real points.
    """
    rare = np.quantile(data.wanted.log_density(real, 1.0, 0.0), 0.01)
    spread = real.var(0).sum()
    return [
        Measures(
            float(np.exp(data.log_class(found, 1.0, 0.0)).mean()),
            float(np.sqrt(found.var(0).sum() / spread)),
            float((data.wanted.log_density(found, 1.0, 0.0) < rare).mean()),
        )
        for found in ends
    ]
