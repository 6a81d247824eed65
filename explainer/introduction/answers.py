"""What the first screen asks: one finished chain, and how good the digits and points of each family are."""

import math
from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from explainer import shipped
from explainer.kit.asked import Source
from explainer.kit.film import film_data
from explainer.kit.pack import pack
from explainer.maths import chains
from explainer.maths.toy2d import cloud
from models import backend

# file in `assets/introduction`: what made its digits, and the network
MAKERS = {
    "real": ("real test digits", None),
    "vae": ("VAE", "vae-mnist-16"),
    "gan": ("GAN", "gan-mnist"),
    "unet": ("U-Net", "unet-mnist"),
    "unet-asked": ("U-Net, asked for 0 to 9", "unet-mnist"),
}
FAMILIES = {"vae": "VAE", "gan": "GAN", "diffusion": "diffusion"}


@cache
def chain() -> dict:
    """x_t of the mixed digits, black to white for −1 to 1; the same for every visitor."""
    shown = chains.as_grey(shipped.arrays("reverse/unet-mnist-mixed"))
    return film_data(shown["t"], {"xt": shown["xt"]})


def families() -> dict:
    """Points that each family made of two moons along its time of training, and how good the last are."""
    file = shipped.arrays("plane/families-moons")
    last = zip(FAMILIES.values(), file["sw"][-1] / file["floor"], file["coverage"][-1], strict=True)
    rows = [[title, f"{ratio:.1f}×", f"{100 * covered:.0f}%"] for title, ratio, covered in last]
    head = [f"{file['seconds'][-1]:g} s each", "distance ÷ that of real points", "real points covered"]
    return {
        "knots": pack(np.rint(100 * file["seconds"]), "i4"),
        "real": pack(cloud("moons").sample(250, np.random.default_rng(7)), "f2"),
        "rows": {"head": head, "rows": rows, "notes": []},
        **{name: pack(file[name], "f2") for name in FAMILIES},
    }


def digits() -> dict:
    """Digits that each family made, and what the judge says of 1,000 of them."""
    files = {name: shipped.arrays(f"introduction/{name}") for name in MAKERS}
    rows = [
        [
            title,
            _measured(file, "frechet"),
            _measured(file, "recognised", 100, "%"),
            _measured(file, "accuracy", 100, "%"),
            _measured(file, "seconds", 1000),
            f"{backend.card(network)['training']['cpu'] / 60:.0f}" if network else "–",
        ]
        for (title, network), file in zip(MAKERS.values(), files.values(), strict=True)
    ]
    head = ["1,000 digits of", "Fréchet distance", "recognised", "read as asked", "ms a digit", "minutes trained"]
    pictures = {name.replace("-", "_"): pack(file["pictures"], "u1") for name, file in files.items()}
    return pictures | {"rows": {"head": head, "rows": rows, "notes": []}}


def _measured(file: Mapping[str, NDArray], name: str, scale: float = 1, unit: str = "") -> str:
    """A number and its standard error to the error's first digit; a dash for what has no meaning."""
    value, error = scale * float(file[name]), scale * float(file[f"{name}_error"])
    if np.isnan(value):
        return "–"
    places = max(0, -math.floor(math.log10(error)))
    return f"{value:.{places}f}{unit} ± {error:.{places}f}"


SOURCES = {
    source.name: source
    for source in (
        Source("chain", chain, (), slow=True),
        Source("digits", digits, (), slow=True),
        Source("families", families, (), slow=True),
    )
}
