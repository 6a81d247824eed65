"""What the latent section asks for the hero: the map, the atlas, and the network's word at rest."""

import math

import numpy as np

from explainer.kit.asked import Source
from explainer.kit.atlas import atlas_data, exact_data, map_data
from explainer.maths.arguments import BadArgument
from explainer.vae import atlas, networks, theory
from explainer.vae.latent.settings import CLASSES, MARKS, MODELS, REACH
from models import backend


def known(model: str) -> str:
    """The model's name, BadArgument if it is none of the section's."""
    if model not in MODELS:
        raise BadArgument("model", f"the model is {model!r}; allowed are {', '.join(MODELS)}")
    return model


def place(key: str, text, reach: float = REACH) -> np.ndarray:
    """The pair "x,y" of the control `key` as an array (2,); BadArgument beside it if it is none."""
    try:
        pair = [float(part) for part in str(text).split(",")]
    except ValueError:
        pair = []
    if len(pair) != 2 or not all(math.isfinite(one) and abs(one) <= reach for one in pair):
        raise BadArgument(key, f"{key} is {text!r}; allowed are two numbers from {-reach:g} to {reach:g}")
    return np.array(pair)


def latent_map(model):
    """Where the encoder puts 5,000 test pictures, their classes, and the aggregate posterior."""
    kept = atlas.shipped(known(model))
    backend.warm(model)  # who looks at the map will let go of the hand
    return map_data(
        kept["low"],
        kept["high"],
        kept["points"],
        kept["labels"],
        list(CLASSES[model]),
        list(MARKS[model]),
        theory.centres(kept["points"], kept["labels"]),
        kept["density"],
    )


def atlas_of(model):
    """The decoded pictures on the nodes of a grid over the map."""
    kept = atlas.shipped(known(model))
    return atlas_data(model, kept["xs"], kept["ys"], kept["atlas"])


def exact(model, rest):
    """The network's own picture where the hand rests, and how far the blend is from it."""
    z = place("z", rest)[None]
    pixels = 255 * theory.ink(networks.decoder(known(model))(z)).reshape(28, 28)
    gap = float(np.abs(atlas.blend(atlas.atlas(model), z)[0] - pixels).max())
    mean, most = atlas.shipped(model)["gap"]
    said = (
        f"decoded by the network; the blend was off by at most {gap:.0f} of 255 here "
        f"(over the prior {mean:.1f} on average, {most:.0f} at worst)"
    )
    return exact_data(model, rest, np.rint(pixels), said) | {"gap": gap}


def classes(model):
    """The classes' centres as a table: the way over the map without seeing it."""
    kept = atlas.shipped(known(model))
    points, labels = kept["points"].astype(np.float64), kept["labels"]
    rows = []
    for i, (name, middle) in enumerate(zip(CLASSES[model], theory.centres(points, labels), strict=True)):
        spread = points[labels == i].std(0)
        kl, recon = (kept[key][labels == i].mean() for key in ("kl", "recon"))
        rows.append([name, *(f"{one:.2f}" for one in (*middle, *spread)), f"{kl:.2f}", f"{-recon:.1f}"])
    head = ["class", "z₁", "z₂", "spread of z₁", "spread of z₂", "KL, nats", "reconstruction, nats"]
    return {"rows": {"head": head, "rows": rows, "notes": []}}


MAP = Source("map", latent_map, ("model",), slow=True)
ATLAS = Source("atlas", atlas_of, ("model",), slow=True)
EXACT = Source("exact", exact, ("model", "rest"), slow=True)
CENTRES = Source("classes", classes, ("model",), slow=True)
