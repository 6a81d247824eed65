"""What the figures of copies ask: the network's shipped chain beside the exact denoiser's."""

from typing import Any

import numpy as np

from explainer import shipped
from explainer.diffusion.reverse.copying import figures
from explainer.kit.asked import Source
from explainer.kit.film import film_data


def chain() -> dict[str, Any]:
    """x_t of the network's chain, and what it and the exact denoiser see in it."""
    data = shipped.arrays("edits/copying")
    t = np.append(data["t"], 0)
    ends = {"xt": "learned", "learned": "learned", "exact": "memory"}
    tracks = {key: np.concatenate([data[key], data[f"end_{end}"][None]]) for key, end in ends.items()}
    tracks["exact"][-1] = data["exact"][-1]  # its own chain ends elsewhere: that is shown below
    return film_data(t, tracks)


def copies() -> dict[str, Any]:
    """How far both estimates are from the nearest training picture along t; both ends and what is nearest."""
    data = shipped.arrays("edits/copying")
    return {
        **figures.along(data["t"], data["gap"].mean(2), data["number"].mean(1)),
        **figures.ends(data),
        "table": figures.table(data["far_learned"], data["far_memory"]),
    }


SOURCES = {
    source.name: source
    for source in (
        Source("copying", chain, (), slow=True),
        Source("copies", copies, (), slow=True),
    )
}
