"""One start under five ways back, and how far each ends from the flow itself."""

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion.plane import samplers
from explainer.diffusion.plane.clock import Clock
from explainer.diffusion.plane.mixture import Mixture
from explainer.maths import arguments

Array = NDArray[np.float64]
FURTHEST = 6.0  # of a start from the middle: beyond, N(0, I) has no points
COUNTS = (4, 8, 16, 32, 64, 128, 256, 512)
RULES = {"euler": samplers.euler, "heun": samplers.heun, "ddim": samplers.ddim}


def start_at(x: float, y: float) -> Array:
    """A start (1, 2); BadArgument("start_x" or "start_y") for one further than FURTHEST."""
    for key, value in (("start_x", x), ("start_y", y)):
        arguments.number(key, value, -FURTHEST, FURTHEST, name="the start")
    return np.array([[x, y]], np.float64)


def paths(
    mixture: Mixture, clock: Clock, start: Array, steps: int, eta: float, amount: float, seed: int
) -> dict[str, Array]:
    """The path of each solver, (steps + 1, 2), from the same `start` (1, 2); draws depend on `seed` alone."""
    ts, noise = samplers.times(clock, steps), mixture.noise

    def rng() -> np.random.Generator:
        return np.random.default_rng(seed)

    walks = {
        "euler": samplers.euler(noise, start, clock, ts),
        "heun": samplers.heun(noise, start, clock, ts),
        "ddim": samplers.ddim(noise, start, clock, ts, eta, rng()),
        "ddpm": samplers.ddpm(noise, start, clock, ts, rng()),
        "sde": samplers.sde(noise, start, clock, ts, rng(), amount),
    }
    return {name: np.concatenate(list(walk)) for name, walk in walks.items()}


def exact(mixture: Mixture, clock: Clock, start: Array) -> Array:
    """The flow itself from `start` (1, 2), (n, 2), by SciPy."""
    return samplers.flow(mixture.noise, start, clock, np.linspace(clock.T, 0, 65))[:, 0]


def errors(mixture: Mixture, clock: Clock, start: Array) -> dict[str, Array]:
    """How far the noiseless rules end from the flow after each of COUNTS steps, (len(COUNTS),)."""
    goal = samplers.flow(mixture.noise, start, clock, np.array([clock.T, 0.0]), 1e-10)[-1]
    found = {}
    for name, rule in RULES.items():
        ends = [list(rule(mixture.noise, start, clock, samplers.times(clock, count)))[-1] for count in COUNTS]
        found[name] = np.array([float(np.linalg.norm(end - goal)) for end in ends])
    return found


def order(errors: Array) -> float:
    """The slope of the error over the last three counts, as a power of the step's length."""
    return float(-np.polyfit(np.log(COUNTS[-3:]), np.log(np.maximum(errors[-3:], 1e-15)), 1)[0])
