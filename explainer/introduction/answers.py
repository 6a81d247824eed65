"""What the first screen asks: one finished chain, small enough to be there at once."""

from functools import cache

import numpy as np

from explainer import shipped
from explainer.kit.asked import Source
from explainer.kit.film import film_data
from explainer.kit.pack import pack
from explainer.maths import chains
from explainer.maths.toy2d import cloud

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


SOURCES = {
    source.name: source
    for source in (Source("chain", chain, (), slow=True), Source("families", families, (), slow=True))
}
