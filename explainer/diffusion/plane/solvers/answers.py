"""What the solvers' figure asks: paths from a start that is dragged, and errors once the hand rests."""

from typing import Any

import numpy as np

from explainer.diffusion.plane.answers import clock
from explainer.diffusion.plane.mixture import Mixture
from explainer.diffusion.plane.settings import DATA_KEYS, OWN_ONLY, SCHEDULE_KEYS
from explainer.diffusion.plane.solvers import figures, theory
from explainer.diffusion.plane.solvers.settings import SAMPLERS
from explainer.kit.asked import Source
from explainer.maths import arguments
from explainer.maths.own_points import chosen


def ground(data: str, points: str | None) -> dict[str, Any]:
    """The data's density."""
    axis = np.linspace(-figures.REACH, figures.REACH, 151)
    return figures.ground(axis, Mixture.of(chosen(data, points)[0]).on_grid(axis, 1.0, 0.03))


def paths(data, points, schedule, T, start_x, start_y, sampler, steps, amount, eta, seed) -> dict[str, Any]:
    """Five paths from one start."""
    arguments.choice("sampler", sampler, SAMPLERS, name="the solver")
    mixture, start = Mixture.of(chosen(data, points)[0]), theory.start_at(start_x, start_y)
    found = theory.paths(mixture, clock(schedule, T), start, steps, eta, amount, arguments.seed(seed))
    return figures.lines(found, sampler)


def flow(data, points, schedule, T, start_x, start_y) -> dict[str, Any]:
    """The flow itself from that start."""
    mixture = Mixture.of(chosen(data, points)[0])
    return figures.flow(theory.exact(mixture, clock(schedule, T), theory.start_at(start_x, start_y)))


def slopes(data, points, schedule, T, start_x, start_y) -> dict[str, Any]:
    """Errors of the noiseless rules over their steps, and the orders that they show."""
    mixture = Mixture.of(chosen(data, points)[0])
    errors = theory.errors(mixture, clock(schedule, T), theory.start_at(start_x, start_y))
    return figures.slopes(theory.COUNTS, errors, {name: theory.order(error) for name, error in errors.items()})


_START = (*DATA_KEYS, *SCHEDULE_KEYS, "start_x", "start_y")
SOURCES = {
    source.name: source
    for source in (
        Source("ground", ground, DATA_KEYS, slow=True, only=OWN_ONLY),
        Source("paths", paths, (*_START, "sampler", "steps", "amount", "eta", "seed"), slow=True, only=OWN_ONLY),
        Source("flow", flow, _START, slow=True, only=OWN_ONLY),
        Source("slopes", slopes, _START, slow=True, calm=True, only=OWN_ONLY),
    )
}
