"""Three clouds of points, and an atlas of shades between them."""

import zlib

import numpy as np

from explainer.kit.asked import Source
from explainer.kit.atlas import atlas_data, map_data

NODES = np.linspace(-2, 2, 5)
CENTRES = np.array([[-1.0, -1], [1, -1], [0, 1]])


def clouds():
    """Thirty points round each of three centres."""
    rng = np.random.default_rng(0)
    labels = np.repeat([0, 1, 2], 30)
    points = CENTRES[labels] + 0.2 * rng.standard_normal((90, 2))
    return map_data((-2, -2), (2, 2), points, labels, ["red", "green", "blue"], ["r", "g", "b"], CENTRES)


def shades():
    """Grey that rises to the right, a bright square that moves up."""
    pictures = np.zeros((5, 5, 28, 28), np.uint8)
    for row in range(5):
        for column in range(5):
            pictures[row, column] = 40 * column
            pictures[row, column, 22 - 5 * row : 27 - 5 * row, 10:18] = 255
    steps = np.diff(pictures, axis=1, prepend=np.zeros_like(pictures[:, :1]))
    return atlas_data("shades", NODES, NODES, np.frombuffer(zlib.compress(steps.tobytes()), np.uint8))


SOURCES = {source.name: source for source in (Source("clouds", clouds, ()), Source("shades", shades, ()))}
