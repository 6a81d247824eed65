"""Copying: what a network makes of a training set of n points, beside the exact denoiser of those points."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion.plane import samplers
from explainer.diffusion.plane.clock import Clock
from explainer.diffusion.plane.mixture import Mixture
from explainer.diffusion.plane.theory import stops
from explainer.diffusion.plane.training.options import Options
from explainer.diffusion.plane.training.training import Training
from explainer.diffusion.schedule import make
from explainer.maths.toy2d import Cloud, cloud

Array = NDArray[np.float64]
COUNTS = (3, 5, 10, 20, 50, 100, 200, 500)
WIDTHS = (16, 64, 128)
RATE = 3e-3
STEPS = 30_000
WALK = 60  # steps of the samplers
MADE, EXACT = 1000, 250  # points that a network makes, and the exact denoiser
NEAR = 3.0  # a copy is this many times nearer to one training point than to any other
CHANCE = 1 / NEAR**2


def training_set(data: str, count: int) -> Array:
    """The first `count` of the same 500 points (count, 2) of a data set."""
    return cloud(data).sample(max(COUNTS), np.random.default_rng(11))[:count]


def fresh(data: str) -> Array:
    """Points of the data that nobody trained on, (2,000, 2)."""
    return cloud(data).sample(2000, np.random.default_rng(12))


def noise(count: int) -> Array:
    """The same points of noise for every sampler, (count, 2)."""
    return np.random.default_rng(13).standard_normal((count, 2))


def made_by_network(points: Array, width: int, steps: int = STEPS, count: int = MADE) -> Array:
    """Samples (count, 2) of a network of that width, trained for `steps` steps on `points` alone."""
    data = Cloud("points", points, 0.0)
    training = Training(data, Options(width=width, rate=RATE))
    while training.step < steps:
        training.advance()
    walk = np.unique(np.rint(stops(training.clock, WALK, 1.5)))[::-1]
    *_, x = samplers.multistep(training.mean.noise, noise(count), training.clock, walk)
    return x


def made_exactly(points: Array, count: int = EXACT) -> Array:
    """Samples (count, 2) of the exact denoiser of `points`, which knows nothing but these."""
    clock = Clock(make("linear", 1000))
    walk = stops(clock, WALK, 1.5)[::-1]
    last = walk[-2] * 0.5 ** np.arange(12)  # to so little noise that it tells the points apart
    *_, x = samplers.multistep(Mixture(points, 0.0).noise, noise(count), clock, [*walk[:-2], *last, 0.0])
    return x


@dataclass(frozen=True, eq=False)
class Nearness:
    """Distances of samples to the nearest training point, (n,), and the share of them that are copies."""

    nearest: Array
    copied: float


def nearness(x: Array, points: Array) -> Nearness:
    """How near samples x (n, 2) are to their training points (m, 2), m ≥ 2.

    A sample is a copy if it is NEAR times nearer to one training point than to any other (the rule of
    Yoon et al., ICML 2023 workshop, "Diffusion Probabilistic Models Generalize when They Fail to
    Memorize"). Among many even points in the plane a share 1/NEAR² is so by chance: the nearest of
    Poisson points lies at r with r² exponential, and (r_1/r_2)² is uniform.
    """
    from scipy.spatial import cKDTree

    first, second = cKDTree(points).query(x, k=2)[0].T
    return Nearness(first, float((NEAR * first < second).mean()))


def stops_at(counts, copied, by_chance) -> int | None:
    """The first count from which on copies are at most 1.5 times as many as fresh points have by chance."""
    fine = np.asarray(copied) <= 1.5 * np.asarray(by_chance)
    for i, count in enumerate(counts):
        if fine[i:].all():
            return int(count)
    return None
