"""What the sections of the chapter answer alike: a network's plane, its atlas, its picture of a point."""

import math

import numpy as np

from explainer.kit.atlas import atlas_data, map_data
from explainer.maths.arguments import BadArgument
from explainer.vae import atlas, codes, theory
from models import backend, coders, data


def point(key: str, text, reach: float) -> np.ndarray:
    """The pair "x,y" of the control `key` as an array (2,); BadArgument unless both are within ±reach."""
    try:
        pair = [float(part) for part in str(text).split(",")]
    except ValueError:
        pair = []
    if len(pair) != 2 or not all(math.isfinite(value) and abs(value) <= reach for value in pair):
        raise BadArgument(key, f"{key} is {text!r}; allowed are two numbers from {-reach:g} to {reach:g}")
    return np.array(pair)


def classes(name) -> tuple[str, ...]:
    """The names of the classes that a network was trained on."""
    return data.CLASSES[backend.MODELS[name].data]


def plane(name, marks, density=False):
    """The codes of 5,000 test pictures and their classes; with `density` also the aggregate posterior."""
    shipped = atlas.shipped(name)
    backend.warm(name)  # whoever looks at the map will soon ask the network for a picture
    return map_data(
        shipped["low"],
        shipped["high"],
        shipped["points"],
        shipped["labels"],
        list(classes(name)),
        list(marks),
        codes.centres(shipped["points"], shipped["labels"]),
        shipped["density"] if density else None,
    )


def atlas_of(name):
    """The decoded pictures on the nodes of a grid over the plane."""
    shipped = atlas.shipped(name)
    return atlas_data(name, shipped["xs"], shipped["ys"], shipped["atlas"])


def decoded(name, z) -> tuple[np.ndarray, float]:
    """The network's picture of z (2,) as grey levels (28, 28), and the largest error of the blend there."""
    pixels = 255 * theory.ink(coders.decoder(name)(z[None])).reshape(28, 28)
    gap = float(np.abs(atlas.blend(atlas.atlas(name), z[None])[0] - pixels).max())
    return np.rint(pixels), gap
