"""A frame of a training: samples on their way, the field as it is now, and how good both are.

An observer fixes all its draws beforehand and takes none from the run's own stream, so that looking at a
training does not change it.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion.plane import samplers, targets, theory
from explainer.diffusion.plane.clock import Clock
from explainer.diffusion.plane.distance import Judge
from explainer.diffusion.plane.mixture import Mixture
from explainer.diffusion.plane.training.training import Training
from explainer.diffusion.plane.training.weights import noise_error
from explainer.maths.toy2d import Cloud

Array = NDArray[np.floating]
SHOWN, JUDGED = 160, 2000
WALK, KNOTS, CELLS = 20, 9, 13
GOAL = 1.5  # times the distance of as many real points
BATCH = 96  # points of a batch that are shown


@dataclass(frozen=True, eq=False)
class Frame:
    """A training at `step`. Arrays: samples on their way at the ground's knots, points (k, n, 2), from noise
    (last) to data (first); arrows (k, a, 2), ε̂ at the anchors; error (k, c, c) as [y, x], ‖ε̂ − E[ε|x_t]‖;
    batch (m, 2), what the line of Algorithm 1 holds, empty outside of a step, with the t of its first points.
    `loss` is a running mean. `sw` is the sliced Wasserstein distance of 2,000 samples from the data.
    """

    step: int
    line: int
    points: Array
    arrows: Array
    error: Array
    batch: Array
    times: tuple[int, ...]
    loss: float
    sw: float
    trouble: str | None = None

    @property
    def finite(self) -> bool:
        """Whether everything drawn is a number."""
        return bool(np.isfinite(self.points).all() and np.isfinite(self.arrows).all())


@dataclass(frozen=True, eq=False)
class Ground:
    """What is known of the data beforehand, the same for every training on them with that clock."""

    data: Cloud
    clock: Clock

    @cached_property
    def walk(self) -> NDArray[np.int64]:
        """The whole t at which samplers stop, from T down to 0."""
        return np.unique(np.rint(theory.stops(self.clock, WALK + 1, 1.5)).astype(int))[::-1]

    @cached_property
    def kept(self) -> NDArray[np.int64]:
        """Which stops of the walk are drawn, the last of them first."""
        return np.unique(np.rint(np.linspace(0, len(self.walk) - 1, KNOTS)).astype(int))[::-1]

    @property
    def knots(self) -> NDArray[np.int64]:
        """The t that are drawn, growing from 0 to T."""
        return self.walk[self.kept]

    @cached_property
    def anchors(self) -> Array:
        """Where arrows begin: the middles of CELLS × CELLS cells, row by row, (a, 2)."""
        side = theory.axis(CELLS)
        return np.stack(np.meshgrid(side, side), -1).reshape(-1, 2)

    @cached_property
    def asked(self) -> tuple[Array, NDArray[np.int64]]:
        """Every anchor at every knot, (k a, 2), and its t ≥ 1, (k a,): one look of the network sees them all."""
        count = len(self.anchors)
        return np.tile(self.anchors, (len(self.knots), 1)), np.repeat(np.maximum(self.knots, 1), count)

    @cached_property
    def mixture(self) -> Mixture:
        """The data's exact density."""
        return Mixture.of(self.data)

    @cached_property
    def exact(self) -> Array:
        """E[ε | x_t] at the anchors and knots, (k, a, 2)."""
        at = samplers.levels(self.clock, np.maximum(self.knots, 1))
        return np.stack([self.mixture.noise(self.anchors, a, s) for a, s in at])

    @cached_property
    def likely(self) -> Array:
        """How p_t is shared out among the anchors, (k, a): each row adds up to 1."""
        at = samplers.levels(self.clock, np.maximum(self.knots, 1))
        log = np.stack([self.mixture.log_density(self.anchors, a, s) for a, s in at])
        share = np.exp(log - log.max(1, keepdims=True))
        return share / share.sum(1, keepdims=True)

    def over_t(self, error: Array) -> tuple[Array, Array]:
        """The mean square of a frame's error at each knot, (k,): over the whole square, and weighted by p_t."""
        square = error.reshape(len(self.knots), -1) ** 2
        return square.mean(1), (self.likely * square).sum(1)

    @cached_property
    def judge(self) -> Judge:
        """The judge of samples."""
        return Judge(self.data, JUDGED)


class Observer:
    """Makes frames of trainings on one ground. Samples are judged again once the run is a quarter further."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.start = np.random.default_rng(20_200_616).standard_normal((JUDGED, 2))
        self.judged: int | None = None  # the step at which samples were judged last
        self.sw = np.inf

    def frame(self, run: Training) -> Frame:
        """A frame of the training at its current step."""
        ground, mean = self.ground, run.mean
        due = self.judged is None or run.step >= self.judged + min(2000, max(20, self.judged // 4))
        start = self.start if due else self.start[:SHOWN]
        walk = list(samplers.multistep(mean.noise, start, run.clock, ground.walk))
        if due and np.isfinite(walk[-1]).all():
            self.judged, self.sw = run.step, ground.judge(walk[-1])
        arrows = mean.eps(*ground.asked).reshape(len(ground.knots), -1, 2)
        error = np.linalg.norm(arrows - ground.exact, axis=-1).reshape(-1, CELLS, CELLS)
        points = np.stack([walk[i][:SHOWN] for i in ground.kept])
        batch, times = _batch(run)
        return Frame(run.step, run.line, points, arrows, error, batch, times, _loss(run), self.sw)


def _loss(run: Training) -> float:
    """The running mean; before the first step the loss on what it will draw."""
    if run.step:
        return run.loss
    x0, t, eps = run.coming()
    a, s = run.model.signal[t][:, None], run.model.sigma[t][:, None]
    return run.gradient(a * x0 + s * eps, t, targets.of_pair(run.options.target, x0, eps, a, s))


def _batch(run: Training) -> tuple[Array, tuple[int, ...]]:
    """What the run's line of Algorithm 1 holds: x_0, and x_t once ε is drawn; the t of the first points."""
    if not 0 < run.line < 4:
        return np.zeros((0, 2)), ()
    x0, t, eps = run.coming()
    first = tuple(t[:5].tolist()) if run.line > 1 else ()
    if run.line < 3:
        return x0[:BATCH], first
    a, s = run.model.signal[t][:, None], run.model.sigma[t][:, None]
    return (a * x0 + s * eps)[:BATCH], first


def known_losses(
    ground: Ground, target: str, weights: Array, rng: np.random.Generator, count: int = 256
) -> tuple[float, float]:
    """The loss of E[target | x_t], below which no network can stay, and that of the linear guess of `Denoiser`.

    Over 40 t, the middles of as many equal parts of 1 … T, with `count` points each.
    """
    T = ground.clock.T
    ts = np.unique(np.ceil((np.arange(40) + 0.5) / 40 * T).astype(int))
    total = np.zeros(2)
    for t, (a, s) in zip(ts, samplers.levels(ground.clock, ts), strict=True):
        x0, eps = ground.data.sample(count, rng), rng.standard_normal((count, 2))
        xt = a * x0 + s * eps
        said = ground.mixture.noise(xt, a, s), s * xt
        missed = np.array([((eps - one) ** 2).sum(1).mean() for one in said])
        total += weights[t] * missed * noise_error(target, np.array([a * a]))
    best, guess = total / len(ts)
    return float(best), float(guess)
