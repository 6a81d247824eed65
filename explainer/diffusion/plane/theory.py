"""The plane's tables along t: where they have rows, what stands in them, and points that flow back."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion.plane import samplers
from explainer.diffusion.plane.clock import Clock
from explainer.diffusion.plane.mixture import Mixture

Array = NDArray[np.float64]
REACH = 2.6  # half the side of the square that is shown
CELLS = 112
KNOTS = 25
STEPS_BACK = 56


def knots(clock: Clock, count: int = KNOTS) -> NDArray[np.int64]:
    """About `count` whole t from 0 to T, closest together where little noise changes much."""
    angle = np.linspace(0, 1, count) ** 1.5 * float(np.arctan2(clock.sigma(clock.T), clock.signal(clock.T)))
    every = np.arange(clock.T + 1)
    found = np.unique(np.searchsorted(clock.sigma(every), np.sin(angle) - 1e-12).clip(0, clock.T))
    return np.unique([*found, found[-2:].sum() // 2])  # where signal hardly changes, points still move


def axis(cells: int = CELLS) -> Array:
    """The middles of the cells along one side of the square."""
    return (2 * (np.arange(cells) + 0.5) / cells - 1) * REACH


def densities(mixture: Mixture, clock: Clock, ts) -> Array:
    """p_t on the square's cells for each t, (k, n, n) as [y, x]."""
    at = samplers.levels(clock, np.asarray(ts))
    return np.stack([mixture.on_grid(axis(), a, s) for a, s in at])


def anchors(across: int = 15) -> Array:
    """Where arrows begin, (across², 2)."""
    side = np.linspace(-0.92, 0.92, across) * REACH
    return np.stack(np.meshgrid(side, side), -1).reshape(-1, 2)


def pulls(mixture: Mixture, clock: Clock, ts, x: Array) -> Array:
    """√(1 − ᾱ_t + ᾱ_t v) ∇ ln p_t at x for each t, (k, n, 2): at growing noise −ε̂, and never without bound."""
    at = samplers.levels(clock, np.asarray(ts))
    return np.stack([np.sqrt(mixture.wide(a, s)) * mixture.score(x, a, s) for a, s in at])


def believed(mixture: Mixture, clock: Clock, ts, x0: Array, eps: Array) -> Array:
    """E[x_0 | x_t] along the noising of x0 by eps (n, 2) for each t, (k, n, 2)."""
    at = samplers.levels(clock, np.asarray(ts))
    return np.stack([mixture.denoised(a * x0 + s * eps, a, s) for a, s in at])


@dataclass(frozen=True, eq=False)
class Back:
    """Points that flow from noise to data, x (k, n, 2), and what each is believed to become, (k, n, 2)."""

    x: Array
    believed: Array


def flow_back(mixture: Mixture, clock: Clock, ts, start: Array) -> Back:
    """`start` (n, 2) at T carried down the flow of probability by Heun's rule, seen at each of `ts`."""
    ts = np.asarray(ts, np.float64)
    walk = np.unique(np.concatenate([ts, stops(clock, STEPS_BACK)]))[::-1]
    rows = dict(zip(walk, samplers.heun(mixture.noise, start, clock, walk), strict=True))
    x = np.stack([rows[t] for t in ts])
    at = samplers.levels(clock, ts)
    return Back(x, np.stack([mixture.denoised(row, a, s) for row, (a, s) in zip(x, at, strict=True)]))


def stops(clock: Clock, count: int, power: float = 1.0) -> Array:
    """Times at which the angle between signal and noise grows as i^power: above 1, they are closer near t = 0."""
    every = np.linspace(0, clock.T, 4001)
    angle = np.arctan2(clock.sigma(every), clock.signal(every))
    return np.interp(angle[-1] * np.linspace(0, 1, count) ** power, angle, every)
