"""What a trained network is asked about one picture: terms of its chain, each by a fresh draw of noise."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion import process
from explainer.diffusion.bound.running import Running, rounds
from explainer.diffusion.bound.sigmas import with_sigma
from explainer.diffusion.bound.terms import pixel_terms, prior_kl
from explainer.diffusion.schedule import Schedule
from explainer.maths.chains import grey


@dataclass(frozen=True)
class Question:
    """A picture x_0 (1, 1, 28, 28), its label (1,), and the chain that is asked about it.

    `net(xt, t, y)` is asked at `ts`; `short` is the schedule of the chain that takes only these.
    """

    net: object
    x0: object
    y: object
    ts: NDArray[np.int64]
    short: Schedule
    sigma: str
    best: NDArray[np.float64] | None

    @property
    def last(self) -> float:
        """L_T in bits a pixel."""
        return float(prior_kl(self.x0.double(), self.short)) / (math.log(2) * self.x0.numel())

    def ask(self, places: NDArray[np.int64], source) -> tuple[NDArray, NDArray]:
        """The terms at these steps of the chain pixel by pixel in bits, and x̂_0; each (n, 28, 28).

        Each is measured by a draw of noise of its own.
        """
        import torch

        best = None if self.best is None else np.append(self.best[0], self.best[self.ts])
        place = torch.from_numpy(places)
        told = torch.from_numpy(self.ts[places - 1])

        def net(xt, _, y):
            return self.net(xt, told, y)

        x0 = self.x0.expand(len(places), -1, -1, -1)
        xt = process.q_sample(x0, place, torch.randn(x0.shape, generator=source), self.short)
        with torch.no_grad():
            mean, var = with_sigma(net, self.sigma, self.short, best)(xt, place, self.y.expand(len(places)))
        nats = pixel_terms(mean.double(), var.double(), x0.double(), xt.double(), place, self.short)
        return nats[:, 0].numpy() / math.log(2), mean[:, 0].numpy()

    def bits(self, places: NDArray[np.int64], source) -> NDArray[np.float64]:
        """The terms at these steps, in bits a pixel, (n,)."""
        return self.ask(places, source)[0].mean((1, 2))


@dataclass(frozen=True)
class Look:
    """Where a picture's bits are, and what is seen of it: at the `knots` t, over all t, and of each step.

    `maps` (knots, 28, 28) are bits, `whole` (28, 28) their sum over all steps, `x0_hat` uint8 like the maps;
    `bits` a pixel and `square` = mean (x_0 − x̂_0)² of each step, (T,). `last` is L_T in bits a pixel.
    """

    knots: NDArray[np.int64]
    maps: NDArray
    whole: NDArray
    x0_hat: NDArray[np.uint8]
    bits: NDArray
    square: NDArray
    last: float


def look(asked: Question, knots, count: int, seed: int) -> Look:
    """A picture by `count` rounds of questions: each step has the mean of its bin."""
    import torch

    T, source = len(asked.ts), torch.Generator().manual_seed(seed)
    run = Running(T, asked.last)
    maps = np.zeros((len(run.steps), *asked.x0.shape[2:]))
    square, seen = np.zeros(len(maps)), np.zeros_like(maps)
    for places in rounds(T, np.random.default_rng(seed), count):
        found, x0_hat = asked.ask(places, source)
        run.add(places, found.mean((1, 2)))
        bins = np.searchsorted(run.edges, places, side="right") - 1
        np.add.at(maps, bins, found)
        np.add.at(square, bins, ((asked.x0[0].numpy() - x0_hat) ** 2).mean((1, 2)))
        seen[bins] = x0_hat
    maps /= run.count[:, None, None]
    at = np.searchsorted(run.edges, knots, side="right") - 1
    return Look(
        np.asarray(knots), maps[at], np.tensordot(run.steps, maps, 1), grey(seen[at]),
        np.repeat(run.means, run.steps), np.repeat(square / run.count, run.steps), asked.last,
    )  # fmt: skip
