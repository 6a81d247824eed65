"""Three families on the same points with the same judge, trained in turn so that each has the same time."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion.plane import samplers
from explainer.diffusion.plane.distance import Judge, coverage
from explainer.diffusion.plane.families.adversaries import Gan
from explainer.diffusion.plane.families.coder import Vae
from explainer.diffusion.plane.training.observe import Ground
from explainer.diffusion.plane.training.options import Options
from explainer.diffusion.plane.training.training import Training
from explainer.maths.play import TURN, TURNS
from explainer.maths.toy2d import Cloud

Array = NDArray[np.floating]
RATE = 3e-3
FAMILIES = ("vae", "gan", "diffusion")
JUDGED, SHOWN = 2000, 250
MARKS = (0, 0.02, 0.04, 0.07, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 3.5,
         4.0, 5.0, 6.0, *(half / 2 for half in range(13, 41)))  # fmt: skip
LONGEST = int(MARKS[-1])  # seconds


class Diffusion:
    """The network of Algorithm 1 at a rate for short runs, sampled in as many steps as there."""

    name = "diffusion"

    def __init__(self, data: Cloud, seed: int) -> None:
        self.training = Training(data, Options(seed=seed, rate=RATE))
        self.walk = Ground(data, self.training.clock).walk

    @property
    def step(self) -> int:
        """How many steps it has taken."""
        return self.training.step

    def advance(self) -> None:
        """One round of Algorithm 1."""
        self.training.advance()

    def points(self, noise: Array) -> Array:
        """Points made of noise (n, 2), a look at the network for each step of the walk."""
        training = self.training
        *_, x = samplers.multistep(training.mean.noise, noise, training.clock, self.walk)
        return x


@dataclass(frozen=True, eq=False)
class Standing:
    """One family: `points` (250, 2), `step`s taken, the sliced Wasserstein distance `sw` and the `coverage`
    of 2,000 points, and the seconds that each of these took, `each`."""

    points: Array
    step: int
    sw: float
    coverage: float
    each: float


@dataclass(frozen=True, eq=False)
class Lap:
    """Where all stand after `seconds` of training each."""

    seconds: float
    standings: dict[str, Standing]


class Race:
    """The three families on the same data with the same seed; the judge sees the same noise made into points."""

    def __init__(self, data: Cloud, seed: int, judge: Judge) -> None:
        self.racers = [Vae(data, seed), Gan(data, seed), Diffusion(data, seed)]
        self.judge, self.real = judge, data.sample(JUDGED, np.random.default_rng(20_140_610))
        self.noise = np.random.default_rng(20_131_220).standard_normal((JUDGED, 2))
        self.spent = dict.fromkeys(FAMILIES, 0.0)

    def laps(self, seconds: float) -> Iterator[Lap]:
        """A lap at each of MARKS up to `seconds`: every family is trained until it has had that time."""
        for mark in (mark for mark in MARKS if mark <= seconds):
            for racer in self.racers:
                self._until(racer, mark)
            yield self.lap(mark)

    def laps_by_steps(self, seconds: float, rates: dict[str, float]) -> Iterator[Lap]:
        """The laps where each family takes `rates` steps per second: as many on every machine."""
        for mark in (mark for mark in MARKS if mark <= seconds):
            for racer in self.racers:
                while racer.step < round(mark * rates[racer.name]):
                    racer.advance()
            yield self.lap(mark)

    def _until(self, racer, mark: float) -> None:
        """Train one family in turns with other visitors' runs until it has had `mark` seconds of this thread."""
        while self.spent[racer.name] < mark:
            with TURNS:
                begun = time.thread_time()
                while (took := time.thread_time() - begun) < min(TURN, mark - self.spent[racer.name]):
                    racer.advance()
            self.spent[racer.name] += took

    def lap(self, mark: float) -> Lap:
        """Where all stand now."""
        return Lap(mark, {racer.name: self._standing(racer) for racer in self.racers})

    def _standing(self, racer) -> Standing:
        begun = time.thread_time()
        x = np.asarray(racer.points(self.noise), np.float64)
        each = (time.thread_time() - begun) / len(x)
        return Standing(x[:SHOWN], racer.step, self.judge(x), coverage(x, self.real), each)


def reached(laps: Sequence[Lap], family: str, goal: float) -> float | None:
    """Seconds of training after which a family's distance was first at most `goal`; None if it never was."""
    return next((lap.seconds for lap in laps if lap.standings[family].sw <= goal), None)
