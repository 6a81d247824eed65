"""What the first screen asks: one finished chain, small enough to be there at once."""

from functools import cache
from pathlib import Path

import numpy as np

from explainer.kit.asked import Source
from explainer.kit.film import film_data

CHAIN = Path(__file__).parents[2] / "assets" / "reverse" / "unet-mnist-mixed.npz"


@cache
def chain() -> dict:
    """x_t of the mixed digits, black to white for −1 to 1."""
    with np.load(CHAIN) as kept:
        xt = (kept["xt"] / np.float32(127.5) - 1) * kept["scale"][:, None, None, None]
        grey = ((np.clip(xt, -1, 1) + 1) * 127.5).round().astype(np.uint8)
        return film_data(kept["t"], {"xt": grey})


SOURCES = [Source("chain", chain, (), slow=True)]
