"""Two tiny VAEs trained side by side, one by the pathwise, one by the score-function gradient."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from explainer.maths.arguments import BadArgument
from explainer.maths.toy2d import SHAPES, cloud
from explainer.vae.reparameterization.network import KINDS, Array, Weights, decode, gradient, initial, terms

NAMES = {"pathwise": "pathwise", "score": "score function", "baseline": "score function with baseline"}
TEST = 256  # points on which the loss is told
CURVE = 121  # points of a drawn decoder
FRAMES = 100  # about so many steps of a run are told
MAX_LOSS = 1e6
MAX_STEPS, MAX_HIDDEN, MAX_BATCH, MAX_SAMPLES = 5000, 128, 256, 16


@dataclass(frozen=True)
class Settings:
    """How a VAE is trained; BadArgument names a setting that is out of range.

    `noise` is s, the decoder's; `batch` points a step with `samples` draws of ε each.
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
        if self.data not in SHAPES:
            raise BadArgument("data", f"the data set is {self.data!r}; allowed are {', '.join(SHAPES)}")
        _whole("hidden", "hidden units", self.hidden, 1, MAX_HIDDEN)
        _number("noise", "the decoder's noise", self.noise, 0.02, 1)
        _number("rate", "the rate", self.rate, 1e-6, 10)
        _whole("batch", "points a step", self.batch, 1, MAX_BATCH)
        _whole("samples", "samples a point", self.samples, 2, MAX_SAMPLES)
        _whole("steps", "steps", self.steps, 1, MAX_STEPS)
        _whole("seed", "the seed", self.seed, 0, 2**32 - 1)


def _whole(argument: str, name: str, value, low: int, high: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise BadArgument(argument, f"{name} is {value!r}; allowed is a whole number from {low} to {high}")


def _number(argument: str, name: str, value, low: float, high: float) -> None:
    fits = isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
    if not fits:
        raise BadArgument(argument, f"{name} is {value!r}; allowed is {low:g} to {high:g}")


class Adam:
    """Adam (Kingma & Ba, 2015, algorithm 1) going downhill on a row of weights."""

    def __init__(self, row: Array, rate: float, decay: tuple[float, float] = (0.9, 0.999)) -> None:
        self.row, self.rate, self.decay = row, rate, decay
        self._first, self._second, self._count = np.zeros_like(row), np.zeros_like(row), 0

    def descend(self, slope: Array) -> None:
        """One step against `slope` (P,)."""
        a, b = self.decay
        self._count += 1
        self._first = a * self._first + (1 - a) * slope
        self._second = b * self._second + (1 - b) * slope**2
        first = self._first / (1 - a**self._count)
        second = self._second / (1 - b**self._count)
        self.row = self.row - self.rate * first / (np.sqrt(second) + 1e-8)


@dataclass(frozen=True)
class Step:
    """Two VAEs after `step` steps, by `KINDS`' pathwise and by the rival, in this order.

    `parts` are the two terms of −ELBO in nats, (KL, reconstruction), means over the same `TEST`
    points, `curves` (2, c, 2) what each decoder makes of z from −2.5 to 2.5. `words` is empty but
    at the end; a run that blows up ends with its last good step once more, `diverged` its kind.
    """

    step: int
    parts: tuple[tuple[float, float], tuple[float, float]]
    curves: Array
    words: str = ""
    diverged: str = ""

    @property
    def losses(self) -> tuple[float, float]:
        """−ELBO of both, in nats a point."""
        return sum(self.parts[0]), sum(self.parts[1])


def held_out(data: str) -> Array:
    """The points (TEST, 2) on which every run on that data tells its loss."""
    return cloud(data).sample(TEST, np.random.default_rng(2**32 - 1))


def floor(data: str) -> float:
    """−ln p of the data's own density on those points, in nats: what a perfect model would reach."""
    return float(-cloud(data).log_density(held_out(data)).mean())


def train(settings: Settings, rival: str = "score", frames: int = FRAMES) -> Iterator[Step]:
    """Two runs side by side: same first weights, same points, same ε at every step; `frames` + 1 Steps.

    Raises BadArgument on an unknown rival at once.
    """
    if rival not in KINDS[1:]:
        raise BadArgument("rival", f"the rival is {rival!r}; allowed are {', '.join(KINDS[1:])}")
    return _train(settings, (KINDS[0], rival), every(settings.steps, frames))


def every(steps: int, frames: int = FRAMES) -> int:
    """How many steps lie between two that are told."""
    return max(1, steps // frames)


def _train(settings: Settings, kinds: tuple[str, str], pace: int) -> Iterator[Step]:
    rng, data = np.random.default_rng(settings.seed), cloud(settings.data)
    shown = held_out(settings.data)
    start = initial(settings.hidden, rng)
    runs = [Adam(start, settings.rate) for _ in kinds]
    step = _told(0, runs, shown, settings)
    yield step
    for count in range(1, settings.steps + 1):
        x = data.sample(settings.batch, rng)
        eps = rng.standard_normal((settings.batch, settings.samples))
        for kind, run in zip(kinds, runs, strict=True):
            _learn(run, kind, x, eps, settings)
        if count % pace and count < settings.steps:
            continue
        found = _told(count, runs, shown, settings)
        if bad := _blown(kinds, found):
            yield replace(step, diverged=bad, words=_why(bad, step.step, settings))
            return
        step = found
        yield ended(kinds, step) if count == settings.steps else step


def _learn(run: Adam, kind: str, x: Array, eps: Array, settings: Settings) -> None:
    with np.errstate(all="ignore"):  # a run that blows up is told of by `_blown`
        run.descend(gradient(Weights(run.row, settings.hidden), x, eps, settings.noise, kind))


def _told(count: int, runs: list[Adam], x: Array, settings: Settings) -> Step:
    z = np.linspace(-2.5, 2.5, CURVE)
    both = [Weights(run.row, settings.hidden) for run in runs]
    with np.errstate(all="ignore"):
        a, b = (terms(w, x, settings.noise) for w in both)
        return Step(count, (a, b), np.stack([decode(w, z) for w in both]))


def _blown(kinds: tuple[str, str], step: Step) -> str:
    """The kind whose loss is no number any more, or beyond all that has a meaning."""
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
