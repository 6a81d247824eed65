"""What the comparison asks: the shipped network's ε̂ beside the exact one."""

from functools import lru_cache
from typing import Any

import numpy as np

from explainer.diffusion.plane import samplers, theory
from explainer.diffusion.plane.answers import clock
from explainer.diffusion.plane.learned import figures
from explainer.diffusion.plane.learned.settings import KNOWN
from explainer.diffusion.plane.learned.theory import DRAWN
from explainer.diffusion.plane.learned.theory import beside as compared
from explainer.diffusion.plane.mixture import Mixture
from explainer.kit.asked import Source
from explainer.maths import arguments, points
from models import backend

MODEL = "mlp-2d"


def network(name: str):
    """ε̂ of the shipped network for a data set, `(x (n, 2), t)` → (n, 2)."""
    import torch

    model = backend.eps_model(MODEL)
    label = list(points.DATASETS).index(name)

    def eps(x, t):
        y = torch.full((len(x),), label)
        return model(torch.as_tensor(x, dtype=torch.float32), t, y).double().cpu().numpy()

    return eps


@lru_cache(maxsize=len(KNOWN))
def learned(known: str) -> dict[str, Any]:
    """Exact and learned fields along t, and the error."""
    arguments.choice("known", known, KNOWN, name="the data set")
    mixture = Mixture(points.centres(known), points.SPREAD**2)
    time = clock("linear", 1000)
    ts = np.unique(np.maximum(theory.knots(time)[::-2], 1))
    rng = np.random.default_rng(4)
    x0, eps = points.sample(known, DRAWN, rng), rng.standard_normal((DRAWN, 2))
    found = compared(mixture, time, network(known), x0, eps, ts)
    at = samplers.levels(time, ts)
    exact = np.stack([mixture.noise(theory.anchors(), a, s) for a, s in at])
    return figures.beside(found, theory.densities(mixture, time, ts), theory.anchors(), exact)


SOURCES = {"learned": Source("learned", learned, ("known",), slow=True)}
