"""What the comparison asks: the shipped network's ε̂ beside the exact one."""

from functools import lru_cache
from typing import Any

import numpy as np

from explainer import shipped
from explainer.diffusion.plane import samplers, theory
from explainer.diffusion.plane.learned import figures
from explainer.diffusion.plane.learned.settings import KNOWN
from explainer.diffusion.plane.learned.theory import Beside, known_clock, known_mixture
from explainer.kit.asked import Source
from explainer.maths import arguments


@lru_cache(maxsize=len(KNOWN))
def learned(known: str) -> dict[str, Any]:
    """Exact and learned fields along t, and the error; what the network says is shipped."""
    arguments.choice("known", known, KNOWN, name="the data set")
    found = Beside(**shipped.arrays(f"plane/learned-{known}"))
    mixture, time = known_mixture(known), known_clock()
    exact = [mixture.noise(theory.anchors(), a, s) for a, s in samplers.levels(time, found.ts)]
    return figures.beside(found, theory.densities(mixture, time, found.ts), theory.anchors(), np.stack(exact))


SOURCES = {"learned": Source("learned", learned, ("known",), slow=True)}
