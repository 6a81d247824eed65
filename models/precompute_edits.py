"""Make the edits, fillings, mixtures and copies that ship: `python -m models.precompute_edits --data DIR`.

Only `copying` looks at training pictures, for which `--data` says where they lie; what ships of it
are results.
"""

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from models import backend, data, shipping

FOLDER = shipping.ASSETS / "edits"
PICTURES = ("digit-3", "digit-7", "digit-8")


@dataclass(frozen=True)
class Edit:
    """A shipped picture at every strength, as each of the ten classes, from one noise."""

    picture: str
    model: str = "unet-mnist"
    strengths: tuple[int, ...] = tuple(range(1000, -1, -50))
    steps: int = 25
    guidance: float = 1.0
    seed: int = 4

    def arrays(self, folder: str | None) -> dict[str, NDArray]:
        """strength (s,) falling, noised (s, 28, 28), result (s, 10, 28, 28), bytes."""
        from explainer.diffusion.reverse.edit import runs

        x0 = data.to_unit(_picture(self.picture)[None])
        frames = [
            runs.as_classes(_eps(self.model), x0, strength, _plan(self.model), self)
            for strength in self.strengths
        ]
        return {
            "t": np.array(self.strengths, np.int16),
            "noised": np.stack([_coarse(xt[:1])[0] for xt, _ in frames]),
            "result": np.stack([_fine(result) for _, result in frames]),
        }


@dataclass(frozen=True)
class Fill:
    """A shipped picture with a hole filled in, several times, told no class; every `stride`-th step is kept."""

    picture: str
    hole: str = "lower half"
    model: str = "unet-mnist"
    pictures: int = 9
    steps: int = 50
    resample: int = 2
    stride: int = 3
    seed: int = 4

    def arrays(self, folder: str | None) -> dict[str, NDArray]:
        """t (f,) falling to 0, xt (f, n, 28, 28) bytes."""
        from explainer.diffusion.reverse.edit import runs

        x0, known = data.to_unit(_picture(self.picture)[None]), runs.known(self.hole)
        steps = list(runs.filled(_eps(self.model), x0, known, _plan(self.model), self))
        kept = [step for place, step in enumerate(steps) if place % self.stride == 0]
        states = [*(_coarse(step.xt) for step in kept), _fine(steps[-1].xs)]
        return {"t": np.array([*(step.t for step in kept), 0], np.int16), "xt": np.stack(states)}


@dataclass(frozen=True)
class Mix:
    """Digits 0 to 9 along the arc between the noises of two seeds, by DDIM, at `places` of it in percent."""

    model: str = "unet-mnist"
    places: tuple[int, ...] = tuple(range(100, -1, -5))
    steps: int = 25
    guidance: float = 1.0
    seed: int = 4
    other: int = 5

    def arrays(self, folder: str | None) -> dict[str, NDArray]:
        """place (p,) falling, result (p, 10, 28, 28) bytes."""
        from explainer.diffusion.reverse.edit import runs

        made = [runs.mixed(_eps(self.model), place / 100, _plan(self.model), self) for place in self.places]
        return {"t": np.array(self.places, np.int16), "result": np.stack([_fine(picture) for picture in made])}


@dataclass(frozen=True)
class Copy:
    """The network beside the exact denoiser of the first `known` training pictures, along one DDIM chain."""

    model: str = "unet-mnist"
    pictures: int = 8
    known: int = 10_000
    steps: int = 40
    stride: int = 2
    nearest: int = 3
    seed: int = 4

    def arrays(self, folder: str | None) -> dict[str, NDArray]:
        """Along the network's chain: xt, both x̂_0, distances; both ends and what of all is nearest to them."""
        import torch

        from explainer.diffusion.reverse import samplers
        from explainer.diffusion.reverse.copying import theory as copying

        everything = data.to_unit(data.load(backend.MODELS[self.model].data, "train", folder)[0])
        train = everything[: self.known]
        plan, sources = _plan(self.model), samplers.generators(self.seed, self.pictures)
        xT, ts = samplers.start((1, 28, 28), sources), samplers.timesteps(plan.T, self.steps)
        rows: dict[str, list] = {key: [] for key in ("t", "xt", "learned", "exact", "gap", "number")}
        for place, step in enumerate(samplers.ddim(_eps(self.model), xT, None, plan, ts)):
            if place % self.stride:
                continue
            exact, weights = copying.exact(train, step.xt, step.t, plan)
            gaps = [copying.distances(x, train)[0].numpy() for x in (step.x0_hat, exact)]
            rows["t"].append(step.t)
            rows["xt"].append(_coarse(step.xt))
            rows["learned"].append(_fine(step.x0_hat))
            rows["exact"].append(_fine(exact))
            rows["gap"].append(gaps)
            rows["number"].append(copying.effective_number(weights).numpy())
        *_, last = samplers.ddim(copying.memory(train, plan), xT, None, plan, ts)
        ends = {"learned": step.xs, "memory": last.xs}
        kept = {key: np.stack(values) for key, values in rows.items()}
        for key, made in ends.items():
            far = torch.cdist(made.flatten(1), everything.flatten(1))
            close = everything[far.topk(self.nearest, largest=False).indices]
            kept[f"end_{key}"] = _fine(made)
            kept[f"near_{key}"] = np.stack([_fine(pictures) for pictures in close])
            gap = (made[:, None] - close).square().mean((2, 3, 4)).sqrt() / 2
            kept[f"far_{key}"] = gap.numpy().astype(np.float32)
        return kept | {"t": kept["t"].astype(np.int16)}


RECIPES = {
    **{f"edit-{picture}": Edit(picture) for picture in PICTURES},
    **{f"fill-{picture}": Fill(picture) for picture in PICTURES},
    "mix": Mix(),
    "copying": Copy(),
}


def make(name: str, folder: str | None) -> dict:
    """Write one file; its entry in the manifest."""
    recipe = RECIPES[name]
    return shipping.save(FOLDER, name, recipe.arrays(folder), asdict(recipe), recipe.model)


def _eps(model: str):
    return backend.eps_model(model)


def _plan(model: str):
    return backend.MODELS[model].schedule()


def _picture(name: str) -> NDArray[np.uint8]:
    from explainer.maths import pictures

    return pictures.shipped(name)[..., 0]


def _fine(x) -> NDArray[np.uint8]:
    """Grey levels of (n, 1, 28, 28) in 64 shades: as good to the eye, in fewer bytes."""
    return np.round(np.round(data.to_bytes(x) / 255 * 63) * (255 / 63)).astype(np.uint8)


def _coarse(x) -> NDArray[np.uint8]:
    """The same in 16 shades, for what is mostly noise."""
    return ((data.to_bytes(x).astype(np.int16) + 8) // 17 * 17).astype(np.uint8)


if __name__ == "__main__":
    shipping.run(FOLDER, list(RECIPES), make, __doc__)
