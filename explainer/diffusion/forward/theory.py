"""The forward process in samples and densities: noise, walks beside jumps, the marginal over t."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from explainer.diffusion.process import jump, q_step
from explainer.diffusion.schedule import MAX_STEPS, Schedule
from explainer.maths.gaussians import Mixture, normal_pdf

Array = NDArray[np.float64]


def noise(count: int, seed: int) -> Array:
    """ε ~ N(0, I) for a picture of `count` numbers, shape (count,); the same ε serves every t."""
    return np.random.default_rng(seed).standard_normal(count)


def fresh_noise(count: int, seed: int) -> tuple[Array, NDArray[np.int64]]:
    """A pool of N(0, 1) numbers, shape (≥ 2 · count,), and the offset of the ε of each t = 0 … 4000 in it.

    ε at t is `np.take(pool, offset[t] + np.arange(count), mode="wrap")`. The parts of two t may overlap,
    shifted; each alone is exactly N(0, I).
    """
    rng = np.random.default_rng(seed)
    pool = rng.standard_normal(max(2 * count, 32768))
    return pool, rng.integers(0, len(pool), size=MAX_STEPS + 1)


def rungs(schedule: Schedule, n: int = 10) -> NDArray[np.int64]:
    """`n` steps from 0 to T, evenly spaced and all different (fewer where T < n − 1)."""
    return np.unique(np.linspace(0, schedule.T, n).round().astype(np.int64))


@dataclass(frozen=True)
class Moments:
    """Mean and variance of x_t over many runs at t = 0 … T, each of shape (T + 1,)."""

    mean: Array
    var: Array


@dataclass(frozen=True)
class JumpAndWalk:
    """Walks and jumps from one x_0 to x_t: `runs` samples of each at the `knots` of t, shape (knots, runs)."""

    walk: Moments
    jump: Moments
    knots: NDArray[np.int64]
    walk_samples: Array
    jump_samples: Array


def jump_and_walk(schedule: Schedule, x0: float, runs: int, seed: int, knots: int = 60) -> JumpAndWalk:
    """t single steps q(x_t | x_{t−1}) beside one jump q(x_t | x_0), `runs` independent runs of each."""
    rng = np.random.default_rng(seed)
    signal, sigma = jump(schedule)
    shown = rungs(schedule, knots)
    # Near t = 0 the width grows fast: every t up to the first rung is kept, so that nothing is mixed there.
    shown = np.union1d(shown, np.arange(shown[1] + 1))
    xt = np.full(runs, float(x0))
    walked = np.empty((schedule.T + 1, 2))
    jumped = np.empty((schedule.T + 1, 2))
    samples: dict[str, list[Array]] = {"walk": [], "jump": []}
    at_knot = np.isin(np.arange(schedule.T + 1), shown)
    for t in range(schedule.T + 1):
        if t > 0:
            xt = q_step(xt, t, rng.standard_normal(runs), schedule)
        leap = signal[t] * x0 + sigma[t] * rng.standard_normal(runs)
        walked[t] = xt.mean(), xt.var(ddof=1)
        jumped[t] = leap.mean(), leap.var(ddof=1)
        if at_knot[t]:
            samples["walk"].append(xt)
            samples["jump"].append(leap)
    return JumpAndWalk(
        Moments(*walked.T),
        Moments(*jumped.T),
        shown,
        np.array(samples["walk"]),
        np.array(samples["jump"]),
    )


def histograms(samples: Array, edges: Array) -> Array:
    """Density of each row of `samples` over `edges`, shape (rows, len(edges) − 1)."""
    width = np.diff(edges)
    return np.array([np.histogram(row, edges)[0] / (len(row) * width) for row in samples])


def normal_bins(mean: float, std: float, edges: Array) -> Array:
    """N(mean, std²) averaged over each bin, as a histogram counts it, shape (len(edges) − 1,); std may be 0."""
    below = ndtr((edges - mean) / std) if std > 0 else (edges > mean).astype(np.float64)
    return np.diff(below) / np.diff(edges)


def variance_with(schedule: Schedule, start: float = 1.0) -> Array:
    """Var[x_t] when each step scales by √(1 − β_t): ᾱ_t · start + 1 − ᾱ_t, shape (T + 1,)."""
    return schedule.alpha_bar * start + 1 - schedule.alpha_bar


def variance_without(schedule: Schedule, start: float = 1.0) -> Array:
    """Var[x_t] when noise is added and nothing is scaled: start + Σ_{i ≤ t} β_i, shape (T + 1,)."""
    return start + np.cumsum(schedule.beta)


def sampled_variance(schedule: Schedule, scaled: bool, runs: int, seed: int) -> Array:
    """Var[x_t] of `runs` walks from x_0 ~ N(0, 1), with or without the scaling, shape (T + 1,)."""
    rng = np.random.default_rng(seed)
    xt = rng.standard_normal(runs)
    var = np.empty(schedule.T + 1)
    var[0] = xt.var(ddof=1)
    keep = np.sqrt(schedule.alpha) if scaled else np.ones(schedule.T + 1)
    spread = np.sqrt(schedule.beta)
    for t in range(1, schedule.T + 1):
        xt = keep[t] * xt + spread[t] * rng.standard_normal(runs)
        var[t] = xt.var(ddof=1)
    return var


# Data on the line for the marginal over t, on the scale of pictures in [−1, 1].
RIVER_DATA = {
    "two": Mixture((0.4, 0.6), (-1.2, 0.8), (0.15, 0.15)),
    "three": Mixture((0.3, 0.4, 0.3), (-1.3, 0.0, 1.3), (0.1, 0.1, 0.1)),
    "narrow": Mixture((1.0,), (1.0,), (0.05,)),
    "wide": Mixture((1.0,), (0.0,), (1.0,)),
}


def marginal(data: Mixture, t: int, schedule: Schedule) -> Mixture:
    """q(x_t) = ∫ q(x_t | x_0) q(x_0) dx_0 of a Gaussian mixture: again one, N(√ᾱ m, ᾱ s² + 1 − ᾱ)."""
    signal, sigma = (float(row[t]) for row in jump(schedule))
    means = tuple(signal * m for m in data.means)
    stds = tuple(float(np.hypot(signal * s, sigma)) for s in data.stds)
    return Mixture(data.weights, means, stds)


def river(data: Mixture, schedule: Schedule, grid: Array, columns: int = 240) -> tuple[NDArray[np.int64], Array]:
    """Steps t, shape (≤ columns,), and q(x_t) on `grid` at each of them, shape (steps, len(grid))."""
    knots = rungs(schedule, columns)
    return knots, np.array([marginal(data, int(t), schedule).pdf(grid) for t in knots])


def walks(data: Mixture, schedule: Schedule, paths: int, seed: int) -> Array:
    """Sample paths x_0 … x_T of the single steps, shape (T + 1, paths)."""
    rng = np.random.default_rng(seed)
    xt = data.sample(paths, rng)
    trace = [xt]
    for t in range(1, schedule.T + 1):
        xt = q_step(xt, t, rng.standard_normal(paths), schedule)
        trace.append(xt)
    return np.array(trace)


def bell(reach: float = 4.0, points: int = 161) -> tuple[Array, Array]:
    """z and the density of N(0, 1) there: the shape of every q(x_t | x_0) before it is shifted and scaled."""
    z = np.linspace(-reach, reach, points)
    return z, normal_pdf(z)
