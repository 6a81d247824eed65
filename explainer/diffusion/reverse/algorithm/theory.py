"""Algorithm 2 of DDPM taken apart: the steps of a stored run, and every moment within them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion.reverse import theory
from explainer.diffusion.reverse.steps import Step, single
from explainer.diffusion.schedule import Schedule


@dataclass(frozen=True)
class Moment:
    """A moment of Algorithm 2: what runs (`stage`), in the step t → s, and what is known by then.

    Stages: start; then for each step loop, eps, mean, noise, next; at last return. A field is None until
    it is computed; `xs` is x_s = mean + sigma z, with z = 0 in the last step.
    """

    stage: str
    t: int
    s: int
    xt: Any
    eps: Any = None
    mean: Any = None
    sigma: float | None = None
    z: Any = None
    xs: Any = None


def steps(stored: Mapping[str, NDArray], schedule: Schedule) -> Iterator[Step]:
    """The steps of a run stored as t (steps + 1,), xt and x0_hat, in float64.

    The mean and its noise are not stored: they follow by the sampler's formulas.
    """
    states, estimates = (stored[key].astype(np.float64) for key in ("xt", "x0_hat"))
    for k, (t, s) in enumerate(pairwise(stored["t"].tolist())):
        short, place = single(schedule, t, s)
        found = theory.targets(states[k], estimates[k], t, s, schedule)
        sigma = float(np.sqrt(short.posterior_var[place])) if s else 0.0
        yield Step(t, s, states[k], found.eps, estimates[k], found.mean, sigma, states[k + 1])


def moments(steps: Iterable[Step]) -> Iterator[Moment]:
    """Each step of the DDPM sampler taken apart into its moments, between one for x_T and one for x_0."""
    for number, step in enumerate(steps):
        if not number:
            yield Moment("start", step.t, step.s, step.xt)
        z = (step.xs - step.mean) / step.sigma if step.sigma else 0 * step.mean
        known: dict[str, Any] = {}
        for stage, more in (
            ("loop", {}),
            ("eps", {"eps": step.eps_hat}),
            ("mean", {"mean": step.mean, "sigma": step.sigma}),
            ("noise", {"z": z}),
            ("next", {"xs": step.xs}),
        ):
            known |= more
            yield Moment(stage, step.t, step.s, step.xt, **known)
    yield Moment("return", step.t, step.s, step.xt, **known)
