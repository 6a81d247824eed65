"""Two tiny VAEs trained side by side, one by the pathwise, one by a score-function gradient."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from explainer.maths import arguments
from explainer.maths.adam import Adam
from explainer.maths.toy2d import SHAPES, cloud
from explainer.vae.reparameterization.estimators import NAMES
from explainer.vae.reparameterization.training.theory import Weights, decode, gradient, initial, terms
from explainer.vae.theory import Array

RIVALS = ("score", "baseline")
TEST = 256  # points on which the loss is measured
CURVE = 121  # points of a drawn decoder
FRAMES = 100  # about so many steps of a run are reported
MAX_LOSS = 1e6
MAX_STEPS, MAX_HIDDEN, MAX_BATCH, MAX_SAMPLES = 5000, 128, 256, 16


@dataclass(frozen=True)
class Settings:
    """How a VAE is trained; BadArgument names a setting that is out of range.

    `noise` is s, the decoder's; `batch` is points per step, `samples` draws of ε per point.
    """

    data: str = "8-gaussians"
    hidden: int = 32
    noise: float = 0.1
    rate: float = 0.01
    batch: int = 32
    samples: int = 2
    steps: int = 800
    seed: int = 0

    def __post_init__(self) -> None:
        arguments.choice("data", self.data, SHAPES, name="the data set")
        arguments.whole("hidden", self.hidden, 1, MAX_HIDDEN, name="hidden units")
        arguments.number("noise", self.noise, 0.02, 1, name="the decoder's noise")
        arguments.number("rate", self.rate, 1e-6, 10, name="the rate")
        arguments.whole("batch", self.batch, 1, MAX_BATCH, name="points a step")
        arguments.whole("samples", self.samples, 2, MAX_SAMPLES, name="samples a point")
        arguments.whole("steps", self.steps, 1, MAX_STEPS)
        arguments.seed(self.seed)


OPENED = Settings()  # of the run that the page opens on


@dataclass(frozen=True)
class Step:
    """Two VAEs after `step` steps: the pathwise one and its rival, in this order.

    `parts` are the two terms of −ELBO in nats, (KL, reconstruction), means over the same `TEST`
    points; `curves` (2, c, 2) are what each decoder makes of z from −2.5 to 2.5. `words` is empty
    except at the end. A run that blows up ends with its last good step again, and `diverged` then
    names the estimator.
    """

    step: int
    parts: tuple[tuple[float, float], tuple[float, float]]
    curves: Array
    words: str = ""
    diverged: str = ""

    @property
    def losses(self) -> tuple[float, float]:
        """−ELBO of both, in nats per point."""
        return sum(self.parts[0]), sum(self.parts[1])


def held_out(data: str) -> Array:
    """The points (TEST, 2) on which every run on that data measures its loss."""
    return cloud(data).sample(TEST, np.random.default_rng(2**32 - 1))


def floor(data: str) -> float:
    """−ln p of the data's own density on those points, in nats: what a perfect model would reach."""
    return float(-cloud(data).log_density(held_out(data)).mean())


def train(settings: Settings, rival: str = "score", frames: int = FRAMES) -> Iterator[Step]:
    """Two runs with the same first weights, points and ε at every step; about `frames` + 1 Steps.

    BadArgument for an unknown rival, before the first step.
    """
    arguments.choice("rival", rival, RIVALS, name="the rival")
    return _train(settings, ("pathwise", rival), every(settings.steps, frames))


def every(steps: int, frames: int = FRAMES) -> int:
    """How many steps lie between two that are reported."""
    return max(1, steps // frames)


def _train(settings: Settings, kinds: tuple[str, str], pace: int) -> Iterator[Step]:
    rng, data = np.random.default_rng(settings.seed), cloud(settings.data)
    test = held_out(settings.data)
    start = initial(settings.hidden, rng)
    runs = [Adam(start, settings.rate) for _ in kinds]
    step = _measured(0, runs, test, settings)
    yield step
    for count in range(1, settings.steps + 1):
        x = data.sample(settings.batch, rng)
        eps = rng.standard_normal((settings.batch, settings.samples))
        for kind, run in zip(kinds, runs, strict=True):
            _learn(run, kind, x, eps, settings)
        if count % pace and count < settings.steps:
            continue
        measured = _measured(count, runs, test, settings)
        if bad := _blown(kinds, measured):
            yield replace(step, diverged=bad, words=_why(bad, step.step, settings))
            return
        step = measured
        yield ended(kinds, step) if count == settings.steps else step


def _learn(run: Adam, kind: str, x: Array, eps: Array, settings: Settings) -> None:
    with np.errstate(all="ignore"):  # `_blown` finds a run that blows up
        run.descend(gradient(Weights(run.theta, settings.hidden), x, eps, settings.noise, kind))


def _measured(count: int, runs: list[Adam], x: Array, settings: Settings) -> Step:
    z = np.linspace(-2.5, 2.5, CURVE)
    both = [Weights(run.theta, settings.hidden) for run in runs]
    with np.errstate(all="ignore"):
        a, b = (terms(w, x, settings.noise) for w in both)
        return Step(count, (a, b), np.stack([decode(w, z) for w in both]))


def _blown(kinds: tuple[str, str], step: Step) -> str:
    """The estimator whose loss is not finite or beyond all meaning; "" if neither is."""
    for kind, value in zip(kinds, step.losses, strict=True):
        if not math.isfinite(value) or abs(value) > MAX_LOSS:
            return kind
    return ""


def _why(kind: str, step: int, settings: Settings) -> str:
    return (
        f"The {NAMES[kind]} run blew up after step {step}: its loss left ±{MAX_LOSS:g} nats. The likely cause is "
        f"the rate {settings.rate:g}; the last good step is kept."
    )


def ended(kinds: tuple[str, str], step: Step) -> Step:
    """The last step with the words that end the run."""
    a, b = step.losses
    if b - a > 0.1 + 0.02 * abs(a):
        moral = f"pathwise is {b - a:.2f} nats a point ahead"
    elif a - b > 0.1 + 0.02 * abs(a):
        moral = f"the {NAMES[kinds[1]]} is {a - b:.2f} nats a point ahead: try another seed"
    else:
        moral = "no difference that counts"
    return replace(step, words=f"step {step.step}: −ELBO {a:.2f} against {b:.2f}, {moral}")
