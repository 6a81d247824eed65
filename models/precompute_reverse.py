"""Recipes of what the reverse section ships beside its chains; `python -m models.precompute` makes them.

Each is a plain record whose `arrays()` makes the file's content from the weights.
"""

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explainer.diffusion.reverse.step import known
from explainer.diffusion.reverse.steps import timesteps
from models import backend, sample, scores

Arrays = dict[str, NDArray]


@dataclass(frozen=True)
class Algorithm:
    """One picture by Algorithm 2, every state kept in full: t (steps + 1,), xt, x0_hat float32."""

    model: str = "unet-mnist"
    label: int = 3
    steps: int = 16
    seed: int = 2

    def arrays(self, folder: str | None = None) -> Arrays:
        """xt (steps + 1, 28, 28), the last the picture; x0_hat (steps, 28, 28)."""
        import torch

        from explainer.diffusion.reverse import samplers

        plan, sources = backend.MODELS[self.model].schedule(), samplers.generators(self.seed, 1)
        ts = samplers.timesteps(plan.T, self.steps)
        start, label = samplers.start((1, 28, 28), sources), torch.tensor([self.label])
        steps = list(samplers.ddpm(backend.eps_model(self.model), start, label, plan, ts, generators=sources))
        states = [step.xt for step in steps] + [steps[-1].xs]
        return {
            "t": np.array([*ts, 0], np.int16),
            "xt": torch.cat(states)[:, 0].numpy(),
            "x0_hat": torch.cat([step.x0_hat for step in steps])[:, 0].numpy(),
        }


@dataclass(frozen=True)
class Known:
    """What the network sees in the known pictures noised to each knot: x0_hat float32.

    At small t the terms divide by a tiny variance: half floats would cost KL its second digit.
    """

    model: str = "unet-mnist"
    pictures: tuple[str, ...] = tuple(known.DIGITS)
    knots: tuple[int, ...] = known.KNOTS

    def arrays(self, folder: str | None = None) -> Arrays:
        """t (knots,), x0_hat (pictures, knots, 28, 28)."""
        import torch

        from explainer.diffusion.reverse import samplers

        plan, model = backend.MODELS[self.model].schedule(), backend.eps_model(self.model)
        label = torch.tensor([known.DIGITS[name] for name in self.pictures])
        seen = []
        for t in self.knots:
            xt = np.stack([known.xt(name, t, plan) for name in self.pictures])
            xt = torch.from_numpy(xt).float().unsqueeze(1)
            seen.append(samplers.estimate(model, xt, t, label, plan)[1][:, 0].numpy())
        return {
            "t": np.array(self.knots, np.int16),
            "x0_hat": np.stack(seen, 1).astype(np.float32),
        }


@dataclass(frozen=True)
class Guidance:
    """The same `samples` seeds at each guidance weight: how they are scored, and rows of them in full."""

    model: str = "unet-mnist"
    weights: tuple[float, ...] = (0.0, 0.5, 1.0, 2.0, 3.0, 5.0, 8.0)
    samples: int = 200
    rows: tuple[int, ...] = (12, 14, 18)
    sampler: str = "ddim"
    steps: int = 12
    seed: int = 7

    def arrays(self, folder: str | None = None) -> Arrays:
        """x0_hat uint8 (frames, rows · weights, 28, 28), the last the picture; scores, and real ones'."""
        scored = self.judged(*real(self.model, self.samples, folder))  # first: missing data are told at once
        made = [self.run(weight) for weight in self.weights]
        judged = [self.judged(pictures, labels) for _, pictures, labels in made]
        films = np.stack([film for film, _, _ in made], 2)  # frames, rows, weights, 28, 28
        return {
            "t": np.array([*timesteps(backend.MODELS[self.model].T, self.steps), 0], np.int16),
            "x0_hat": films.reshape(len(films), -1, *films.shape[-2:]),
            "weights": np.array(self.weights),
            "labels": np.array([self.rows]).ravel() % 10,
            **{key: np.array([scores[key] for scores in judged]) for key in judged[0]},
            **{f"real_{key}": np.array(value) for key, value in scored.items()},
        }

    def run(self, weight: float, n: int | None = None) -> tuple[NDArray, NDArray, NDArray]:
        """x̂_0 of the rows at each frame, all pictures uint8 (n, 28, 28), and their labels."""
        import torch

        from explainer.diffusion.reverse import samplers
        from models import data

        n = n or self.samples
        plan, sources = backend.MODELS[self.model].schedule(), samplers.generators(self.seed, n)
        labels = sample.labels_for("all", n, self.model)
        steps = samplers.SAMPLERS[self.sampler](
            backend.eps_model(self.model),
            samplers.start((1, 28, 28), sources),
            torch.from_numpy(labels),
            plan,
            samplers.timesteps(plan.T, self.steps),
            guidance=weight,
        )
        film, rows = [], [row for row in self.rows if row < n]
        for step in steps:
            film.append(data.to_bytes(step.x0_hat[rows]))
        pictures = data.to_bytes(step.xs)
        return np.stack([*film, pictures[rows]]), pictures, labels

    def judged(self, pictures: NDArray, labels: NDArray) -> dict[str, float]:
        """Read right (share), mean distance in a class (root mean squared grey), Fréchet distance."""
        judge = f"classifier-{backend.MODELS[self.model].data}"
        read, features = scores.judge(judge, pictures)
        return {
            "accuracy": float((read == labels).mean()),
            "diversity": scores.spread(pictures, labels),
            "frechet": scores.frechet(scores.gaussian(features), scores.reference(judge)),
        }


@dataclass(frozen=True)
class Steps:
    """One seed by each sampler in ever fewer even steps: pictures, CPU seconds, Fréchet distance.

    Cells of more than `scored` steps are pictures alone.
    """

    model: str = "unet-mnist"
    samplers: tuple[str, ...] = ("ddpm", "ddim", "dpm")
    steps: tuple[int, ...] = (1000, 250, 50, 20, 10, 5)
    scored: int = 50  # and fewer: 200 pictures of more steps take too long
    samples: int = 200
    shown: int = 3
    floors: int = 4  # sets of as many real pictures, to see how much chance there is in the distance
    seed: int = 7

    def arrays(self, folder: str | None = None) -> Arrays:
        """pictures uint8 (samplers, steps, shown, 28, 28); seconds a picture; frechet, NaN if skipped; floor."""
        pictures = real(self.model, self.floors * self.samples, folder)[0]
        floor = [_frechet(self.model, part) for part in np.split(pictures, self.floors)]
        cells = [[self.cell(name, n) for n in self.steps] for name in self.samplers]
        return {
            "steps": np.array(self.steps, np.int16),
            "pictures": np.array([[cell[0] for cell in row] for row in cells]),
            "seconds": np.array([[cell[1] for cell in row] for row in cells]),
            "frechet": np.array([[cell[2] for cell in row] for row in cells]),
            "floor": np.array(floor),
        }

    def cell(self, name: str, steps: int) -> tuple[NDArray, float, float]:
        """The pictures shown, CPU seconds a picture on all threads together, Fréchet distance or NaN."""
        alone = steps > self.scored
        n = self.shown if alone else self.samples
        labels = sample.labels_for("all", n, self.model)
        begun = time.process_time()
        made = sample.pictures(self.model, labels, steps=steps, power=1, sampler=name, seed=self.seed)
        seconds = (time.process_time() - begun) / n
        if alone:
            return made, seconds, float("nan")
        return made[: self.shown], seconds, _frechet(self.model, made)


RECIPES = {"algorithm2": Algorithm(), "known": Known(), "guidance": Guidance(), "steps": Steps()}


def real(model: str, n: int, folder: str | None) -> tuple[NDArray, NDArray]:
    """The first n/10 test pictures of each class in turn, as the samples' labels run."""
    from models import data

    pictures, truth = data.load(backend.MODELS[model].data, "test", folder)
    order = [np.flatnonzero(truth == k)[: n // 10] for k in range(10)]
    place = np.stack(order, 1).ravel()
    return pictures[place], truth[place]


def _frechet(model: str, pictures: NDArray) -> float:
    judge = f"classifier-{backend.MODELS[model].data}"
    return scores.frechet(scores.gaussian(scores.judge(judge, pictures)[1]), scores.reference(judge))
