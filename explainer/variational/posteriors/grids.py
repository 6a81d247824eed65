"""Where a figure should look at a posterior: the interval of each latent number, and a grid over two."""

from dataclasses import dataclass

import numpy as np

from explainer.maths import arguments
from explainer.maths.arguments import BadArgument
from explainer.variational.posteriors.base import Array
from explainer.variational.posteriors.theory import Posterior


def view(post: Posterior) -> tuple[tuple[float, float], ...]:
    """For each latent number the interval (lo, hi) that a figure should show.

    From the posterior's quantile 1e−4 to its quantile 1 − 1e−4, plus half of that on each side.
    """
    columns = post.z[:, None] if post.z.ndim == 1 else post.z
    intervals = []
    for z in columns.T:
        order = np.argsort(z)
        below = np.cumsum(post.mass[order])
        lo, hi = (float(z[order][np.searchsorted(below, p)]) for p in (1e-4, 1 - 1e-4))
        intervals.append((lo - (hi - lo) / 2, hi + (hi - lo) / 2))
    return tuple(intervals)


@dataclass(frozen=True)
class Field:
    """The posterior over two latent numbers: its density (len(y), len(x)) on two axes."""

    x: Array
    y: Array
    density: Array


def field(post: Posterior, points: int = 80) -> Field:
    """p(z | x) over two latent numbers on a grid of points × points; BadArgument for another model."""
    if post.model.dim != 2:
        raise BadArgument("model", f"the model is {post.model.NAME!r}; allowed are those with two numbers")
    arguments.whole("points", points, 2, 400)
    x, y = (np.linspace(*ends, points) for ends in view(post))
    z = np.stack(np.meshgrid(x, y), axis=-1)
    return Field(x, y, np.exp(post.log_density(z)))
