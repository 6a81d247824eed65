"""The step's arithmetic: the targets converted into one another, and one pixel's distributions.

NumPy arrays and torch tensors alike; t and s are the talk's 1-based steps, s < t, a step from t to s.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from explainer.diffusion import process
from explainer.diffusion.reverse.steps import single
from explainer.diffusion.schedule import Schedule

VARIANCES = ("small", "large")


@dataclass(frozen=True)
class Targets:
    """What a network can be asked for at x_t: each says the same, and the mean follows from each."""

    x0: Any
    eps: Any
    v: Any
    mean: Any


def targets(xt, x0_hat, t: int, s: int, schedule: Schedule) -> Targets:
    """ε̂, v̂ and μ of the step t → s that x̂_0 amounts to, in x_t's shape.

    μ is that of the step really taken (DDPM eq. 7 with x̂_0, the samplers' own). ValueError unless
    T ≥ t > s ≥ 0.
    """
    short, place = single(schedule, t, s)
    eps = process.eps_from_x0(xt, t, x0_hat, schedule)
    mean = process.posterior(x0_hat, xt, place, short)[0]
    return Targets(x0_hat, eps, velocity(x0_hat, eps, t, schedule), mean)


@dataclass(frozen=True)
class Coefficients:
    """The numbers in the formulas of the step t → s: √ᾱ_t, √(1 − ᾱ_t), α and β of the step, and
    c_0, c_t of μ̃ = c_0 x_0 + c_t x_t (DDPM eq. 7)."""

    signal: float
    noise: float
    alpha: float
    beta: float
    c0: float
    ct: float


def coefficients(t: int, s: int, schedule: Schedule) -> Coefficients:
    """Those of the step t → s; ValueError unless T ≥ t > s ≥ 0."""
    short, place = single(schedule, t, s)
    signal, noise = (float(one[t]) for one in process.jump(schedule))
    c0, ct = (process.posterior(*pair, place, short)[0] for pair in ((1.0, 0.0), (0.0, 1.0)))
    return Coefficients(signal, noise, float(short.alpha[place]), float(short.beta[place]), c0, ct)


def velocity(x0, eps, t: int, schedule: Schedule):
    """v = √ᾱ_t ε − √(1 − ᾱ_t) x_0; Salimans & Ho, arXiv 2202.00512, appendix D."""
    signal, noise = process.jump(schedule)
    return process.at(signal, t, eps) * eps - process.at(noise, t, x0) * x0


def x0_from_velocity(xt, t: int, v, schedule: Schedule):
    """x̂_0 = √ᾱ_t x_t − √(1 − ᾱ_t) v, the same two equations solved for x_0."""
    signal, noise = process.jump(schedule)
    return process.at(signal, t, xt) * xt - process.at(noise, t, v) * v


@dataclass(frozen=True)
class StepPair:
    """q(x_{t−1} | x_t, x_0) and p_θ(x_{t−1} | x_t), normal in each pixel: means (…), variances."""

    mean_q: Any
    var_q: float
    mean_p: Any
    var_p: float

    @property
    def kl(self):
        """D(q ‖ p_θ) of each pixel in nats, in the means' shape; DDPM eq. 8 where variances agree."""
        return kl_normal(self.mean_q, self.var_q, self.mean_p, self.var_p)


def step_pair(x0, x0_hat, xt, t: int, schedule: Schedule, variance: str = "small") -> StepPair:
    """Both distributions of the step t → t − 1, t ≥ 2, for a picture x_0 and what is seen of it.

    p_θ has the variance β̃_t (`small`) or β_t (`large`); DDPM, section 3.2. ValueError for another
    word, and for t = 1, where q is a point and no density.
    """
    if variance not in VARIANCES:
        raise ValueError(f"variance is {variance!r}; allowed are {', '.join(VARIANCES)}")
    if not 2 <= t <= schedule.T:
        raise ValueError(f"t is {t!r}; allowed is a whole number from 2 to {schedule.T}")
    mean_q, var_q = process.posterior(x0, xt, t, schedule)
    mean_p = process.posterior(x0_hat, xt, t, schedule)[0]
    return StepPair(mean_q, var_q, mean_p, var_q if variance == "small" else float(schedule.beta[t]))


def kl_normal(mean_a, var_a, mean_b, var_b):
    """D(N(mean_a, var_a) ‖ N(mean_b, var_b)) in nats; shapes broadcast, variances above 0."""
    ratio = var_a / var_b
    return (ratio - 1 - np.log(ratio) + (mean_a - mean_b) ** 2 / var_b) / 2


@dataclass(frozen=True)
class Moment:
    """A moment of Algorithm 2: what runs (`stage`), in the step t → s, and what is known by then.

    Stages: start, then for each step loop, eps, mean, noise, next, at last return. A field is None until it is
    computed; `xs` is x_s = mean + sigma z, with z = 0 in the last step.
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


STAGES = ("loop", "eps", "mean", "noise", "next")


def moments(steps: Iterable[Any]) -> Iterator[Moment]:
    """Each `Step` of the DDPM sampler taken apart into its moments, between one for x_T and one for x_0."""
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
