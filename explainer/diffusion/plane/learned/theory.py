"""How far a network's ε̂ is from the exact one: over the plane, and along t."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion.plane import samplers, theory
from explainer.diffusion.plane.clock import Clock
from explainer.diffusion.plane.mixture import Mixture
from explainer.diffusion.schedule import make
from explainer.maths import points

Array = NDArray[np.float64]
CELLS, DRAWN = 24, 192


@dataclass(frozen=True, eq=False)
class Beside:
    """At each of `ts`: ε̂ of the network at the anchors (k, a, 2), its error over the cells (k, n, n) as [y, x],
    and the mean squared error over points of p_t and over the whole square, both (k,)."""

    ts: NDArray[np.int64]
    arrows: Array
    error: Array
    where_data_are: Array
    everywhere: Array


def beside(mixture: Mixture, clock: Clock, network: Callable, x0: Array, eps: Array, ts) -> Beside:
    """`network(x, t)` → ε̂ (n, 2) beside the exact ε̂ at t ≥ 1; x0 noised by eps, (n, 2), are points of p_t."""
    side = theory.axis(CELLS)
    cells = np.stack(np.meshgrid(side, side), -1).reshape(-1, 2)
    anchors = theory.anchors()
    arrows, error, near = [], [], []
    for t, (a, s) in zip(ts, samplers.levels(clock, np.asarray(ts)), strict=True):
        points = a * x0 + s * eps
        every = np.concatenate([anchors, cells, points])
        said = network(every, int(t))
        wrong = np.linalg.norm(said - mixture.noise(every, a, s), axis=1)
        arrows.append(said[: len(anchors)])
        error.append(wrong[len(anchors) : -len(points)].reshape(CELLS, CELLS))
        near.append(np.mean(wrong[-len(points) :] ** 2))
    error = np.array(error)
    return Beside(np.asarray(ts), np.array(arrows), error, np.array(near), (error**2).mean((1, 2)))


def known_beside(known: str, network: Callable) -> Beside:
    """The comparison on a data set that the network knows, for T = 1,000 steps of the linear schedule."""
    clock, rng = known_clock(), np.random.default_rng(4)
    x0, eps = points.sample(known, DRAWN, rng), rng.standard_normal((DRAWN, 2))
    ts = np.unique(np.maximum(theory.knots(clock)[::-2], 1))
    return beside(known_mixture(known), clock, network, x0, eps, ts)


def known_clock() -> Clock:
    """The clock that the network was trained on."""
    return Clock(make("linear", 1000))


def known_mixture(known: str) -> Mixture:
    """The exact density of a data set that the network knows."""
    return Mixture(points.centres(known), points.SPREAD**2)
