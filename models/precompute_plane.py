"""Make the tables that the plane opens on: `python -m models.precompute_plane`.

`learned-NAME` is what the network says of one of its data sets; `back-NAME` are points on the exact flow,
which take seconds to walk; `led-NAME` is where guidance leads.
"""

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from explainer.maths import points
from explainer.maths.toy2d import SHAPES
from models import backend, shipping

FOLDER = shipping.ASSETS / "plane"
VELOCITIES = {"moons": "moons", "spiral": "spiral", "checkerboard": "checkerboard", "8-gaussians": "gaussians"}


@dataclass(frozen=True)
class Learned:
    """The network's ε̂ beside the exact one, on a data set that it knows."""

    known: str
    model: str = "mlp-2d"

    def network(self):
        """ε̂ for the data set, `(x (n, 2), t)` → (n, 2)."""
        import torch

        model, label = backend.eps_model(self.model), list(points.DATASETS).index(self.known)

        def eps(x, t):
            y = torch.full((len(x),), label)
            return model(torch.as_tensor(x, dtype=torch.float32), t, y).double().cpu().numpy()

        return eps

    def arrays(self) -> dict[str, NDArray]:
        """t (k,), arrows (k, a, 2), error (k, n, n) as [y, x], its mean squares (k,)."""
        from explainer.diffusion.plane.learned import theory

        found = theory.known_beside(self.known, self.network())
        return {
            "ts": found.ts.astype(np.int16),
            "arrows": found.arrows.astype(np.float16),
            "error": found.error.astype(np.float16),
            "where_data_are": found.where_data_are,
            "everywhere": found.everywhere,
        }


@dataclass(frozen=True)
class Back:
    """Pure noise carried back to a data set along the exact score, on the schedule that the page opens on."""

    data: str
    schedule: str = "linear"
    T: int = 1000
    seed: int = 0

    model = ()

    def arrays(self) -> dict[str, NDArray]:
        """x and believed (k, n, 2) at the page's knots, and the distance from real points, ()."""
        from explainer.diffusion.plane import answers

        walk, sw = answers.walked_back(self.data, None, self.schedule, self.T, self.seed)
        return {"x": walk.x.astype(np.float16), "believed": walk.believed.astype(np.float16), "sw": np.array(sw)}


@dataclass(frozen=True)
class Led:
    """The same noise led to a class by every weight of guidance."""

    classes: str

    model = ()

    def arrays(self) -> dict[str, NDArray]:
        """ends (k, n, 2)."""
        from explainer.diffusion.plane.guidance import answers

        return {"ends": answers.ends(self.classes).astype(np.float32)}


@dataclass(frozen=True)
class Trained:
    """The training that the page opens on."""

    data: str = "moons"

    model = ()

    def arrays(self) -> dict[str, NDArray]:
        """Frames, the judge's floor, and the state at the last frame."""
        from explainer.diffusion.plane.training import recorded
        from explainer.diffusion.plane.training.training import Training
        from explainer.maths.toy2d import cloud

        return recorded.record(Training(cloud(self.data)))


@dataclass(frozen=True)
class Copies:
    """What networks and exact denoisers make of training sets of n points."""

    data: str = "moons"

    model = ()

    def arrays(self) -> dict[str, NDArray]:
        """made-WIDTH (k, n, 2) for each width, and exact (k, m, 2), along the counts."""
        from explainer.diffusion.plane.copying import theory

        sets = [theory.training_set(self.data, count) for count in theory.COUNTS]
        made = {
            f"made-{width}": np.stack([theory.made_by_network(points, width) for points in sets])
            for width in theory.WIDTHS
        }
        made["exact"] = np.stack([theory.made_exactly(points) for points in sets])
        return {name: x.astype(np.float32) for name, x in made.items()}


@dataclass(frozen=True)
class Families:
    """Three families on a data set, each with so many steps per second, as on one core of a laptop."""

    data: str
    vae: int = 3000
    gan: int = 1800
    diffusion: int = 5000
    seconds: float = 6

    model = ()

    def arrays(self) -> dict[str, NDArray]:
        """Points and numbers of each family at each lap."""
        from explainer.diffusion.plane.distance import Judge
        from explainer.diffusion.plane.families import race, stored
        from explainer.maths.toy2d import cloud

        data = cloud(self.data)
        judge = Judge(data, race.JUDGED)
        rates = {name: getattr(self, name) for name in race.FAMILIES}
        return stored.packed(list(race.Race(data, 0, judge).laps_by_steps(self.seconds, rates)), judge.floor)


@dataclass(frozen=True)
class Velocity:
    """What the diffusion network knows of the straight couplings of a data set."""

    data: str
    known: str
    model: str = "mlp-2d"

    def arrays(self) -> dict[str, NDArray]:
        """taus (k,), arrows (k, a, 2), error (k,), and quality over steps."""
        from explainer.diffusion.plane.learned.theory import known_clock
        from explainer.diffusion.plane.mixture import Mixture
        from explainer.diffusion.plane.straight import answers, theory
        from explainer.maths.toy2d import cloud

        data, rng = cloud(self.data), np.random.default_rng(9)
        real, start = data.sample(2000, rng), rng.standard_normal((answers.JUDGED, 2))
        network = Learned(self.known).network()
        found = theory.learned(Mixture.of(data), network, known_clock(), real, start)
        arrows = found.arrows.astype(np.float16)
        return {"taus": found.taus, "arrows": arrows, "error": found.error, "quality": found.quality}


RECIPES = {
    **{f"velocity-{data}": Velocity(data, known) for data, known in VELOCITIES.items()},
    **{f"families-{name}": Families(name) for name in SHAPES},
    "copies": Copies(),
    "training": Trained(),
    **{f"learned-{name}": Learned(name) for name in points.DATASETS},
    **{f"back-{name}": Back(name) for name in SHAPES},
    **{f"led-{name}": Led(name) for name in ("overlap", "moons", "8-gaussians")},
}


def make(name: str, folder: str | None = None) -> dict:
    """Write one file; its entry in the manifest."""
    recipe = RECIPES[name]
    return shipping.save(FOLDER, name, recipe.arrays(), asdict(recipe), recipe.model)


if __name__ == "__main__":
    shipping.run(FOLDER, list(RECIPES), make, __doc__)
